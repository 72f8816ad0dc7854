import type { HelmValues } from '../config/component-types.ts';
import { count, text } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry, METRICS_TAKERS, telemetryUrl } from '../model/telemetry.ts';
import { defineComponent } from './_define.ts';
import {
  BUCKET_SCHEMAS,
  type BucketOptions,
  bucketOn,
  objectStoreSecret,
  objectStoreSecrets,
} from './_object-store.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { identityAnnotations, identityPodLabels } from './_shared.ts';
import { brokerAddress, chartPods, hasMonitors, serviceHost } from './_telemetry.ts';
import { tempoStore } from './_tempo.ts';

export interface TempoDistributedOptions extends BucketOptions {
  /** `host:port` of the broker that traces go through. @default the platform's own Kafka */
  readonly kafka: string;
  /** Partitions of the topic: as many pods build blocks, and as many hold what is new. @default 3 */
  readonly partitions: number;
  /** Pods that take traces. @default 3 */
  readonly distributors: number;
  /** How long traces are kept. @default '336h' */
  readonly retention: string;
}

const PODS = chartPods('tempo');
const part = (component: string) => ({ ...PODS, 'app.kubernetes.io/component': component });
const WRITES = { ...METRICS_TAKERS, pods: part('metrics-generator') };

/** Traces in the cloud's object store, every part of Tempo by itself. Since 3.0 they reach it through Kafka. */
export const tempoDistributed = defineComponent<TempoDistributedOptions>({
  kind: 'tempo-distributed',
  summary: 'Traces, in the object store of the cloud, through Kafka',
  chart: { repository: 'https://grafana-community.github.io/helm-charts', name: 'tempo-distributed', version: '3.3.0' },
  namespace: 'tempo-distributed',
  wave: 40,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/grafana/tempo', 'docker.io/library/memcached', 'docker.io/prom/memcached-exporter'],
  waivers: [
    {
      rules: ['REL-004'],
      targets: ['StatefulSet/{release}-backend-scheduler'],
      reason: 'One schedules the compaction of blocks by design; nothing is lost while it is moved.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 3200, pods: PODS }],
  telemetry: (settings) => [
    {
      ...{ protocol: 'tempo', port: 3200, path: '', podPort: 3200, pods: part('query-frontend') },
      host: serviceHost(settings, '-query-frontend'),
    },
    {
      ...{ protocol: 'otlp', port: 4317, path: '', podPort: 4317, pods: part('distributor') },
      host: serviceHost(settings, '-distributor'),
    },
  ],
  telemetryClients: [WRITES],
  storeClients: [{ engine: 'kafka', pods: PODS }],
  identities: ['tempo'],
  secrets: objectStoreSecrets,
  options: {
    properties: {
      ...BUCKET_SCHEMAS,
      kafka: { type: 'string' },
      partitions: { ...count, minimum: 1 },
      distributors: { ...count, minimum: 1 },
      retention: text,
    },
    required: [],
  },
  defaults: { buckets: {}, kafka: '', partitions: 3, distributors: 3, retention: '336h' },
  examples: [{ kafka: 'broker.shop.example:9092' }],
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      reportingEnabled: false,
      ingest: {
        kafka: {
          address: options.kafka === '' ? brokerAddress(platform, null) : options.kafka,
          auto_create_topic_default_partitions: options.partitions,
        },
      },
      traces: { otlp: { grpc: { enabled: true }, http: { enabled: true } } },
      tempo: {
        securityContext: RESTRICTED_CONTAINER,
        livenessProbe: { failureThreshold: 12 },
      },
      serviceAccount: { name: 'tempo' },
      distributor: { replicas: options.distributors, resources: resources('200m', '512Mi', '1Gi') },
      blockBuilder: { replicas: options.partitions, resources: resources('200m', '1Gi', '2Gi') },
      liveStore: { replicas: options.partitions, resources: resources('200m', '1Gi', '2Gi') },
      querier: { replicas: 2, resources: resources('200m', '512Mi', '1Gi') },
      queryFrontend: { replicas: 2, resources: resources('100m', '256Mi', '512Mi') },
      backendScheduler: {
        resources: resources('50m', '128Mi', '256Mi'),
        config: { provider: { compaction: { compaction: { block_retention: options.retention } } } },
      },
      // With more than one, the chart fails without the budget.
      backendWorker: {
        replicas: 2,
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        resources: resources('200m', '512Mi', '1Gi'),
      },
      metricsGenerator: generator(release, platform, null),
      memcached: { replicas: 2, resources: resources('100m', '512Mi', '1Gi') },
      memcachedExporter: { enabled: true, resources: resources('10m', '32Mi', '64Mi') },
      metaMonitoring: { serviceMonitor: { enabled: hasMonitors(platform) } },
    }),
    cluster: (settings, cluster, platform) => {
      const store = bucketOn(settings, cluster, platform.name);
      const secretRef = { name: objectStoreSecret(settings.release) };
      return {
        storage: { trace: tempoStore(store) },
        ...(settings.options.kafka === '' ? { ingest: { kafka: { address: brokerAddress(platform, cluster) } } } : {}),
        metricsGenerator: generator(settings.release, platform, cluster),
        global:
          store.credentials === 'identity'
            ? {}
            : { extraArgs: ['-config.expand-env=true'], extraEnvFrom: [{ secretRef }] },
        serviceAccount: identityAnnotations(settings, 'tempo', cluster, platform),
        tempo: identityPodLabels(settings, 'tempo', cluster, platform),
      };
    },
  },
});

function generator(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const stores = findTelemetry(platform, release, cluster, WRITES);
  return {
    enabled: stores.length > 0,
    replicas: 2,
    resources: resources('200m', '512Mi', '1Gi'),
    config: { storage: { remote_write: stores.map((store) => ({ url: telemetryUrl(store), send_exemplars: true })) } },
  };
}
