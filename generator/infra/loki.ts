import { mapOf, quantity, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { lokiStore, objectStoreKeys, objectStoreSecret } from './_object-store.ts';
import { CLUSTER_ROLES, identityAnnotations, identityPodLabels, SMALL_RESOURCES } from './_shared.ts';
import { chartFullname, serviceHost } from './_telemetry.ts';

export interface LokiOptions {
  /** Bucket by cluster. @default `<platform>-<cluster>-loki` */
  readonly buckets: Readonly<Record<string, string>>;
  /** Bucket of its rules, by cluster. @default the bucket of the logs */
  readonly ruleBuckets: Readonly<Record<string, string>>;
  /** How long logs are kept. @default '744h' */
  readonly retention: string;
  /** Volume of each replica. @default '20Gi' */
  readonly storage: string;
}

/** Logs, in the cloud's object store. */
export const loki = defineComponent<LokiOptions>({
  kind: 'loki',
  summary: 'Logs, in the object store of the cloud',
  chart: { repository: 'https://grafana-community.github.io/helm-charts', name: 'loki', version: '18.11.0' },
  namespace: 'loki',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['docker.io/grafana', 'docker.io/nginxinc', 'ghcr.io/jkroepke/access-log-exporter'],
  podSecurity: 'restricted',
  stateful: true,
  serves: [],
  telemetry: (settings) => [
    {
      protocol: 'loki',
      host: serviceHost(settings, '', chartFullname(settings.release, 'loki')),
      port: 3100,
      path: '',
      otlpPath: '/otlp',
      podPort: 3100,
      pods: { 'app.kubernetes.io/name': 'loki', 'app.kubernetes.io/component': 'single-binary' },
    },
  ],
  identities: ['loki'],
  options: {
    properties: { buckets: mapOf(text), ruleBuckets: mapOf(text), retention: text, storage: quantity },
    required: [],
  },
  defaults: { buckets: {}, ruleBuckets: {}, retention: '744h', storage: '20Gi' },
  secrets: ({ release }, cluster) =>
    cluster.cloud.objectStore(release).credentials === 'identity' ? [] : [objectStoreKeys(release)],
  values: {
    base: ({ options }) => ({
      deploymentMode: 'Monolithic',
      loki: {
        auth_enabled: false,
        commonConfig: { replication_factor: 3 },
        schemaConfig: {
          configs: [
            {
              from: '2024-04-01',
              store: 'tsdb',
              object_store: 's3',
              schema: 'v13',
              index: { prefix: 'loki_index_', period: '24h' },
            },
          ],
        },
        limits_config: { retention_period: options.retention },
        storage: { use_thanos_objstore: true },
      },
      singleBinary: {
        replicas: 3,
        podDisruptionBudget: { maxUnavailable: 1 },
        persistence: { size: options.storage },
        resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '2Gi' } },
      },
      read: { replicas: 0 },
      write: { replicas: 0 },
      backend: { replicas: 0 },
      chunksCache: { enabled: false },
      resultsCache: { enabled: false },
      // Its rules come from ConfigMaps, for which it would have to read the Secrets of the cluster.
      sidecar: { rules: { enabled: false } },
      gateway: {
        replicas: 2,
        podDisruptionBudget: { maxUnavailable: 1 },
        resources: SMALL_RESOURCES,
        metrics: { resources: SMALL_RESOURCES },
      },
      lokiCanary: { enabled: false },
      test: { enabled: false },
    }),
    cloud: (_settings, cloud) => ({ singleBinary: { persistence: { storageClass: cloud.blockStorageClass } } }),
    cluster: (settings, cluster, platform) => {
      const bucket = settings.options.buckets[cluster.name] ?? `${platform.name}-${cluster.name}-loki`;
      const store = cluster.cloud.objectStore(bucket);
      const { name, values } = lokiStore(store, settings.options.ruleBuckets[cluster.name] ?? bucket);
      const secretRef = { name: objectStoreSecret(settings.release) };
      return {
        loki: {
          schemaConfig: {
            configs: [
              {
                from: '2024-04-01',
                store: 'tsdb',
                object_store: name,
                schema: 'v13',
                index: { prefix: 'loki_index_', period: '24h' },
              },
            ],
          },
          ...values,
          ...identityPodLabels(settings, 'loki', cluster, platform),
        },
        ...(store.credentials === 'identity'
          ? {}
          : { singleBinary: { extraArgs: ['-config.expand-env=true'], extraEnvFrom: [{ secretRef }] } }),
        serviceAccount: { name: 'loki', ...identityAnnotations(settings, 'loki', cluster, platform) },
      };
    },
  },
});
