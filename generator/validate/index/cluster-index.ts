import type { Rendered } from '../../contract/rendered.ts';
import { type Entry, put, read, readText, toEntry } from './entry.ts';
import { environmentParameters, type PolicyParameters } from './parameters.ts';
import { buildQuotaUse, type QuotaUse } from './quota.ts';
import {
  buildConfigMaps,
  buildSecrets,
  type DataObjects,
  mentionedNames,
  objectMakers,
  operatorNames,
} from './secrets.ts';
import { isEmptySelector, matchesSelector } from './selector.ts';
import { buildServices, type ServiceEntry } from './services.ts';
import { buildWorkloads, type Workload } from './workloads.ts';

/** An object that repository rules read as it is written. */
export interface IndexedObject {
  readonly ref: number;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly application: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Places in `workloads` of the pods that `spec.selector` (or `podSelector`) takes; all of the namespace when it is empty. */
  readonly selected: readonly number[];
}

/** One object that an Application brings, wherever it goes. */
export interface BroughtObject {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
  readonly name: string;
}

/** `data.inv`: one cluster, joined. */
export interface ClusterIndex {
  readonly seen: number;
  readonly cluster: string;
  readonly environment: string;
  readonly protected: boolean;
  /** Whether this is all that the cluster gets; a pile of manifests may be a part. */
  readonly complete: boolean;
  readonly unrendered: boolean;
  readonly unrendered_namespaces: Readonly<Record<string, true>>;
  /** kind → namespace → name → ref of every object. */
  readonly names: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  /** Objects written more than once. */
  readonly duplicates: readonly {
    ref: number;
    kind: string;
    namespace: string;
    name: string;
    first: string;
    second: string;
    same_application: boolean;
    applications: readonly string[];
  }[];
  readonly namespaces: Readonly<
    Record<string, { readonly ref: number; readonly labels: Readonly<Record<string, string>> }>
  >;
  /** Namespaces that hold at least one namespaced object, with the first such object. */
  readonly used_namespaces: Readonly<Record<string, { readonly ref: number; readonly workload: boolean }>>;
  readonly workloads: readonly Workload[];
  readonly services: Readonly<Record<string, Readonly<Record<string, ServiceEntry>>>>;
  readonly config_maps: DataObjects;
  readonly secrets: DataObjects;
  readonly operator_names: Readonly<Record<string, readonly string[]>>;
  readonly secret_makers: Readonly<Record<string, true>>;
  readonly config_map_makers: Readonly<Record<string, true>>;
  readonly mentioned: Readonly<Record<string, string>>;
  readonly quota_use: readonly QuotaUse[];
  /** `networking.istio.io/VirtualService` → objects. */
  readonly kinds: Readonly<Record<string, readonly IndexedObject[]>>;
  /** What each Application found in this cluster brings, to whatever cluster. */
  readonly brings: Readonly<Record<string, readonly BroughtObject[]>>;
  /** Namespaces that Argo CD creates for an Application of the repository. */
  readonly created_namespaces: Readonly<Record<string, true>>;
}

const READ_WHOLE =
  /^(networking\.istio\.io|security\.istio\.io|networking\.k8s\.io|gateway\.networking\.k8s\.io|policy|autoscaling|autoscaling\.k8s\.io|keda\.sh|argoproj\.io|external-secrets\.io)\//;
const READ_WHOLE_KINDS = new Set(['ResourceQuota', 'LimitRange', 'cert-manager.io/Certificate']);

/** Indexes of every cluster, in the order of their names. `seen` counts what went in. */
export function buildIndexes(resources: readonly Rendered[], parameters: PolicyParameters): ClusterIndex[] {
  const byCluster = new Map<string, Entry[]>();
  const byApplication = new Map<string, BroughtObject[]>();
  for (const [ref, rendered] of resources.entries()) {
    const entry = toEntry(rendered, ref);
    append(byCluster, rendered.cluster, entry);
    if (rendered.application !== '') append(byApplication, rendered.application, toBrought(entry));
  }
  const created = createdNamespaces(resources);
  return [...byCluster.keys()]
    .toSorted()
    .map((cluster) => buildClusterIndex(cluster, byCluster.get(cluster) ?? [], { parameters, byApplication, created }));
}

interface Shared {
  readonly parameters: PolicyParameters;
  readonly byApplication: ReadonlyMap<string, readonly BroughtObject[]>;
  readonly created: ReadonlySet<string>;
}

function buildClusterIndex(cluster: string, entries: readonly Entry[], shared: Shared): ClusterIndex {
  const { parameters } = shared;
  const environment = entries[0]?.rendered.environment ?? '';
  const workloads = buildWorkloads(entries);
  const unrendered = parameters.unrendered.filter((application) => application.cluster === cluster);
  const applications = entries.filter((entry) => entry.kind === 'argoproj.io/Application');
  return {
    seen: entries.length,
    cluster,
    environment,
    protected: environmentParameters(parameters, environment).protected,
    complete: cluster !== '' || parameters.hasConfig,
    unrendered: unrendered.length > 0,
    unrendered_namespaces: Object.fromEntries(unrendered.map(({ namespace }) => [namespace, true])),
    ...indexNames(entries),
    namespaces: Object.fromEntries(
      entries.filter(({ kind }) => kind === 'Namespace').map(({ name, ref, labels }) => [name, { ref, labels }]),
    ),
    used_namespaces: usedNamespaces(entries),
    workloads,
    services: buildServices(entries, workloads),
    config_maps: buildConfigMaps(entries),
    secrets: buildSecrets(entries),
    operator_names: operatorNames(entries),
    secret_makers: objectMakers(entries, 'secrets'),
    config_map_makers: objectMakers(entries, 'configmaps'),
    mentioned: mentionedNames(entries),
    quota_use: buildQuotaUse(entries, workloads),
    kinds: indexKinds(entries, workloads),
    brings: Object.fromEntries(applications.map(({ name }) => [name, shared.byApplication.get(name) ?? []])),
    created_namespaces: Object.fromEntries([...shared.created].map((namespace) => [namespace, true])),
  };
}

function indexNames(entries: readonly Entry[]): Pick<ClusterIndex, 'names' | 'duplicates'> {
  const names: Record<string, Record<string, Record<string, number>>> = {};
  const duplicates: ClusterIndex['duplicates'][number][] = [];
  const byRef = new Map(entries.map((entry) => [entry.ref, entry]));
  for (const entry of entries) {
    const { kind, namespace, name, ref, rendered } = entry;
    if (name === '') continue;
    names[kind] ??= {};
    const row = names[kind];
    const earlier = row[namespace]?.[name];
    const first = earlier === undefined ? undefined : byRef.get(earlier);
    if (first === undefined) {
      put(row, namespace, name, ref);
      continue;
    }
    duplicates.push({
      ...{ ref, kind, namespace, name, first: first.rendered.source, second: rendered.source },
      same_application: first.rendered.application === rendered.application,
      applications: [first.rendered.application, rendered.application],
    });
  }
  return { names, duplicates };
}

function usedNamespaces(entries: readonly Entry[]): ClusterIndex['used_namespaces'] {
  const used: Record<string, { ref: number; workload: boolean }> = {};
  for (const { namespace, ref, pod } of entries) {
    if (namespace === '') continue;
    const known = used[namespace];
    if (known === undefined) used[namespace] = { ref, workload: pod !== undefined };
    else if (pod !== undefined && !known.workload) used[namespace] = { ref: known.ref, workload: true };
  }
  return used;
}

function indexKinds(entries: readonly Entry[], workloads: readonly Workload[]): Record<string, IndexedObject[]> {
  const kinds: Record<string, IndexedObject[]> = {};
  for (const entry of entries) {
    const { ref, kind, name, namespace, labels, annotations } = entry;
    if ((!READ_WHOLE.test(kind) && !READ_WHOLE_KINDS.has(kind)) || entry.pod !== undefined) continue;
    kinds[kind] ??= [];
    const head = { ref, kind, name, namespace, labels, annotations };
    kinds[kind].push({
      ...head,
      application: entry.rendered.application,
      spec: entry.spec,
      selected: selectedWorkloads(entry, workloads),
    });
  }
  return kinds;
}

function selectedWorkloads(entry: Entry, workloads: readonly Workload[]): number[] {
  const { spec, kind, namespace } = entry;
  if (kind.startsWith('argoproj.io/')) return [];
  const selector = kind === 'networking.k8s.io/NetworkPolicy' ? spec.podSelector : spec.selector;
  // Istio writes its selectors without `matchLabels` in Gateways, with it elsewhere; a Gateway reaches every namespace.
  const labels = kind === 'networking.istio.io/Gateway' ? { matchLabels: selector } : selector;
  const everywhere = kind === 'networking.istio.io/Gateway';
  return [...workloads.keys()].filter((place) => {
    const workload = workloads[place];
    if (workload === undefined || (!everywhere && workload.namespace !== namespace)) return false;
    return isEmptySelector(labels) || matchesSelector(labels, workload.labels);
  });
}

function createdNamespaces(resources: readonly Rendered[]): Set<string> {
  const created = new Set<string>();
  for (const { resource } of resources) {
    if (resource.kind !== 'Application' || !resource.apiVersion.startsWith('argoproj.io/')) continue;
    const options = read(resource.spec, 'syncPolicy', 'syncOptions');
    if (!Array.isArray(options) || !options.includes('CreateNamespace=true')) continue;
    created.add(readText(read(resource.spec, 'destination', 'namespace')));
  }
  return created;
}

function toBrought({ kind, namespace, name }: Entry): BroughtObject {
  const slash = kind.indexOf('/');
  return { group: slash < 0 ? '' : kind.slice(0, slash), kind: kind.slice(slash + 1), namespace, name };
}

function append<T>(table: Map<string, T[]>, key: string, value: T): void {
  const list = table.get(key);
  if (list === undefined) table.set(key, [value]);
  else list.push(value);
}
