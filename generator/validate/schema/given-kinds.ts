// Kinds of CustomResourceDefinitions that were found at run time, e.g. in a rendered chart.
import { apiGroup, isCrd, isRecord, type KubernetesObject } from '../../contract/resource.ts';
import { isSchemaNode, type SchemaNode } from './schema-node.ts';

/** One served version of a given CustomResourceDefinition. */
export interface GivenKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
  readonly schema: SchemaNode;
  readonly deprecated: boolean;
}

/** By `group/version/Kind`. */
export type GivenKinds = ReadonlyMap<string, GivenKind>;

const groupKinds = new WeakMap<GivenKinds, ReadonlySet<string>>();

/** Whether a CustomResourceDefinition was found for the kind, in whatever version: then nobody else's counts. */
export function isGivenKind(given: GivenKinds, apiVersion: string, kind: string): boolean {
  let known = groupKinds.get(given);
  if (known === undefined) {
    known = new Set([...given.values()].map((one) => `${apiGroup(one.apiVersion)}/${one.kind}`));
    groupKinds.set(given, known);
  }
  return known.has(`${apiGroup(apiVersion)}/${kind}`);
}

const ANYTHING: SchemaNode = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const cache = new WeakMap<readonly KubernetesObject[], GivenKinds>();

/** Reads the served versions. What is no v1 CustomResourceDefinition, or has a schema that is none, adds nothing. */
export function readGivenKinds(crds: readonly KubernetesObject[]): GivenKinds {
  const known = cache.get(crds);
  if (known !== undefined) return known;
  const kinds = new Map<string, GivenKind>();
  for (const crd of crds) {
    for (const kind of servedVersions(crd)) kinds.set(`${kind.apiVersion}/${kind.kind}`, kind);
  }
  cache.set(crds, kinds);
  return kinds;
}

function servedVersions(crd: KubernetesObject): GivenKind[] {
  if (!isCrd(crd)) return [];
  const { spec } = crd;
  if (!isRecord(spec) || !isRecord(spec.names) || !Array.isArray(spec.versions)) return [];
  const { group, scope } = spec;
  const { kind, plural } = spec.names;
  if (typeof group !== 'string' || typeof kind !== 'string' || typeof plural !== 'string') return [];
  return spec.versions.flatMap((version: unknown) => {
    if (!isRecord(version) || typeof version.name !== 'string' || version.served !== true) return [];
    const schema = isRecord(version.schema) ? version.schema.openAPIV3Schema : undefined;
    const apiVersion = `${group}/${version.name}`;
    const known = {
      apiVersion,
      kind,
      plural,
      namespaced: scope === 'Namespaced',
      deprecated: version.deprecated === true,
    };
    if (schema === undefined) return [{ ...known, schema: ANYTHING }];
    return isSchemaNode(schema) ? [{ ...known, schema }] : [];
  });
}
