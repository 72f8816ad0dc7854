import type { RecordPart } from './cloud.ts';
import type { Cluster, Environment, Gateway, Platform, Service } from './platform.ts';

/** A label stands under the environment's domain; a name with a dot is a full host name. */
export function fullHost(host: string, environment: Environment): string {
  return host.includes('.') ? host : `${host}.${environment.domain}`;
}

/** The inverse of `fullHost`: the label of a host under the environment's domain, and any other host as it is. */
export function shortHost(host: string, environment: Environment): string {
  const suffix = `.${environment.domain}`;
  return host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
}

/** A service behind one path of a host. */
export interface Route {
  readonly path: string;
  readonly service: Service;
}

export interface HostRoutes {
  readonly gateway: Gateway;
  readonly host: string;
  /** Longest path first. */
  readonly routes: readonly Route[];
  /** How DNS answers where several clusters serve the host. */
  readonly failover: 'none' | RecordPart['policy'];
}

/** What each gateway serves in an environment, by gateway and host name. */
export function hostsOf(platform: Platform, environment: Environment): readonly HostRoutes[] {
  const found = new Map<
    string,
    { gateway: Gateway; host: string; routes: Route[]; failover: HostRoutes['failover'] }
  >();
  for (const service of platform.services) {
    const settings = service.settings.environments.get(environment.name);
    for (const exposure of settings?.expose ?? []) {
      const gateway = platform.gateways.find((one) => one.name === exposure.gateway);
      if (gateway === undefined) continue;
      const host = fullHost(exposure.host, environment);
      const key = `${gateway.name}/${host}`;
      const entry = found.get(key) ?? { gateway, host, routes: [], failover: exposure.failover ?? 'none' };
      entry.routes.push(...exposure.paths.map((path) => ({ path, service })));
      found.set(key, entry);
    }
  }
  return [...found.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, entry]) => ({
      ...entry,
      routes: entry.routes.toSorted((a, b) => b.path.length - a.path.length || (a.path < b.path ? -1 : 1)),
    }));
}

/** Clusters of an environment on which a gateway's pods run. */
export function gatewayClusters(platform: Platform, gateway: Gateway, environment: Environment): readonly Cluster[] {
  return platform.clusters.filter(
    (cluster) => cluster.environment === environment && gateway.workload.placement.includes(cluster),
  );
}

/** A host as one cluster can serve it: without the services that are not deployed there. */
export function hostOn(host: HostRoutes, cluster: Cluster): HostRoutes {
  return { ...host, routes: host.routes.filter(({ service }) => service.placement.includes(cluster)) };
}

/** A cluster's part of the DNS record of a host; `null` where the cluster has the record for itself, or people write it. */
export function recordPartOf(platform: Platform, host: HostRoutes, cluster: Cluster): RecordPart | null {
  if (host.failover === 'none') return null;
  const serving = gatewayClusters(platform, host.gateway, cluster.environment).filter(
    (one) => hostOn(host, one).routes.length > 0,
  );
  if (serving.length < 2) return null;
  return { identifier: cluster.name, policy: host.failover, rank: serving.indexOf(cluster) };
}
