/** The ends of an edge: who may be talked to, and by what labels and addresses they are known. */
import type { Engine } from '../config/stores.ts';
import type { ConfigPath } from '../contract/config-path.ts';
import type { Component, Service } from './platform.ts';

/** One end of an edge. `pods` with `serviceAccount` is a workload with an identity in the mesh. */
export type Peer =
  | {
      readonly type: 'pods';
      readonly name: string;
      readonly namespace: string;
      readonly labels: Readonly<Record<string, string>>;
      readonly serviceAccount: string | null;
    }
  | { readonly type: 'addresses'; readonly name: string; readonly cidrs: readonly string[] }
  /** Hosts outside the cluster: every public address. */
  | { readonly type: 'internet'; readonly name: string; readonly host: string | null };

export interface EdgePort {
  readonly port: number;
  readonly protocol: 'TCP' | 'UDP';
}

export interface Edge {
  readonly from: Peer;
  readonly to: Peer;
  readonly ports: readonly EdgePort[];
  readonly why:
    | 'call'
    | 'store'
    | 'gateway'
    | 'dns'
    | 'metrics'
    | 'mesh'
    | 'webhook'
    | 'api'
    | 'identity'
    | 'egress'
    | 'scaler'
    | 'telemetry'
    | 'operator';
  readonly origin: ConfigPath;
}

/** Address on which NodeLocal DNSCache listens, where a cluster runs it. */
const NODE_LOCAL_DNS = '169.254.20.10/32';
/** Merged metrics of application and sidecar, served by Istio's agent in plain text. */
export const MESH_METRICS_PORT = 15020;

export const serviceLabels = (name: string): Readonly<Record<string, string>> => ({ 'app.kubernetes.io/name': name });

export function servicePeer(service: Service): Extract<Peer, { type: 'pods' }> {
  return {
    type: 'pods',
    name: service.name,
    namespace: service.namespace,
    labels: serviceLabels(service.name),
    serviceAccount: service.name,
  };
}

export function componentPeer(
  component: Component,
  labels: Readonly<Record<string, string>>,
): Extract<Peer, { type: 'pods' }> {
  return { type: 'pods', name: component.name, namespace: component.namespace, labels, serviceAccount: null };
}

export function gatewayPeer(component: Component): Extract<Peer, { type: 'pods' }> {
  const labels = component.definition.gatewayPods?.(component.settings.base) ?? {};
  return { ...componentPeer(component, labels), serviceAccount: component.name };
}

/** Port that each engine listens on by its own documentation. */
export const ENGINE_PORTS = {
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27017,
  redis: 6379,
  kafka: 9092,
  nats: 4222,
} as const satisfies Record<Engine, number>;

/** NodeLocal DNSCache answers on an address of the node, not in a pod of the cluster network. */
export const nodeLocalDns: Peer = { type: 'addresses', name: 'node-local dns', cidrs: [NODE_LOCAL_DNS] };
