/** What the collectors of the catalogue have in common: one chart, and pipelines to whatever the platform has. */
import type { HelmValues } from '../config/component-types.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import {
  type FoundEndpoint,
  findTelemetry,
  METRICS_TAKERS,
  type TelemetryClient,
  telemetryUrl,
} from '../model/telemetry.ts';
import { RESTRICTED_CONTAINER } from './_pods.ts';
import { hasMonitors } from './_telemetry.ts';

export const COLLECTOR_CHART = {
  repository: 'https://open-telemetry.github.io/opentelemetry-helm-charts',
  name: 'opentelemetry-collector',
  version: '0.170.0',
} as const;
const IMAGE = 'ghcr.io/open-telemetry/opentelemetry-collector-releases/opentelemetry-collector-k8s';
export const COLLECTOR_IMAGES = [IMAGE];

type Reach = Pick<TelemetryClient, 'protocols' | 'choose'>;

/** Where a collector sends each signal. */
export interface CollectorTargets {
  readonly traces: Reach;
  readonly metrics: Reach;
  readonly logs: Reach;
}

/** The stores of the platform: what a gateway, or an agent without one, writes to. */
export const STORES: CollectorTargets = {
  traces: { protocols: ['otlp'], choose: 'all' },
  metrics: METRICS_TAKERS,
  logs: { protocols: ['loki'], choose: 'all' },
};

/** Values that gateway and agent share. */
export function collectorValues(release: string, platform: Platform): HelmValues {
  return {
    fullnameOverride: release,
    image: { repository: IMAGE },
    securityContext: RESTRICTED_CONTAINER,
    ports: {
      metrics: { enabled: true },
      ...Object.fromEntries(
        ['jaeger-compact', 'jaeger-thrift', 'jaeger-grpc', 'zipkin'].map((port) => [port, { enabled: false }]),
      ),
    },
    // The chart's two probes are one: a collector that is full must not be restarted.
    livenessProbe: { failureThreshold: 12 },
    serviceMonitor: { enabled: hasMonitors(platform) },
  };
}

/**
 * `config` of the chart: OTLP comes in, and goes to what the targets find.
 * @param cluster the cluster to look on; `null` for what is everywhere
 */
export function collectorConfig(
  release: string,
  platform: Platform,
  cluster: Cluster | null,
  targets: CollectorTargets,
): HelmValues {
  const found = (reach: Reach) => findTelemetry(platform, release, cluster, reach);
  const signals = { traces: found(targets.traces), metrics: found(targets.metrics), logs: found(targets.logs) };
  const all = new Map(Object.values(signals).flatMap((list) => list.map((one) => [exporterName(one), one])));
  const pipeline = (list: readonly FoundEndpoint[]): HelmValues => ({
    receivers: ['otlp'],
    // A signal that nobody keeps is counted and dropped: the sender's errors would help nobody.
    exporters: list.length === 0 ? ['debug'] : list.map(exporterName),
  });
  return {
    receivers: { jaeger: null, zipkin: null, prometheus: null },
    exporters: Object.fromEntries([...all].map(([name, endpoint]) => [name, exporter(endpoint)])),
    service: {
      pipelines: {
        traces: pipeline(signals.traces),
        metrics: pipeline(signals.metrics),
        logs: pipeline(signals.logs),
      },
    },
  };
}

function exporterName(endpoint: FoundEndpoint): string {
  return `${endpoint.otlpPath === undefined ? 'otlp' : 'otlphttp'}/${endpoint.component.name}`;
}

function exporter(endpoint: FoundEndpoint): HelmValues {
  const tls = { insecure: true };
  if (endpoint.otlpPath === undefined) return { endpoint: `${endpoint.host}:${endpoint.port}`, tls };
  return { endpoint: telemetryUrl({ ...endpoint, path: endpoint.otlpPath }), tls };
}
