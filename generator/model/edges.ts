/**
 * Who may talk to whom on a cluster, and why. NetworkPolicies, AuthorizationPolicies, Sidecars and ServiceEntries are
 * printed from this list alone.
 */
import type { ConfigPath } from '../contract/config-path.ts';
import { componentEdges, scrapers, tcp } from './component-edges.ts';
import {
  componentPeer,
  type Edge,
  type EdgePort,
  ENGINE_PORTS,
  gatewayPeer,
  MESH_METRICS_PORT,
  type Peer,
  servicePeer,
  settingsOn,
} from './peers.ts';
import type { Cluster, Component, Platform, Service, Store } from './platform.ts';
import { traceTakers } from './telemetry.ts';

const DNS: readonly EdgePort[] = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
];

const known = new WeakMap<Cluster, readonly Edge[]>();

/** All edges of a cluster, in a stable order. */
export function edges(platform: Platform, cluster: Cluster): readonly Edge[] {
  const before = known.get(cluster);
  if (before !== undefined) return before;
  const services = new Map(
    platform.services.filter((one) => one.placement.includes(cluster)).map((one) => [one.name, one]),
  );
  const components = platform.components.filter((component) => component.placement.includes(cluster));
  const list = [
    ...Array.from(services.values(), (service) =>
      serviceEdges(platform, cluster, service, services, components),
    ).flat(),
    ...components.flatMap((component) => componentEdges(platform, cluster, component, components)),
  ];
  known.set(cluster, list);
  return list;
}

function serviceEdges(
  platform: Platform,
  cluster: Cluster,
  service: Service,
  services: ReadonlyMap<string, Service>,
  components: readonly Component[],
): readonly Edge[] {
  const settings = settingsOn(service, cluster);
  const self = servicePeer(service);
  const list: Edge[] = [
    dnsEdge(self, service.origin),
    ...settings.calls.flatMap((name): readonly Edge[] => {
      const callee = services.get(name);
      const port = callee === undefined ? null : settingsOn(callee, cluster).port;
      if (callee === undefined || port === null) return [];
      return [
        { from: self, to: servicePeer(callee), ports: tcp(port), why: 'call', origin: [...service.origin, 'calls'] },
      ];
    }),
    ...[...settings.uses.keys()].flatMap((name) => {
      const store = platform.stores.find((one) => one.name === name);
      return store === undefined ? [] : storeEdges(self, store, cluster, [...service.origin, 'uses', name]);
    }),
    ...settings.egress.map(
      ({ host, port }): Edge => ({
        from: self,
        to: { type: 'internet', name: host, host },
        ports: tcp(port),
        why: 'egress',
        origin: [...service.origin, 'egress'],
      }),
    ),
  ];
  if (platform.mesh !== null) {
    for (const one of components) {
      for (const port of one.definition.serves.filter((served) => served.purpose === 'control-plane')) {
        list.push({
          from: self,
          to: componentPeer(one, port.pods),
          ports: tcp(port.port),
          why: 'mesh',
          origin: ['mesh'],
        });
      }
    }
  }
  const cidrs = cluster.cloud.traits.metadataCidrs;
  // An empty list of addresses would mean all of them.
  if (service.identity !== null && cidrs.length > 0) {
    list.push({
      from: self,
      to: { type: 'addresses', name: 'metadata', cidrs },
      ports: tcp(80),
      why: 'identity',
      origin: service.origin,
    });
  }
  for (const found of traceTakers(platform, cluster)) {
    const to = componentPeer(found.component, found.pods);
    list.push({ from: self, to, ports: tcp(found.podPort), why: 'telemetry', origin: service.origin });
  }
  const { port } = settings;
  if (port !== null) {
    const gateways = new Set(settings.expose.map((one) => one.gateway));
    for (const gateway of platform.gateways.filter(
      (one) => gateways.has(one.name) && one.workload.placement.includes(cluster),
    )) {
      list.push({
        from: gatewayPeer(gateway.workload),
        to: self,
        ports: tcp(port),
        why: 'gateway',
        origin: [...service.origin, 'expose'],
      });
    }
  }
  if (settings.metrics !== null) {
    const scraped = platform.mesh === null ? settings.metrics.port : MESH_METRICS_PORT;
    for (const scraper of scrapers(components)) {
      list.push({ from: scraper, to: self, ports: tcp(scraped), why: 'metrics', origin: service.origin });
    }
  }
  if (settings.scale?.kafka !== undefined) {
    for (const keda of components.filter((one) => one.definition.kind === 'keda')) {
      const from = componentPeer(keda, { 'app.kubernetes.io/name': 'keda-operator' });
      for (const name of settings.uses.keys()) {
        const store = platform.stores.find((one) => one.name === name && one.engine === 'kafka');
        if (store !== undefined)
          list.push(
            ...storeEdges(from, store, cluster, [...service.origin, 'scale']).map((edge) => ({
              ...edge,
              why: 'scaler' as const,
            })),
          );
      }
    }
  }
  return list;
}

function storeEdges(from: Peer, store: Store, cluster: Cluster, origin: ConfigPath): readonly Edge[] {
  if (store.type === 'infra') {
    const settings = store.component.settings.clusters.get(cluster.name) ?? store.component.settings.base;
    const address = store.component.definition.store?.(settings);
    if (address === undefined) return [];
    return [{ from, to: componentPeer(store.component, address.pods), ports: tcp(address.port), why: 'store', origin }];
  }
  const endpoint = store.environments.get(cluster.environment.name);
  if (endpoint === undefined) return [];
  const port = endpoint.port ?? ENGINE_PORTS[store.engine];
  return [
    {
      from,
      to: { type: 'addresses', name: store.name, cidrs: endpoint.cidrs },
      ports: tcp(port),
      why: 'store',
      origin,
    },
  ];
}

function dnsEdge(from: Peer, origin: ConfigPath): Edge {
  return {
    from,
    to: {
      type: 'pods',
      name: 'dns',
      namespace: 'kube-system',
      labels: { 'k8s-app': 'kube-dns' },
      serviceAccount: null,
    },
    ports: DNS,
    why: 'dns',
    origin,
  };
}
