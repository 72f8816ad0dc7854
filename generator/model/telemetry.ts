/** Metrics, logs and traces: who takes them, who answers for them, and who finds whom. */
import type { Cluster, Component, Platform } from './platform.ts';

/**
 * What an endpoint speaks. `loki` and `alertmanager` take and answer at one address. Metrics are written to Prometheus itself by
 * `remote-write`, or to what keeps them for long, `metrics-store`. Traces enter as `otlp`: at a store, or at the collectors before it.
 */
export type TelemetryProtocol =
  | 'prometheus'
  | 'remote-write'
  | 'metrics-store'
  | 'alertmanager'
  | 'loki'
  | 'tempo'
  | 'jaeger'
  | 'otlp'
  | 'otlp-agent'
  | 'otlp-gateway';

export interface TelemetryEndpoint {
  readonly protocol: TelemetryProtocol;
  /** Host inside the cluster. */
  readonly host: string;
  /** Port of the Service. */
  readonly port: number;
  /** Of the URL, without a slash at the end; empty for most. */
  readonly path: string;
  /** Path at which the same endpoint takes OTLP over HTTP. @default it does not */
  readonly otlpPath?: string;
  /** Port of the pods behind the Service, and the labels they are known by. */
  readonly podPort: number;
  readonly pods: Readonly<Record<string, string>>;
}

export interface TelemetryClient {
  readonly protocols: readonly TelemetryProtocol[];
  /** `first`: only endpoints of the first of the protocols that somebody speaks. */
  readonly choose: 'all' | 'first';
  readonly pods: Readonly<Record<string, string>>;
}

/** An endpoint and the component that has it. */
export interface FoundEndpoint extends TelemetryEndpoint {
  readonly component: Component;
}

/** Where metrics are written to: what keeps them for long, or Prometheus itself. */
export const METRICS_TAKERS: Pick<TelemetryClient, 'protocols' | 'choose'> = {
  protocols: ['metrics-store', 'remote-write'],
  choose: 'first',
};

/** The nearest collector first. */
const TRACES: readonly TelemetryProtocol[] = ['otlp-agent', 'otlp-gateway', 'otlp'];

/**
 * Endpoints that a client finds, by component name.
 * @param release the client's own component, which does not find itself; empty for a service
 * @param cluster the cluster to look on; `null` for what is on all clusters that `release` is on
 */
export function findTelemetry(
  platform: Platform,
  release: string,
  cluster: Cluster | null,
  { protocols, choose }: Pick<TelemetryClient, 'protocols' | 'choose'>,
): readonly FoundEndpoint[] {
  const own = platform.components.find((one) => one.name === release);
  const clusters = cluster === null ? (own?.placement ?? platform.clusters) : [cluster];
  const found = platform.components
    .filter((one) => one !== own && clusters.every((place) => one.placement.includes(place)))
    .flatMap((component) =>
      endpointsOf(component, cluster).map((endpoint): FoundEndpoint => ({ ...endpoint, component })),
    );
  const spoken = protocols.filter((protocol) => found.some((one) => one.protocol === protocol));
  const wanted = choose === 'first' ? spoken.slice(0, 1) : spoken;
  return wanted.flatMap((protocol) => found.filter((one) => one.protocol === protocol));
}

const takers = new WeakMap<Platform, Map<Cluster | null, readonly FoundEndpoint[]>>();

/** Where services send traces: the nearest collectors, or the stores themselves. @param cluster as for `findTelemetry` */
export function traceTakers(platform: Platform, cluster: Cluster | null): readonly FoundEndpoint[] {
  const known = takers.get(platform) ?? new Map<Cluster | null, readonly FoundEndpoint[]>();
  takers.set(platform, known);
  const found = known.get(cluster) ?? findTelemetry(platform, '', cluster, { protocols: TRACES, choose: 'first' });
  known.set(cluster, found);
  return found;
}

function endpointsOf(component: Component, cluster: Cluster | null): readonly TelemetryEndpoint[] {
  const { base, clusters } = component.settings;
  return component.definition.telemetry?.((cluster === null ? undefined : clusters.get(cluster.name)) ?? base) ?? [];
}

/** Out: the URL that clients inside the cluster use, in plain text as all of these speak it there. */
export function telemetryUrl({ host, port, path }: TelemetryEndpoint): string {
  return `http://${host}:${port}${path}`;
}
