/**
 * What Applications ask of their projects, each thing once with those who ask for it: thousands of Applications ask for a few
 * dozen destinations, kinds and repositories, and a rule weighs each of them against the project's lists.
 */
import { isRecord } from '../../contract/resource.ts';
import { type BroughtObject, toBrought } from './applications.ts';
import { type Entry, read, readText } from './entry.ts';

/** `spec.destination`, with a namespace. */
export type Destination = Readonly<Record<string, unknown>> & { readonly namespace: unknown };

/** A destination with the Applications that deploy there. */
interface DestinationAsk {
  readonly project: string;
  readonly destination: Destination;
  readonly refs: number[];
  /** Namespaces beside the destination's into which some of them bring objects. */
  readonly others: { readonly namespace: string; readonly refs: number[] }[];
}

interface RepositoryAsk {
  readonly project: string;
  readonly repository: string;
  readonly refs: number[];
}

interface KindAsk {
  readonly project: string;
  readonly group: string;
  readonly kind: string;
  readonly scope: BroughtObject['scope'];
  /** Of a cluster-scoped object; lists of namespaced kinds have no names. */
  readonly name: string;
  /** Who brings such objects, and their names. */
  readonly objects: (readonly [ref: number, application: string, name: string])[];
}

export interface ProjectAsks {
  readonly destinations: readonly DestinationAsk[];
  readonly repositories: readonly RepositoryAsk[];
  readonly kinds: readonly KindAsk[];
}

/** @param brought what each Application brings, by its name */
export function buildProjectAsks(
  applications: readonly Entry[],
  brought: ReadonlyMap<string, readonly Entry[]>,
): ProjectAsks {
  const destinations = new Map<string, DestinationAsk>();
  const repositories = new Map<string, RepositoryAsk>();
  const kinds = new Map<string, KindAsk>();
  for (const { ref, name: application, spec } of applications) {
    const project = readText(spec.project);
    if (project === '') continue;
    for (const repository of repositoriesOf(spec)) {
      const ask = once(repositories, [project, repository], () => ({ project, repository, refs: [] }));
      ask.refs.push(ref);
    }
    const objects = (brought.get(application) ?? []).map(toBrought);
    for (const { group, kind, scope, name } of objects) {
      const named = scope === 'cluster' ? name : '';
      const make = () => ({ project, group, kind, scope, name: named, objects: [] });
      once(kinds, [project, group, kind, scope, named], make).objects.push([ref, application, name]);
    }
    if (!isRecord(spec.destination)) continue;
    const destination = { namespace: '', ...spec.destination };
    const ask = once(destinations, [project, destination], () => ({ project, destination, refs: [], others: [] }));
    ask.refs.push(ref);
    for (const namespace of otherNamespaces(objects, destination.namespace)) {
      const known = ask.others.find((other) => other.namespace === namespace);
      if (known === undefined) ask.others.push({ namespace, refs: [ref] });
      else known.refs.push(ref);
    }
  }
  return {
    destinations: [...destinations.values()],
    repositories: [...repositories.values()],
    kinds: [...kinds.values()],
  };
}

function once<T>(table: Map<string, T>, key: readonly unknown[], make: () => T): T {
  const name = JSON.stringify(key);
  const known = table.get(name) ?? make();
  table.set(name, known);
  return known;
}

/** Both forms of sources; `sources` wins. */
function repositoriesOf(spec: Entry['spec']): readonly string[] {
  const { sources, source } = spec;
  const all: readonly unknown[] = Array.isArray(sources) && sources.length > 0 ? sources : [source];
  return [...new Set(all.map((one) => read(one, 'repoURL')).filter((one) => typeof one === 'string'))];
}

function otherNamespaces(objects: readonly BroughtObject[], own: unknown): ReadonlySet<string> {
  return new Set(
    objects.flatMap(({ scope, namespace }) =>
      scope === 'namespace' && namespace !== '' && namespace !== own ? [namespace] : [],
    ),
  );
}
