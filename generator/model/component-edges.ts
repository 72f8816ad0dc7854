/** What components serve and whom they call: their part of the edges of a cluster. */
import { componentPeer, type Edge, type EdgePort, gatewayPeer, type Peer } from './peers.ts';
import { settingsOn } from './placement.ts';
import type { Cluster, Component, Platform } from './platform.ts';
import { findTelemetry } from './telemetry.ts';

/** @returns edges to what the component serves, and from it to stores and to what takes or answers telemetry */
export function componentEdges(
  platform: Platform,
  cluster: Cluster,
  component: Component,
  components: readonly Component[],
): readonly Edge[] {
  return [
    ...servedEdges(cluster, component, components),
    ...telemetryEdges(platform, cluster, component),
    ...brokerEdges(cluster, component, components),
  ];
}

function servedEdges(cluster: Cluster, component: Component, components: readonly Component[]): readonly Edge[] {
  return component.definition.serves.flatMap((served): readonly Edge[] => {
    const gateway =
      served.purpose === 'gateway' ? component.definition.gatewayPods?.(component.settings.base) : undefined;
    const to = componentPeer(component, gateway ?? served.pods);
    const ports = [{ port: served.port, protocol: served.protocol ?? ('TCP' as const) }];
    const base = { to, ports, origin: component.origin };
    switch (served.purpose) {
      case 'webhook':
      case 'aggregated-api':
        return [{ ...base, from: apiServer(cluster), why: 'webhook' }];
      case 'metrics':
        return scrapers(components).map((from) => ({ ...base, from, why: 'metrics' }));
      case 'gateway':
        return [{ ...base, from: { type: 'internet', name: 'clients', host: null }, why: 'gateway' }];
      case 'control-plane':
        return components.filter(hasGateway).map((gateway) => ({ ...base, from: gatewayPeer(gateway), why: 'mesh' }));
      case 'operator':
        return components
          .filter((one) => one.definition.kind === served.operator)
          .map((one) => ({ ...base, from: componentPeer(one, {}), why: 'operator' as const }));
      case 'store':
        return [];
    }
    return served.purpose satisfies never;
  });
}

function hasGateway(component: Component): boolean {
  return component.definition.gatewayPods !== undefined;
}

/** The API server calls from the control plane's addresses; where they are unknown, from anywhere. */
export function apiServer(cluster: Cluster): Peer {
  return { type: 'addresses', name: 'API server', cidrs: cluster.api.cidrs };
}

/** Pods that scrape everything on the cluster. */
export function scrapers(components: readonly Component[]): readonly Extract<Peer, { type: 'pods' }>[] {
  return components.flatMap((one) =>
    one.definition.scraper === undefined ? [] : [componentPeer(one, one.definition.scraper)],
  );
}

/** Components that keep or pass on what they have in another one. */
function brokerEdges(cluster: Cluster, component: Component, components: readonly Component[]): readonly Edge[] {
  return (component.definition.storeClients ?? []).flatMap(({ engine, pods }) =>
    components.flatMap((other): readonly Edge[] => {
      const address = other.definition.store?.(settingsOn(other, cluster));
      if (address?.engine !== engine) return [];
      const ends = { from: componentPeer(component, pods), to: componentPeer(other, address.pods) };
      return [{ ...ends, ports: tcp(address.port), why: 'store', origin: component.origin }];
    }),
  );
}

/** Dashboards, collectors and rules to what they read and write. */
function telemetryEdges(platform: Platform, cluster: Cluster, component: Component): readonly Edge[] {
  return (component.definition.telemetryClients ?? []).flatMap((client) =>
    findTelemetry(platform, component.name, cluster, client).map(
      (found): Edge => ({
        from: componentPeer(component, client.pods),
        to: componentPeer(found.component, found.pods),
        ports: tcp(found.podPort),
        why: 'telemetry',
        origin: component.origin,
      }),
    ),
  );
}

export function tcp(port: number): readonly EdgePort[] {
  return [{ port, protocol: 'TCP' }];
}
