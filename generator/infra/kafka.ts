import type { HelmValues } from '../config/component-types.ts';
import { count, mapOf, quantity, shape } from '../model/option-schema.ts';
import {
  bitnamiBasics,
  bitnamiPods,
  bitnamiStorage,
  HARD_ANTI_AFFINITY,
  legacyImage,
  NO_NETWORK_POLICY,
} from './_bitnami.ts';
import { loginSecret, loginSecrets } from './_database.ts';
import { defineComponent } from './_define.ts';
import { resources, spread } from './_pods.ts';
import { secretEntry } from './_shared.ts';
import { chartFullname } from './_telemetry.ts';

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
const NODES = 'controller-eligible';

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
  ...bitnamiBasics({ kind: 'kafka', version: '32.4.3', port: PORT }),
  summary: 'Event stream, KRaft mode',
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
  examples: [{ topics: { orders: { partitions: 12, replicas: 3 } } }],
  values: {
    base: ({ release, options }): HelmValues => ({
      global: { security: { allowInsecureImages: true } },
      image: legacyImage('kafka'),
      ...NO_NETWORK_POLICY,
      listeners: { client: { protocol: 'PLAINTEXT' } },
      sasl: { existingSecret: loginSecret(release) },
      existingKraftSecret: kraftSecret(release),
      controller: {
        replicaCount: options.brokers,
        persistence: { size: options.storage },
        resources: resources('500m', '2Gi', '2Gi'),
        topologySpreadConstraints: spread(bitnamiPods('kafka', release, NODES)),
      },
      broker: { replicaCount: 0 },
      provisioning: {
        resources: resources('250m', '512Mi', '512Mi'),
        enabled: Object.keys(options.topics).length > 0,
        topics: Object.entries(options.topics)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, topic]) => ({ name, partitions: topic.partitions, replicationFactor: topic.replicas })),
      },
    }),
    cloud: bitnamiStorage,
    environment: (_settings, environment) => (environment.protected ? { controller: HARD_ANTI_AFFINITY } : {}),
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
    host: `${chartFullname(release, 'kafka')}.${namespace}.svc.cluster.local`,
    port: PORT,
    pods: bitnamiPods('kafka', release, NODES),
  }),
});
