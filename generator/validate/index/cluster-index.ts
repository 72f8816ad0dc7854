import { groupBy } from '../../contract/group-by.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { buildAccounts } from './accounts.ts';
import { type ApplicationFacts, readApplicationFacts } from './applications.ts';
import type { ClusterIndex, IndexedObject, UsedNamespace } from './cluster-types.ts';
import { createTable } from './create-table.ts';
import { type Entry, put, toEntry } from './entry.ts';
import { componentParameters, environmentParameters, type PolicyParameters } from './parameters.ts';
import { buildProjectAsks } from './project-asks.ts';
import { buildQuotaUse } from './quota.ts';
import { buildConfigMaps, buildSecrets, mentionedNames, objectMakers, operatorNames } from './secrets.ts';
import { isEmptySelector, matchesSelector } from './selector.ts';
import { buildServices } from './services.ts';
import { buildWorkloads, type Workload } from './workloads.ts';

const READ_WHOLE =
  /^(networking\.istio\.io|security\.istio\.io|networking\.k8s\.io|gateway\.networking\.k8s\.io|policy|autoscaling|autoscaling\.k8s\.io|keda\.sh|argoproj\.io|external-secrets\.io)\//;
const READ_WHOLE_KINDS = new Set(['ResourceQuota', 'LimitRange', 'cert-manager.io/Certificate']);

/** Indexes of every cluster, in the order of their names. `seen` counts what went in. */
export function buildIndexes(resources: readonly Rendered[], parameters: PolicyParameters): ClusterIndex[] {
  const entries = resources.map((rendered, ref) => toEntry(rendered, ref));
  const byCluster = groupBy(entries, (entry) => entry.rendered.cluster);
  const byApplication = groupBy(entries, (entry) => entry.rendered.application);
  const shared = { parameters, byApplication, facts: readApplicationFacts(resources) };
  return [...byCluster.keys()]
    .toSorted()
    .map((cluster) => buildClusterIndex(cluster, byCluster.get(cluster) ?? [], shared));
}

interface Shared {
  readonly parameters: PolicyParameters;
  readonly byApplication: ReadonlyMap<string, readonly Entry[]>;
  readonly facts: ApplicationFacts;
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
    unrendered_namespaces: createTable(unrendered.map(({ namespace }) => [namespace, true])),
    ...indexNames(entries),
    namespaces: createTable(
      entries.filter(({ kind }) => kind === 'Namespace').map(({ name, ref, labels }) => [name, { ref, labels }]),
    ),
    used_namespaces: usedNamespaces(entries, parameters),
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
    rollouts: entries
      .filter((entry) => entry.kind === 'argoproj.io/Rollout')
      .map(({ namespace, name, spec }) => ({ namespace, name, spec: { strategy: spec.strategy } })),
    accounts: buildAccounts(entries),
    ignores_replicas: shared.facts.ignoresReplicas,
    asks: buildProjectAsks(applications, shared.byApplication),
    created_namespaces: shared.facts.createdNamespaces,
  };
}

function indexNames(entries: readonly Entry[]): Pick<ClusterIndex, 'names' | 'duplicates'> {
  const names = createTable<Record<string, Record<string, number>>>();
  const duplicates: ClusterIndex['duplicates'][number][] = [];
  const byRef = new Map(entries.map((entry) => [entry.ref, entry]));
  for (const entry of entries) {
    const { kind, namespace, name, ref, rendered } = entry;
    if (name === '') continue;
    names[kind] ??= createTable();
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

function usedNamespaces(
  entries: readonly Entry[],
  parameters: PolicyParameters,
): Readonly<Record<string, UsedNamespace>> {
  const used = createTable<UsedNamespace>();
  for (const { namespace, ref, pod, rendered } of entries) {
    if (namespace === '') continue;
    const known = used[namespace];
    const tenant = pod !== undefined && componentParameters(parameters, rendered.application) === undefined;
    if (known === undefined) used[namespace] = { ref, workload: pod !== undefined, tenant };
    else if (pod !== undefined && !(known.workload && known.tenant))
      used[namespace] = { ref: known.ref, workload: true, tenant: known.tenant || tenant };
  }
  return used;
}

function indexKinds(entries: readonly Entry[], workloads: readonly Workload[]): Record<string, IndexedObject[]> {
  const kinds = createTable<IndexedObject[]>();
  const byNamespace = groupBy(workloads.keys(), (place) => workloads[place]?.namespace ?? '');
  for (const entry of entries) {
    const { ref, kind, name, namespace, labels, annotations } = entry;
    if ((!READ_WHOLE.test(kind) && !READ_WHOLE_KINDS.has(kind)) || entry.pod !== undefined) continue;
    kinds[kind] ??= [];
    const head = { ref, kind, name, namespace, labels, annotations };
    kinds[kind].push({
      ...head,
      application: entry.rendered.application,
      spec: entry.spec,
      selected: selectedWorkloads(entry, workloads, byNamespace),
    });
  }
  return kinds;
}

function selectedWorkloads(
  { spec, kind, namespace }: Entry,
  workloads: readonly Workload[],
  byNamespace: ReadonlyMap<string, readonly number[]>,
): number[] {
  if (kind.startsWith('argoproj.io/')) return [];
  // A Gateway's selector has no `matchLabels`, and reaches every namespace.
  const isGateway = kind === 'networking.istio.io/Gateway';
  const written = kind === 'networking.k8s.io/NetworkPolicy' ? spec.podSelector : spec.selector;
  const selector = isGateway ? { matchLabels: written } : written;
  const places = isGateway ? [...workloads.keys()] : (byNamespace.get(namespace) ?? []);
  if (isEmptySelector(selector)) return [...places];
  return places.filter((place) => matchesSelector(selector, workloads[place]?.labels ?? {}));
}
