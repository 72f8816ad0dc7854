import { count, shape } from '../model/option-schema.ts';
import { COLLECTOR_CHART, COLLECTOR_IMAGES, collectorConfig, collectorValues, STORES } from './_collector.ts';
import { defineComponent } from './_define.ts';
import { resources, spread } from './_pods.ts';
import { chartPods, serviceHost } from './_telemetry.ts';

export interface OpentelemetryCollectorOptions {
  /** Fewest and most pods; more come when processors are busy. @default 2 to 5 */
  readonly replicas: { readonly min: number; readonly max: number };
}

const PODS = { ...chartPods('opentelemetry-collector'), component: 'standalone-collector' };

/**
 * The gateway for telemetry: services, and the agents of `opentelemetryAgent`, send OTLP to it, and it sends traces, metrics and logs to
 * whatever of the platform keeps them.
 */
export const opentelemetryCollector = defineComponent<OpentelemetryCollectorOptions>({
  kind: 'opentelemetry-collector',
  summary: 'Takes telemetry, and sends it to what keeps it',
  chart: COLLECTOR_CHART,
  namespace: 'opentelemetry',
  wave: 40,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: COLLECTOR_IMAGES,
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8888, pods: PODS }],
  telemetry: (settings) => [
    { protocol: 'otlp-gateway', host: serviceHost(settings), port: 4317, path: '', podPort: 4317, pods: PODS },
  ],
  telemetryClients: Object.values(STORES).map((reach) => ({ ...reach, pods: PODS })),
  identities: [],
  options: {
    properties: { replicas: shape({ min: { ...count, minimum: 1 }, max: { ...count, minimum: 1 } }) },
    required: [],
  },
  defaults: { replicas: { min: 2, max: 5 } },
  values: {
    base: ({ release, options }, platform) => ({
      ...collectorValues(release, platform),
      mode: 'deployment',
      config: collectorConfig(release, platform, null, STORES),
      autoscaling: { enabled: true, minReplicas: options.replicas.min, maxReplicas: options.replicas.max },
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      // It asks the API server nothing.
      serviceAccount: { automountServiceAccountToken: false },
      topologySpreadConstraints: spread(PODS),
      resources: resources('200m', '512Mi', '1Gi'),
    }),
    cluster: ({ release }, cluster, platform) => ({
      config: collectorConfig(release, platform, cluster, STORES),
    }),
  },
});
