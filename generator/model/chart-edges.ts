/** What charts of third parties state about their connections, as edges. */
import { apiServer, scrapers, tcp } from './component-edges.ts';
import { type Edge, gatewayPeer, type Peer, servicePeer } from './peers.ts';
import type { Cluster, Component, Platform, Service, ThirdPartyChart } from './platform.ts';
import { bucketEdge, dnsEdge, storeEdges } from './store-edges.ts';

/** Members of the cluster that the chart stands on. */
interface Neighbours {
  readonly services: ReadonlyMap<string, Service>;
  readonly components: readonly Component[];
}

/** @returns edges to the ports that a chart states, and from its pods to stores and hosts */
export function chartEdges(
  platform: Platform,
  cluster: Cluster,
  chart: ThirdPartyChart,
  neighbours: Neighbours,
): readonly Edge[] {
  const served = chart.serves.flatMap((port, index): readonly Edge[] => {
    const base = {
      to: chartPeer(chart, port.pods),
      ports: tcp(port.port),
      origin: [...chart.origin, 'serves', index],
    };
    const gateways = platform.gateways.filter(
      (one) => port.gateways.includes(one.name) && one.workload.placement.includes(cluster),
    );
    return [
      ...port.services.flatMap((name): readonly Edge[] => {
        const service = neighbours.services.get(name);
        return service === undefined ? [] : [{ ...base, from: servicePeer(service), why: 'call' }];
      }),
      ...gateways.map((one): Edge => ({ ...base, from: gatewayPeer(one.workload), why: 'gateway' })),
      ...(port.metrics ? scrapers(neighbours.components).map((from): Edge => ({ ...base, from, why: 'metrics' })) : []),
      ...(port.webhook ? [{ ...base, from: apiServer(cluster), why: 'webhook' as const }] : []),
    ];
  });
  const used = chart.uses.flatMap(({ pods, stores, hosts }, index): readonly Edge[] => {
    const from = chartPeer(chart, pods);
    const origin = [...chart.origin, 'uses', index];
    return [
      dnsEdge(from, origin),
      ...platform.stores
        .filter((store) => stores.includes(store.name))
        .flatMap((store) => storeEdges(from, store, cluster, origin)),
      ...platform.buckets
        .filter(({ name }) => stores.includes(name))
        .map((bucket) => bucketEdge(from, bucket, cluster, platform.name)),
      ...hosts.map(
        ({ host, port }): Edge => ({
          from,
          to: { type: 'internet', name: host, host },
          ports: tcp(port),
          why: 'egress',
          origin,
        }),
      ),
    ];
  });
  return [...served, ...used];
}

function chartPeer(
  { name, namespace }: ThirdPartyChart,
  labels: Readonly<Record<string, string>>,
): Extract<Peer, { type: 'pods' }> {
  return { type: 'pods', name, namespace, labels, serviceAccount: null };
}
