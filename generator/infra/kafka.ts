import type { HelmValues } from '../config/component-types.ts';
import { count, mapOf, quantity, shape } from '../model/option-schema.ts';
import { BITNAMI_CHARTS, LEGACY_IMAGES, legacyImage } from './_bitnami.ts';
import { loginSecret, loginSecrets, secretEntry } from './_database.ts';
import { defineComponent } from './_define.ts';

export interface KafkaOptions {
  /** Topic → partitions and replication factor. */
  readonly topics: Readonly<Record<string, { readonly partitions: number; readonly replicas: number }>>;
  /** Nodes that are controller and broker at once, KRaft. @default 3 */
  readonly brokers: number;
  /** Volume of each broker. @default '50Gi' */
  readonly storage: string;
  /** Entry of the secret store with the names and passwords that brokers know each other by. @default the component's name */
  readonly secret: string;
}

const PORT = 9092;
const PODS = { 'app.kubernetes.io/name': 'kafka', 'app.kubernetes.io/part-of': 'kafka' };

/** Names that the cluster and its directories keep for ever. */
function kraftSecret(release: string): string {
  return `${release}-kraft`;
}

/**
 * Kafka in KRaft mode, from the Bitnami chart; can be a store. The entry of the secret store holds `broker-password`,
 * `controller-password`, and names of 22 letters and digits that never change: `cluster-id`, and `controller-<n>-id` for
 * each broker.
 */
export const kafka = defineComponent<KafkaOptions>({
  kind: 'kafka',
  summary: 'Event stream, KRaft mode',
  chart: { repository: BITNAMI_CHARTS, name: 'kafka', version: '32.4.3' },
  namespace: 'kafka',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: LEGACY_IMAGES,
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'store', port: PORT, pods: PODS }],
  identities: [],
  options: {
    properties: {
      topics: mapOf(
        shape({ partitions: { type: 'integer', minimum: 1 }, replicas: { type: 'integer', minimum: 1 } }, [
          'partitions',
          'replicas',
        ]),
      ),
      brokers: { ...count, minimum: 1 },
      storage: quantity,
      secret: { type: 'string' },
    },
    required: [],
  },
  defaults: { topics: {}, brokers: 3, storage: '50Gi', secret: '' },
  values: {
    base: ({ release, options }): HelmValues => ({
      global: { security: { allowInsecureImages: true } },
      image: legacyImage('kafka'),
      listeners: { client: { protocol: 'PLAINTEXT' } },
      sasl: { existingSecret: loginSecret(release) },
      existingKraftSecret: kraftSecret(release),
      controller: {
        replicaCount: options.brokers,
        persistence: { size: options.storage },
        resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } },
      },
      broker: { replicaCount: 0 },
      provisioning: {
        enabled: Object.keys(options.topics).length > 0,
        topics: Object.entries(options.topics)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, topic]) => ({ name, partitions: topic.partitions, replicationFactor: topic.replicas })),
      },
    }),
    cloud: (_settings, cloud) => ({ global: { defaultStorageClass: cloud.blockStorageClass } }),
  },
  secrets: (settings) => [
    ...loginSecrets(settings, {
      'inter-broker-password': 'broker-password',
      'controller-password': 'controller-password',
    }),
    {
      name: kraftSecret(settings.release),
      entry: secretEntry(settings),
      data: Object.fromEntries(
        ['cluster-id', ...Array.from({ length: settings.options.brokers }, (_, at) => `controller-${at}-id`)].map(
          (name) => [name, name],
        ),
      ),
    },
  ],
  store: ({ release, namespace }) => ({
    engine: 'kafka',
    host: `${release}-kafka.${namespace}.svc.cluster.local`,
    port: PORT,
    pods: PODS,
  }),
});
