/** Edges that many workloads have: to a store, and to the name service. */
import type { ConfigPath } from '../contract/config-path.ts';
import { type Bucket, bucketEndpoint, bucketOn } from './bucket.ts';
import { tcp } from './component-edges.ts';
import { componentPeer, type Edge, type EdgePort, ENGINE_PORTS, type Peer } from './peers.ts';
import { settingsOn } from './placement.ts';
import type { Cluster, Store } from './platform.ts';

const DNS: readonly EdgePort[] = [
  { port: 53, protocol: 'UDP' },
  { port: 53, protocol: 'TCP' },
];

/** @returns edges to where a store is on a cluster; none where it is not */
export function storeEdges(from: Peer, store: Store, cluster: Cluster, origin: ConfigPath): readonly Edge[] {
  if (store.type === 'infra') {
    const settings = settingsOn(store.component, cluster);
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

/** @returns the edge to the cluster's name service */
export function dnsEdge(from: Peer, origin: ConfigPath): Edge {
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

/** @returns the edge to a bucket in the object store of the cluster's cloud */
export function bucketEdge(from: Peer, bucket: Bucket, cluster: Cluster, platform: string): Edge {
  const { host, port } = bucketEndpoint(bucketOn(bucket, cluster, platform));
  const { name, origin } = bucket;
  const cidrs = bucket.cidrs[cluster.name] ?? [];
  // An empty list of addresses would mean all of them.
  const to: Peer = cidrs.length === 0 ? { type: 'internet', name, host } : { type: 'addresses', name, cidrs };
  return { from, to, ports: tcp(port), why: 'store', origin };
}
