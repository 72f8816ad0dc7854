/** What a chart says about its values: values.yaml, the comments in it, and values.schema.json. */
import { isMap, isPair, isScalar, isSeq, type Node, parseDocument } from 'yaml';
import { isRecord } from '../contract/resource.ts';
import type { ValuesUsage } from '../engines/values-usage.ts';
import { schemaAllows } from './schema-properties.ts';

/** The documentation of a chart and of its subcharts, each in its place. */
export interface ValueDocumentation {
  /** The default at a path, or `undefined`. */
  defaultOf(path: Path): unknown;
  /** Whether a comment in values.yaml shows the key, or a schema names it. */
  mentions(path: Path, key: string): boolean;
}

type Path = readonly (string | number)[];

interface Source {
  readonly place: readonly string[];
  readonly text: string;
  readonly root: Node | null;
  readonly values: unknown;
  readonly schema: unknown;
}

/** Reads values.yaml and schema of every chart; what is no YAML documents nothing. */
export function readDocumentation(usage: ValuesUsage): ValueDocumentation {
  const sources = usage.charts.map(({ place, values: text, schema }): Source => {
    const document = parseDocument(text, { merge: true, uniqueKeys: false, logLevel: 'silent' });
    const readable = document.errors.length === 0;
    return { place, text, root: readable ? document.contents : null, values: readable ? document.toJS() : {}, schema };
  });
  return {
    defaultOf: (path) => defaultAt(sources, path),
    mentions: (path, key) =>
      sources.some((source) => {
        const inside = pathInside(source, path);
        if (inside === undefined) return false;
        return schemaAllows(source.schema, inside, key) || commentShows(source, inside, key);
      }),
  };
}

/** The path as the chart itself sees it; `global` is the same for all. */
function pathInside({ place }: Source, path: Path): Path | undefined {
  if (place.every((part, index) => path[index] === part)) return path.slice(place.length);
  return path[0] === 'global' ? path : undefined;
}

function defaultAt(sources: readonly Source[], path: Path): unknown {
  const found = sources.flatMap((source) => {
    const inside = pathInside(source, path);
    const value = inside === undefined ? undefined : valueAt(source.values, inside);
    return value === undefined ? [] : [value];
  });
  const maps = found.filter(isRecord);
  // A parent's value wins over its subchart's, maps are merged.
  return isRecord(found[0]) ? Object.assign({}, ...maps.toReversed()) : found[0];
}

/** For lists, what any of their items has: the items of a default are examples. */
function valueAt(value: unknown, path: Path): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return value;
  if (Array.isArray(value)) {
    const items = value.map((item) => valueAt(item, rest)).filter((item) => item !== undefined);
    return items.every(isRecord) && items.length > 0 ? Object.assign({}, ...items) : items[0];
  }
  return isRecord(value) && Object.hasOwn(value, String(key)) ? valueAt(value[String(key)], rest) : undefined;
}

/** `# key:` in the lines that belong to the map, or the whole path in any comment. */
function commentShows({ text, root }: Source, path: Path, key: string): boolean {
  const word = escapeWord(key);
  const dotted = [...path.map((part) => (typeof part === 'number' ? '' : part)), key].join('.').replaceAll('..', '.');
  if (dotted.includes('.') && new RegExp(`#.*(?<![\\w.-])${escapeWord(dotted)}(?![\\w-])`).test(text)) return true;
  const [start, end] = regionOf(root, path, text.length);
  const indent = path.length === 0 ? '^# {0,2}' : '^\\s*#[#\\s-]*';
  return new RegExp(`${indent}["']?${word}["']?\\s*:`, 'm').test(text.slice(start, end));
}

function escapeWord(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}

/** From the key of the deepest map on the path that is there, to the key after it. */
function regionOf(root: Node | null, path: Path, length: number): [start: number, end: number] {
  let region: [number, number] = [0, length];
  let node: unknown = root;
  for (const part of path) {
    if (isSeq(node)) {
      // Any item documents all of them.
      node = node.items[0];
      continue;
    }
    if (!isMap(node)) return region;
    const at = node.items.findIndex((pair) => isScalar(pair.key) && pair.key.value === part);
    const pair = node.items[at];
    if (!isPair(pair)) return region;
    region = [startOf(pair.key) ?? region[0], startOf(node.items[at + 1]?.key) ?? region[1]];
    node = pair.value;
  }
  return region;
}

function startOf(key: unknown): number | undefined {
  return isScalar(key) ? key.range?.[0] : undefined;
}
