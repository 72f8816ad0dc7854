// CustomResourceDefinitions as the engine wants them: those that were found at run time, and the bundled schemas as one.
import { hash } from 'node:crypto';
import { apiGroup, isRecord, type KubernetesObject } from '../../contract/resource.ts';
import type { KindDefinition } from '../../engines/kubernetes-engine.ts';
import { bundledKinds, findKind, type KindSchema } from '../schema/catalogue.ts';
import { dereference, type SchemaCollection, type SchemaNode } from '../schema/schema-node.ts';

const found = new WeakMap<readonly KubernetesObject[], ReadonlyMap<string, KindDefinition>>();
const bundled = new Map<string, KindDefinition>();

/** The definition of a custom kind, for clusters that have these definitions; `undefined` for one that nobody defines. */
export function definitionOf(kind: KindSchema, crds: readonly KubernetesObject[]): KindDefinition | undefined {
  const group = apiGroup(kind.apiVersion);
  return readDefinitions(crds).get(`${group}/${kind.kind}`) ?? bundledDefinition(group, kind);
}

function readDefinitions(crds: readonly KubernetesObject[]): ReadonlyMap<string, KindDefinition> {
  const known = found.get(crds);
  if (known !== undefined) return known;
  const definitions = new Map<string, KindDefinition>();
  for (const crd of crds) {
    const { spec } = crd;
    if (!isRecord(spec) || !isRecord(spec.names)) continue;
    const { group } = spec;
    const { kind } = spec.names;
    if (typeof group !== 'string' || typeof kind !== 'string') continue;
    let text: string | undefined;
    const source = () => {
      text ??= JSON.stringify(crd);
      return text;
    };
    let key: string | undefined;
    definitions.set(`${group}/${kind}`, {
      group,
      kind,
      source,
      get key() {
        key ??= hash('sha256', source(), 'base64url');
        return key;
      },
    });
  }
  found.set(crds, definitions);
  return definitions;
}

/** One for all bundled versions of a kind: what the project's own definition says, but for its prose and subresources. */
function bundledDefinition(group: string, { kind, plural, namespaced }: KindSchema): KindDefinition {
  const name = `${group}/${kind}`;
  const known = bundled.get(name);
  if (known !== undefined) return known;
  const versions = [...bundledKinds().values()].filter(
    (one) => one.kind === kind && apiGroup(one.apiVersion) === group,
  );
  const definition: KindDefinition = {
    group,
    kind,
    // Which release is bundled is decided by the package, of which the verdict's key has the hash.
    key: `bundled ${name}`,
    source: () =>
      JSON.stringify({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: `${plural}.${group}` },
        spec: {
          group,
          scope: namespaced ? 'Namespaced' : 'Cluster',
          names: { kind, plural },
          versions: versions.map((one, index) => versionOf(one.apiVersion, kind, index === 0)),
        },
      }),
  };
  bundled.set(name, definition);
  return definition;
}

function versionOf(apiVersion: string, kind: string, storage: boolean): object {
  const schema = findKind(apiVersion, kind, '');
  const name = apiVersion.slice(apiVersion.indexOf('/') + 1);
  if (schema === undefined) return { name, served: false, storage };
  const openAPIV3Schema = resolve(schema.schema, schema.collection);
  // Kinds have their status apart, but for very few, and nobody writes it: a server drops it unread.
  return { name, served: true, storage, subresources: { status: {} }, schema: { openAPIV3Schema } };
}

/** A schema without references. */
function resolve(reference: SchemaNode, collection: SchemaCollection): object {
  const node = dereference(reference, collection);
  const { properties, items, additionalProperties } = node;
  return {
    ...node,
    ...(properties === undefined
      ? {}
      : {
          properties: Object.fromEntries(
            Object.entries(properties).map(([name, child]) => [name, resolve(child, collection)]),
          ),
        }),
    ...(items === undefined ? {} : { items: resolve(items, collection) }),
    ...(typeof additionalProperties === 'object'
      ? { additionalProperties: resolve(additionalProperties, collection) }
      : {}),
  };
}
