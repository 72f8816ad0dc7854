/**
 * Who may talk to whom on a cluster, and why. NetworkPolicies, AuthorizationPolicies, Sidecars and ServiceEntries are
 * printed from this list alone.
 */
import { chartEdges } from './chart-edges.ts';
import { componentEdges, scrapers, tcp } from './component-edges.ts';
import { componentPeer, type Edge, gatewayPeer, MESH_METRICS_PORT, servicePeer } from './peers.ts';
import { settingsOn } from './placement.ts';
import type { Cluster, Component, Platform, Service } from './platform.ts';
import { bucketEdge, dnsEdge, storeEdges } from './store-edges.ts';
import { traceTakers } from './telemetry.ts';

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
    ...platform.charts
      .filter((chart) => chart.placement.includes(cluster))
      .flatMap((chart) => chartEdges(platform, cluster, chart, { services, components })),
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
    ...platform.buckets
      .filter(({ name }) => settings.uses.has(name))
      .map((bucket) => bucketEdge(self, bucket, cluster, platform.name)),
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
  const measured = (['kafka', 'mongodb'] as const).filter((engine) => settings.scale?.[engine] !== undefined);
  if (measured.length > 0) {
    for (const keda of components.filter((one) => one.definition.kind === 'keda')) {
      const from = componentPeer(keda, { 'app.kubernetes.io/name': 'keda-operator' });
      for (const name of settings.uses.keys()) {
        const store = platform.stores.find(
          (one) => one.name === name && measured.some((engine) => engine === one.engine),
        );
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
