import type { HelmValues } from '../config/component-types.ts';
import type { ObjectStore } from '../model/cloud.ts';
import { count, mapOf, quantity, text } from '../model/option-schema.ts';
import type { Cluster } from '../model/platform.ts';
import { defineComponent } from './_define.ts';
import { objectStoreSecret, objectStoreSecrets, reference } from './_object-store.ts';
import { resources } from './_pods.ts';
import { identityAnnotations, identityPodLabels } from './_shared.ts';
import { chartPods, hasMonitors, serviceHost } from './_telemetry.ts';

export interface MimirDistributedOptions {
  /** First part of its buckets by cluster; `-metrics`, `-alertmanager` and `-ruler` follow. @default `<platform>-<cluster>-mimir` */
  readonly buckets: Readonly<Record<string, string>>;
  /** How long metrics are kept. @default '90d' */
  readonly retention: string;
  /** Pods that hold what is not in the bucket yet; each series lies in three. @default 3 */
  readonly ingesters: number;
  /** Volume of each of them. @default '50Gi' */
  readonly storage: string;
}

const PODS = chartPods('mimir');
const GATEWAY = { ...PODS, 'app.kubernetes.io/component': 'gateway' };
const KINDS = { blocks_storage: 'metrics', alertmanager_storage: 'alertmanager', ruler_storage: 'ruler' } as const;

/**
 * Metrics for long, in the cloud's object store. It runs without Kafka, as Mimir did before 3.0; zones are left to the scheduler, so
 * that no operator is needed for its rollouts.
 */
export const mimirDistributed = defineComponent<MimirDistributedOptions>({
  kind: 'mimir-distributed',
  summary: 'Metrics for long, in the object store of the cloud',
  chart: { repository: 'https://grafana.github.io/helm-charts', name: 'mimir-distributed', version: '6.2.0' },
  namespace: 'mimir',
  wave: 20,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/grafana/mimir', 'docker.io/nginxinc/nginx-unprivileged'],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 8080, pods: PODS }],
  telemetry: (settings) => {
    const gateway = { host: serviceHost(settings, '-gateway'), port: 80, podPort: 8080, pods: GATEWAY };
    return [
      { protocol: 'prometheus', path: '/prometheus', ...gateway },
      { protocol: 'metrics-store', path: '/api/v1/push', otlpPath: '/otlp', ...gateway },
      { protocol: 'alertmanager', path: '/alertmanager', ...gateway },
    ];
  },
  identities: ['mimir'],
  secrets: objectStoreSecrets,
  options: {
    properties: { buckets: mapOf(text), retention: text, ingesters: { ...count, minimum: 3 }, storage: quantity },
    required: [],
  },
  defaults: { buckets: {}, retention: '90d', ingesters: 3, storage: '50Gi' },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      minio: { enabled: false },
      kafka: { enabled: false },
      rollout_operator: { enabled: false },
      mimir: { structuredConfig: { ...WITHOUT_KAFKA, ...ONE_TENANT, limits: limitsOf(options) } },
      serviceAccount: { name: 'mimir' },
      ingester: {
        replicas: options.ingesters,
        zoneAwareReplication: { enabled: false },
        persistentVolume: { size: options.storage },
        resources: resources('500m', '2Gi', '4Gi'),
      },
      store_gateway: {
        replicas: 3,
        zoneAwareReplication: { enabled: false },
        persistentVolume: { size: '20Gi' },
        resources: resources('200m', '1Gi', '2Gi'),
      },
      compactor: {
        replicas: 2,
        persistentVolume: { size: '50Gi' },
        resources: resources('200m', '1Gi', '2Gi'),
      },
      alertmanager: { replicas: 2, resources: resources('50m', '128Mi', '256Mi') },
      distributor: { replicas: 3, resources: resources('200m', '512Mi', '1Gi') },
      querier: { replicas: 2, resources: resources('200m', '512Mi', '1Gi') },
      query_frontend: { replicas: 2, resources: resources('100m', '256Mi', '512Mi') },
      query_scheduler: { replicas: 2, resources: resources('50m', '128Mi', '256Mi') },
      ruler: { replicas: 2, resources: resources('100m', '256Mi', '512Mi') },
      overrides_exporter: { enabled: false },
      gateway: { replicas: 2, resources: resources('50m', '64Mi', '128Mi') },
      metaMonitoring: { serviceMonitor: { enabled: hasMonitors(platform) } },
    }),
    cloud: (_settings, { blockStorageClass: storageClass }) =>
      Object.fromEntries(
        ['ingester', 'store_gateway', 'compactor', 'alertmanager'].map((part) => [
          part,
          { persistentVolume: { storageClass } },
        ]),
      ),
    cluster: (settings, cluster, platform) => {
      const first = settings.options.buckets[cluster.name] ?? `${platform.name}-${cluster.name}-mimir`;
      const secretRef = { name: objectStoreSecret(settings.release) };
      const { credentials } = cluster.cloud.objectStore(first);
      return {
        mimir: { structuredConfig: storesOf(first, cluster) },
        serviceAccount: identityAnnotations(settings, 'mimir', cluster, platform),
        global: {
          ...identityPodLabels(settings, 'mimir', cluster, platform),
          ...(credentials === 'identity' ? {} : { extraEnvFrom: [{ secretRef }] }),
        },
      };
    },
  },
});

/** What the chart's own values for the older way of writing say. */
const WITHOUT_KAFKA: HelmValues = {
  ingest_storage: {
    enabled: false,
    kafka: { address: null, topic: null, auto_create_topic_default_partitions: null },
  },
  distributor: { remote_timeout: null, ha_tracker: { enable_ha_tracker: true, kvstore: { store: 'memberlist' } } },
  ingester: { push_grpc_method_enabled: null },
};

const ONE_TENANT: HelmValues = { multitenancy_enabled: false, usage_stats: { enabled: false } };

function limitsOf({ retention }: MimirDistributedOptions): HelmValues {
  // Of two replicas of a Prometheus, one is taken.
  return { compactor_blocks_retention_period: retention, accept_ha_samples: true };
}

/** A bucket for each kind of data: Mimir refuses to keep two in one. */
function storesOf(first: string, cluster: Cluster): HelmValues {
  return Object.fromEntries(
    Object.entries(KINDS).map(([key, suffix]) => [key, storeOf(cluster.cloud.objectStore(`${first}-${suffix}`))]),
  );
}

function storeOf(store: ObjectStore): HelmValues {
  switch (store.type) {
    case 'gcs':
      return { backend: 'gcs', gcs: { bucket_name: store.bucket } };
    case 'azure':
      return { backend: 'azure', azure: { account_name: store.account, container_name: store.bucket } };
    case 's3':
    case 'oss':
      return {
        backend: 's3',
        s3: {
          bucket_name: store.bucket,
          endpoint: store.type === 'oss' ? `s3.${store.endpoint}` : store.endpoint,
          region: store.region,
          bucket_lookup_type: store.addressing === 'virtual' ? 'virtual-hosted' : store.addressing,
          ...(store.credentials === 'identity'
            ? {}
            : { access_key_id: reference('ACCESS_KEY_ID'), secret_access_key: reference('SECRET_ACCESS_KEY') }),
        },
      };
  }
}
