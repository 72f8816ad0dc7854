import type { ConfigPath } from '../contract/config-path.ts';
import { isRecord } from '../contract/resource.ts';

/** Where a value stands: few places are ever told, so that paths are made when they are. */
interface ConfigPlace {
  readonly parent: ConfigPlace | ConfigPath;
  readonly key: string | number;
}

/** One layer of a value: what it is there, and where it stands. */
export interface ConfigLayer {
  readonly value: unknown;
  readonly path: ConfigPlace | ConfigPath;
}

const NOTHING: readonly ConfigLayer[] = [];

/**
 * A value of the authored config, of any shape, that knows where it stands. It may be laid over others: objects merge,
 * lists and scalars replace, `null` deletes, `undefined` says nothing. Reading what is not there, or not of the asked
 * type, gives nothing and never fails, so a rule sees what is readable of a broken config.
 */
export class ConfigNode {
  /** What counts: one scalar or list, or the objects that merge; empty when nothing is there. */
  private readonly layers: readonly ConfigLayer[];
  #place: ConfigPlace | ConfigPath;
  /** Many rules ask for the same. */
  #below: Map<string, ConfigNode> | undefined;

  constructor(layers: readonly ConfigLayer[]) {
    const [only] = layers;
    // Nearly all: what is not laid over anything needs no merging.
    if (only !== undefined && layers.length === 1) {
      this.layers = only.value === undefined || only.value === null ? NOTHING : layers;
      this.#place = only.path;
      return;
    }
    const said = layers.filter((layer) => layer.value !== undefined);
    const scalar = said.findLastIndex((layer) => !isRecord(layer.value));
    const replaced = scalar < 0 ? said : said.slice(scalar);
    const [first] = replaced;
    const objects = replaced.filter((layer) => isRecord(layer.value));
    this.layers = objects.length > 0 || first === undefined || first.value === null ? objects : [first];
    this.#place = this.layers.at(-1)?.path ?? said.at(-1)?.path ?? layers[0]?.path ?? [];
  }

  /** Where the value stands, or where it would. */
  get path(): ConfigPath {
    this.#place = pathOf(this.#place);
    return this.#place;
  }

  /** The scalar, the list or the last object; `undefined` when nothing stands here or `null` deleted it. */
  get value(): unknown {
    return this.layers.at(-1)?.value;
  }

  get exists(): boolean {
    return this.layers.length > 0;
  }

  get isRecord(): boolean {
    return isRecord(this.value);
  }

  get text(): string | undefined {
    return typeof this.value === 'string' ? this.value : undefined;
  }

  get number(): number | undefined {
    return typeof this.value === 'number' ? this.value : undefined;
  }

  /** The value below a key: the merge of what each layer says. */
  get(key: string): ConfigNode {
    this.#below ??= new Map();
    const known = this.#below.get(key);
    if (known !== undefined) return known;
    // Whatever is laid over something is an object: scalars and lists stand alone.
    const below = this.isRecord
      ? this.layers.map((layer) => ({ value: ownValue(layer.value, key), path: { parent: layer.path, key } }))
      : [{ value: undefined, path: { parent: this.#place, key } }];
    const node = new ConfigNode(below);
    this.#below.set(key, node);
    return node;
  }

  /** The node below several keys. */
  at(...keys: readonly string[]): ConfigNode {
    return keys.reduce<ConfigNode>((node, key) => node.get(key), this);
  }

  /** Keys of an object; none for anything else. */
  get keys(): readonly string[] {
    return [...new Set(this.layers.flatMap((layer) => (isRecord(layer.value) ? Object.keys(layer.value) : [])))];
  }

  /** Key and value of each member of an object that has a value. */
  entries(): readonly (readonly [string, ConfigNode])[] {
    return this.keys.map((key) => [key, this.get(key)] as const).filter(([, node]) => node.exists);
  }

  /** Items of a list; none for anything else. */
  items(): readonly ConfigNode[] {
    const { value } = this;
    if (!Array.isArray(value)) return [];
    return value.map(
      (item: unknown, index) => new ConfigNode([{ value: item, path: { parent: this.#place, key: index } }]),
    );
  }

  /** Items of a list that are text. */
  texts(): readonly { readonly text: string; readonly path: ConfigPath }[] {
    return this.items().flatMap((item) => (item.text === undefined ? [] : [{ text: item.text, path: item.path }]));
  }

  /** The same value as if it stood elsewhere: the options of an instance stand at the instance itself. */
  movedTo(path: ConfigPath): ConfigNode {
    return new ConfigNode([{ value: this.value, path }]);
  }

  /** This value with others laid over it. */
  under(...over: readonly ConfigNode[]): ConfigNode {
    return new ConfigNode([...this.layers, ...over.flatMap((node) => node.layers)]);
  }
}

function pathOf(place: ConfigPlace | ConfigPath): ConfigPath {
  return 'key' in place ? [...pathOf(place.parent), place.key] : place;
}

/** Own keys only: a config cannot reach a prototype. */
function ownValue(value: unknown, key: string): unknown {
  return isRecord(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}
