// Which kinds there are, in a given minor and with given CustomResourceDefinitions, and the schema of each.
import type { KubernetesObject } from '../../contract/resource.ts';
import { type GivenKinds, isGivenKind, readGivenKinds } from './given-kinds.ts';
import { nearestMinor } from './kubernetes-minor.ts';
import type { SchemaCollection, SchemaNode } from './schema-node.ts';
import { type KindEntry, kubernetesCollection, projectCollection, schemaIndex } from './schema-store.ts';

/** A kind that some API server serves. */
export interface KnownKind {
  readonly apiVersion: string;
  readonly kind: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** A kind with its schema. */
export interface KindSchema extends KnownKind {
  /** `Kubernetes 1.34`, `istio v1.31.1`, or `given CustomResourceDefinition`. */
  readonly source: string;
  readonly builtIn: boolean;
  /** Whether the CustomResourceDefinition calls this version deprecated. */
  readonly deprecated: boolean;
  readonly schema: SchemaNode;
  readonly collection: SchemaCollection;
}

const NO_CRDS: GivenKinds = new Map();
const NO_DEFINITIONS: SchemaCollection = { definitions: [] };

/** A kind of a bundled CustomResourceDefinition. */
export interface BundledKind extends KnownKind {
  readonly project: string;
  readonly definition: number;
  readonly deprecated: boolean;
}

let bundled: ReadonlyMap<string, BundledKind> | undefined;

const found = new WeakMap<GivenKinds, Map<string, KindSchema | undefined>>();

/** The schema of a kind: given CustomResourceDefinitions win, then the minor, then the bundled ones. */
export function findKind(
  apiVersion: string,
  kind: string,
  minor: string,
  given: GivenKinds = NO_CRDS,
): KindSchema | undefined {
  // Asked for every resource, of which thousands are of one kind.
  const known = found.get(given) ?? new Map<string, KindSchema | undefined>();
  found.set(given, known);
  const key = `${minor} ${apiVersion}/${kind}`;
  if (!known.has(key)) known.set(key, lookUp(apiVersion, kind, minor, given));
  return known.get(key);
}

function lookUp(apiVersion: string, kind: string, minor: string, given: GivenKinds): KindSchema | undefined {
  const name = `${apiVersion}/${kind}`;
  const own = given.get(name);
  if (own !== undefined) {
    return { ...own, source: 'given CustomResourceDefinition', builtIn: false, collection: NO_DEFINITIONS };
  }
  const entry = builtInEntry(name, minor);
  if (entry !== undefined) {
    const [definition, plural, namespaced] = entry;
    const schema = { $ref: definition };
    const source = `Kubernetes ${minor}`;
    return {
      apiVersion,
      kind,
      plural,
      namespaced: namespaced === 1,
      source,
      builtIn: true,
      deprecated: false,
      schema,
      collection: kubernetesCollection(),
    };
  }
  const custom = isGivenKind(given, apiVersion, kind) ? undefined : bundledKinds().get(name);
  if (custom === undefined) return undefined;
  const { project, definition, ...known } = custom;
  const source = `${project} ${schemaIndex().crds[project]?.version ?? ''}`;
  return {
    ...known,
    source,
    builtIn: false,
    schema: { $ref: definition },
    collection: projectCollection(project),
  };
}

/** Whether resources of this kind can be checked for a cluster of this Kubernetes version. */
export function hasSchema(
  apiVersion: string,
  kind: string,
  kubernetes: string,
  crds: readonly KubernetesObject[] = [],
): boolean {
  return isNamespaced(apiVersion, kind, kubernetes, crds) !== undefined;
}

/** Whether the kind lives in a namespace; `undefined` for a kind that is not known. Opens no schema. */
export function isNamespaced(
  apiVersion: string,
  kind: string,
  kubernetes: string,
  crds: readonly KubernetesObject[] = [],
): boolean | undefined {
  const name = `${apiVersion}/${kind}`;
  const given = crds.length === 0 ? undefined : readGivenKinds(crds).get(name);
  if (given !== undefined) return given.namespaced;
  const entry = builtInEntry(name, nearestMinor(kubernetes));
  if (entry !== undefined) return entry[2] === 1;
  return bundledKinds().get(name)?.namespaced;
}

/** Every kind that an API server of this Kubernetes version serves by itself. */
export function builtInKinds(kubernetes: string): readonly KnownKind[] {
  const builtIn = Object.entries(schemaIndex().kubernetes[nearestMinor(kubernetes)] ?? {});
  return builtIn.map(([name, [, plural, namespaced]]) => ({
    ...splitName(name),
    plural,
    namespaced: namespaced === 1,
  }));
}

/** Every kind that can be checked for this Kubernetes version: the built-in ones, then the bundled custom ones. */
export function knownKinds(kubernetes: string): readonly KnownKind[] {
  return [
    ...builtInKinds(kubernetes),
    ...[...bundledKinds().values()].map(({ apiVersion, kind, plural, namespaced }) => ({
      apiVersion,
      kind,
      plural,
      namespaced,
    })),
  ];
}

/** The kinds of the bundled CustomResourceDefinitions, by `group/version/Kind`. */
export function bundledKinds(): ReadonlyMap<string, BundledKind> {
  bundled ??= new Map(
    Object.entries(schemaIndex().crds).flatMap(([project, { kinds }]) =>
      Object.entries(kinds).map(([name, [definition, plural, namespaced, deprecated]]) => [
        name,
        {
          ...splitName(name),
          plural,
          namespaced: namespaced === 1,
          project,
          definition,
          deprecated: deprecated === 1,
        },
      ]),
    ),
  );
  return bundled;
}

function builtInEntry(name: string, minor: string): KindEntry | undefined {
  const table = schemaIndex().kubernetes[minor];
  return table !== undefined && Object.hasOwn(table, name) ? table[name] : undefined;
}

/** `apps/v1/Deployment` in its two parts. */
export function splitName(name: string): { readonly apiVersion: string; readonly kind: string } {
  const slash = name.lastIndexOf('/');
  return { apiVersion: name.slice(0, slash), kind: name.slice(slash + 1) };
}
