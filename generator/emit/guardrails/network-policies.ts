import type { FileSpec } from '../../contract/file-spec.ts';
import { objectFile } from '../../contract/file-spec.ts';
import { groupBy } from '../../contract/group-by.ts';
import type { JsonObject, KubernetesObject } from '../../contract/resource.ts';
import { edges } from '../../model/edges.ts';
import { type Namespace, namespacesOf } from '../../model/namespaces.ts';
import { type Edge, nodeLocalDns, type Peer, servicePeer } from '../../model/peers.ts';
import type { Cluster, ThirdPartyChart } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';

const OWNER = 'network policies';

/** Private and link-local ranges: an edge to the internet does not open the inside. */
const PRIVATE_RANGES = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '169.254.0.0/16'];

/** NetworkPolicies of each namespace, printed from the edges of its cluster. */
export const networkPolicies = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const cluster of platform.clusters) {
      const ends = endsOf(edges(platform, cluster));
      for (const namespace of namespacesOf(platform, cluster)) {
        // Of a third-party chart that states nothing nothing is known: closing its own namespace would break it in silence.
        const alone = namespace.services.length + namespace.components.length === 0;
        if (alone && namespace.charts.some((chart) => !chart.stated)) continue;
        yield* namespace.services.length > 0
          ? serviceNamespace(cluster, namespace, ends)
          : infraNamespace(cluster, namespace, ends);
      }
    }
  },
});

/** Edges by their ends: who looks for those of one service does not walk through all. */
interface Ends {
  /** By namespace and name of the pods. */
  readonly from: ReadonlyMap<string, readonly Edge[]>;
  readonly to: ReadonlyMap<string, readonly Edge[]>;
  /** By namespace of the pods. */
  readonly into: ReadonlyMap<string, readonly Edge[]>;
}

function endsOf(all: readonly Edge[]): Ends {
  return {
    from: groupBy(all, ({ from }) => keyOf(from)),
    to: groupBy(all, ({ to }) => keyOf(to)),
    into: groupBy(all, ({ to }) => (to.type === 'pods' ? to.namespace : '')),
  };
}

/** What is not pods stands under the empty name, which nobody looks for. */
function keyOf(peer: Peer): string {
  return peer.type === 'pods' ? `${peer.namespace}/${peer.name}` : '';
}

/** Closed both ways; one policy per service opens what its edges need. */
function* serviceNamespace(cluster: Cluster, namespace: Namespace, ends: Ends): Iterable<FileSpec> {
  yield policyFile(cluster, namespace, 'default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });
  for (const service of namespace.services) {
    const self = servicePeer(service);
    yield policyFile(cluster, namespace, service.name, {
      podSelector: { matchLabels: self.labels },
      policyTypes: ['Ingress', 'Egress'],
      ingress: rules(ends.to.get(keyOf(self)) ?? [], 'from'),
      egress: rules(ends.from.get(keyOf(self)) ?? [], 'to'),
    });
  }
  for (const chart of namespace.charts) yield* chartPolicies(cluster, namespace, chart, ends);
}

/** Of a chart between services: one policy for each set of pods that it names. */
function* chartPolicies(
  cluster: Cluster,
  namespace: Namespace,
  chart: ThirdPartyChart,
  ends: Ends,
): Iterable<FileSpec> {
  const key = `${chart.namespace}/${chart.name}`;
  const into = groupBy(ends.to.get(key) ?? [], ({ to }) => podsOf(to));
  const out = groupBy(ends.from.get(key) ?? [], ({ from }) => podsOf(from));
  const named = new Map([...chart.serves, ...chart.uses].map(({ pods }) => [JSON.stringify(pods), pods]));
  for (const [index, [labels, pods]] of [...named].entries()) {
    yield policyFile(cluster, namespace, index === 0 ? chart.name : `${chart.name}-${index + 1}`, {
      podSelector: { matchLabels: pods },
      policyTypes: ['Ingress', 'Egress'],
      ingress: rules(into.get(labels) ?? [], 'from'),
      egress: rules(out.get(labels) ?? [], 'to'),
    });
  }
}

function podsOf(peer: Peer): string {
  return peer.type === 'pods' ? JSON.stringify(peer.labels) : '';
}

/** Closed inwards; pods of the namespace reach each other, and each edge opens a port. */
function* infraNamespace(cluster: Cluster, namespace: Namespace, ends: Ends): Iterable<FileSpec> {
  yield policyFile(cluster, namespace, 'default-deny', { podSelector: {}, policyTypes: ['Ingress'] });
  yield policyFile(cluster, namespace, 'same-namespace', {
    podSelector: {},
    policyTypes: ['Ingress'],
    ingress: [{ from: [{ podSelector: {} }] }],
  });
  const byPods = groupBy(ends.into.get(namespace.name) ?? [], ({ to }) =>
    to.type === 'pods' ? JSON.stringify([to.name, to.labels]) : '',
  );
  const used = new Map<string, number>();
  for (const [, list] of [...byPods].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const to = list[0]?.to;
    if (to?.type !== 'pods') continue;
    const count = (used.get(to.name) ?? 0) + 1;
    used.set(to.name, count);
    yield policyFile(cluster, namespace, count === 1 ? to.name : `${to.name}-${count}`, {
      podSelector: { matchLabels: to.labels },
      policyTypes: ['Ingress'],
      ingress: rules(list, 'from'),
    });
  }
}

function policyFile(cluster: Cluster, namespace: Namespace, name: string, spec: JsonObject): FileSpec {
  const policy: KubernetesObject = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: namespace.name },
    spec,
  };
  return objectFile(
    `${paths.namespaces(cluster.name)}/${namespace.name}/network-policy-${name}.yaml`,
    OWNER,
    namespace.origin,
    policy,
  );
}

/** One rule per set of ports: peers that share the ports stand in one list. */
function rules(list: readonly Edge[], side: 'from' | 'to'): readonly JsonObject[] {
  const byPorts = new Map<string, { ports: Edge['ports']; peers: Map<string, JsonObject>; anyone: boolean }>();
  for (const edge of list) {
    const key = JSON.stringify(edge.ports);
    const rule = byPorts.get(key) ?? { ports: edge.ports, peers: new Map(), anyone: false };
    const peers = edge.why === 'dns' && side === 'to' ? [edge.to, nodeLocalDns] : [edge[side]];
    for (const peer of peers) {
      const selectors = peerSelectors(peer, side);
      if (selectors === 'anyone') rule.anyone = true;
      else for (const selector of selectors) rule.peers.set(JSON.stringify(selector), selector);
    }
    byPorts.set(key, rule);
  }
  return [...byPorts.entries()]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, rule]) => ({
      // No peer list means everybody: said only where the edge says so.
      ...(rule.anyone
        ? {}
        : { [side]: [...rule.peers.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, peer]) => peer) }),
      ports: rule.ports.map(({ port, protocol }) => ({ protocol, port })),
    }));
}

function peerSelectors(peer: Peer, side: 'from' | 'to'): readonly JsonObject[] | 'anyone' {
  switch (peer.type) {
    case 'pods':
      return [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': peer.namespace } },
          podSelector: { matchLabels: peer.labels },
        },
      ];
    case 'addresses':
      // The API server's addresses may be unknown; a webhook that it cannot reach stops the cluster.
      return peer.cidrs.length === 0 ? 'anyone' : peer.cidrs.map((cidr) => ({ ipBlock: { cidr } }));
    case 'internet':
      return side === 'from' ? 'anyone' : [{ ipBlock: { cidr: '0.0.0.0/0', except: PRIVATE_RANGES } }];
  }
}
