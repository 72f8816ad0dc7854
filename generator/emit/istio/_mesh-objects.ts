import type { IDestinationRule, IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1';
import type { Emitted } from '../../contract/emitted.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import { bucketEndpoint, bucketHosts, bucketOn } from '../../model/bucket.ts';
import { edges } from '../../model/edges.ts';
import { ENGINE_PORTS, type Peer, servicePeer } from '../../model/peers.ts';
import { environmentsOf } from '../../model/placement.ts';
import type { Environment, Platform, Service } from '../../model/platform.ts';

/** Trust domain of a mesh that names none. */
const TRUST_DOMAIN = 'cluster.local';

/** Istio objects that belong to one service in one environment; they lie in the service's namespace. */
export function meshObjects(
  platform: Platform,
  service: Service,
  environment: Environment,
): readonly KubernetesObject[] {
  if (platform.mesh === null) return [];
  const settings = service.settings.environments.get(environment.name) ?? service.settings.base;
  return [
    ...(settings.port === null ? [] : [destinationRule(service, settings.strategy.type === 'canary')]),
    ...(settings.port !== null && settings.strategy.type === 'canary' ? [meshRoute(service, settings.port)] : []),
    ...allowPolicy(platform, service, environment, settings.port),
    ...serviceEntries(platform, service, environment),
  ];
}

export function serviceHost(service: Service): string {
  return `${service.name}.${service.namespace}.svc.cluster.local`;
}

function destinationRule(service: Service, canary: boolean): KubernetesObject {
  const labels = { 'app.kubernetes.io/name': service.name };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    metadata: { name: service.name, namespace: service.namespace },
    spec: {
      host: serviceHost(service),
      trafficPolicy: {
        tls: { mode: 'ISTIO_MUTUAL' },
        connectionPool: { tcp: { connectTimeout: '5s' } },
        // With two to five replicas the default of 10 per cent still ejects one: say so on purpose.
        outlierDetection: { consecutive5xxErrors: 5, interval: '10s', baseEjectionTime: '30s', maxEjectionPercent: 50 },
      },
      ...(canary
        ? {
            subsets: [
              { name: 'stable', labels },
              { name: 'canary', labels },
            ],
          }
        : {}),
    },
  } satisfies Emitted<IDestinationRule>;
}

/** The route that callers inside the mesh take while a canary is out. */
function meshRoute(service: Service, port: number): KubernetesObject {
  // The Service may have a port for metrics beside it.
  const destination = { host: serviceHost(service), port: { number: port } };
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: service.name, namespace: service.namespace },
    spec: {
      hosts: [destination.host],
      http: [
        {
          name: service.name,
          route: [
            { destination: { ...destination, subset: 'stable' }, weight: 100 },
            { destination: { ...destination, subset: 'canary' }, weight: 0 },
          ],
        },
      ],
    },
  } satisfies Emitted<IVirtualService>;
}

/** Callers with an identity in the mesh, on any cluster of the environment, each with the ports it may reach. */
function allowPolicy(
  platform: Platform,
  service: Service,
  environment: Environment,
  port: number | null,
): readonly KubernetesObject[] {
  const self = servicePeer(service);
  const principals = new Set<string>();
  for (const cluster of platform.clusters.filter((one) => one.environment === environment)) {
    for (const { from, to, why } of edges(platform, cluster)) {
      if (to.type !== 'pods' || to.namespace !== self.namespace || to.name !== self.name || why === 'metrics') continue;
      const principal = principalOf(from);
      if (principal !== null) principals.add(principal);
    }
  }
  if (principals.size === 0 || port === null) return [];
  return [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      metadata: { name: `${service.name}-callers`, namespace: service.namespace },
      spec: {
        selector: { matchLabels: self.labels },
        action: 'ALLOW',
        rules: [
          {
            from: [{ source: { principals: [...principals].sort() } }],
            to: [{ operation: { ports: [String(port)] } }],
          },
        ],
      },
    },
  ];
}

function principalOf(peer: Peer): string | null {
  if (peer.type !== 'pods' || peer.serviceAccount === null) return null;
  return `${TRUST_DOMAIN}/ns/${peer.namespace}/sa/${peer.serviceAccount}`;
}

/** Hosts outside the mesh that the service declares, so that an outbound policy of REGISTRY_ONLY lets them through. */
function serviceEntries(platform: Platform, service: Service, environment: Environment): readonly KubernetesObject[] {
  const settings = service.settings.environments.get(environment.name) ?? service.settings.base;
  const hosts = new Map(settings.egress.map(({ host, port }) => [host, port]));
  for (const name of settings.uses.keys()) {
    const store = platform.stores.find((one) => one.name === name);
    const endpoint = store?.type === 'external' ? store.environments.get(environment.name) : undefined;
    // Only names need an entry: an address is reached through the network policy alone.
    if (store !== undefined && endpoint !== undefined && /[a-z]/i.test(endpoint.host)) {
      hosts.set(endpoint.host, endpoint.port ?? ENGINE_PORTS[store.engine]);
    }
  }
  for (const bucket of platform.buckets.filter(({ name }) => settings.uses.has(name))) {
    for (const cluster of service.placement.filter((one) => one.environment === environment)) {
      const store = bucketOn(bucket, cluster, platform.name);
      for (const host of bucketHosts(store)) hosts.set(host, bucketEndpoint(store).port);
    }
  }
  return [...hosts]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([host, port]) => ({
      apiVersion: 'networking.istio.io/v1',
      kind: 'ServiceEntry',
      metadata: {
        name: `${service.name}-${host.replaceAll('.', '-')}`.slice(0, 63).replace(/-$/, ''),
        namespace: service.namespace,
      },
      spec: {
        hosts: [host],
        exportTo: ['.'],
        location: 'MESH_EXTERNAL',
        resolution: 'DNS',
        ports: [{ number: port, name: port === 443 ? 'tls' : 'tcp', protocol: port === 443 ? 'TLS' : 'TCP' }],
      },
    }));
}

/** Environments in which the service has mesh objects. */
export function meshEnvironments(service: Service): readonly Environment[] {
  return environmentsOf(service.placement);
}
