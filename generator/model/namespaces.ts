import type { PodSecurity } from '../config/chart-types.ts';
import type { ConfigPath } from '../contract/config-path.ts';
import { groupBy } from '../contract/group-by.ts';
import { NO_MARKS } from './cloud.ts';
import type { Cluster, Component, Platform, Service, Team, ThirdPartyChart } from './platform.ts';

/** Namespaces that belong to Kubernetes or to Argo CD's own installation: slipway never creates or changes them. */
export const FOREIGN_NAMESPACES: ReadonlySet<string> = new Set([
  'kube-system',
  'kube-public',
  'kube-node-lease',
  'default',
  'argocd',
]);

const STRICTNESS: readonly PodSecurity[] = ['privileged', 'baseline', 'restricted'];

/** One namespace of a cluster with everything that decides its guard rails. */
export interface Namespace {
  readonly name: string;
  readonly services: readonly Service[];
  readonly components: readonly Component[];
  readonly charts: readonly ThirdPartyChart[];
  /** Team of its services; `null` for infrastructure. */
  readonly team: Team | null;
  /** The strictest standard that all its pods allow. */
  readonly podSecurity: PodSecurity;
  /** Whether its pods join the mesh. */
  readonly mesh: boolean;
  /** Labels that the cloud's workload identity needs. */
  readonly identityLabels: Readonly<Record<string, string>>;
  readonly origin: ConfigPath;
}

const known = new WeakMap<Cluster, readonly Namespace[]>();

/** Namespaces that slipway owns on a cluster, by name. */
export function namespacesOf(platform: Platform, cluster: Cluster): readonly Namespace[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const found = findNamespaces(platform, cluster);
  known.set(cluster, found);
  return found;
}

function findNamespaces(platform: Platform, cluster: Cluster): readonly Namespace[] {
  const services = byNamespace(platform.services, cluster);
  const components = byNamespace(platform.components, cluster);
  const charts = byNamespace(platform.charts, cluster);
  const owned = new Set([...services.keys(), ...components.keys(), ...charts.keys()]);
  return [...owned]
    .filter((name) => !FOREIGN_NAMESPACES.has(name))
    .sort()
    .map((name) => {
      const own = {
        services: services.get(name) ?? [],
        components: components.get(name) ?? [],
        charts: charts.get(name) ?? [],
      };
      const first = own.services[0] ?? own.components[0] ?? own.charts[0];
      return {
        name,
        ...own,
        team: own.services[0]?.team ?? own.charts[0]?.team ?? null,
        podSecurity: podSecurityOf(own.components, own.charts),
        mesh: platform.mesh !== null && own.services.length > 0,
        identityLabels: Object.assign(
          {},
          ...own.services.map((service) => marksOf(cluster, service).namespaceLabels),
          ...own.components.flatMap((one) => componentLabels(platform, cluster, one)),
        ),
        origin: first?.origin ?? cluster.origin,
      };
    });
}

type Placed = { readonly namespace: string; readonly placement: readonly Cluster[] };

function byNamespace<T extends Placed>(members: readonly T[], cluster: Cluster): ReadonlyMap<string, readonly T[]> {
  const here = members.filter((member) => member.placement.includes(cluster));
  return groupBy(here, (member) => member.namespace);
}

/** The service chart is restricted; components and charts say what their pods need. */
function podSecurityOf(components: readonly Component[], charts: readonly ThirdPartyChart[]): PodSecurity {
  const levels = [
    ...components.map((one) => STRICTNESS.indexOf(one.definition.podSecurity)),
    ...charts.map((one) => STRICTNESS.indexOf(one.podSecurity)),
  ];
  return STRICTNESS[Math.min(STRICTNESS.length - 1, ...levels)] ?? 'restricted';
}

function componentLabels(platform: Platform, cluster: Cluster, { name, namespace, definition }: Component): object[] {
  const identity = `${platform.name}-${name}`;
  return definition.identities.map(
    (serviceAccount) => cluster.cloud.workloadIdentity({ namespace, serviceAccount, identity }).namespaceLabels,
  );
}

function marksOf(cluster: Cluster, service: Service): typeof NO_MARKS {
  if (service.identity === null) return NO_MARKS;
  return cluster.cloud.workloadIdentity({
    namespace: service.namespace,
    serviceAccount: service.name,
    identity: service.identity,
  });
}
