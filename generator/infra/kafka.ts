import type { HelmValues } from '../config/component-types.ts';
import { count, mapOf, quantity, shape } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';

export interface KafkaOptions {
  /** Topic → partitions and replication factor. */
  readonly topics: Readonly<Record<string, { readonly partitions: number; readonly replicas: number }>>;
  /** Nodes that are controller and broker at once, KRaft. @default 3 */
  readonly brokers: number;
  /** Volume of each broker. @default '50Gi' */
  readonly storage: string;
}

const PORT = 9092;
const PODS = { 'app.kubernetes.io/name': 'kafka', 'app.kubernetes.io/part-of': 'kafka' };

/** Kafka in KRaft mode, from the Bitnami chart; can be a store. */
export const kafka = defineComponent<KafkaOptions>({
  kind: 'kafka',
  summary: 'Event stream, KRaft mode',
  chart: { repository: 'registry-1.docker.io/bitnamicharts', name: 'kafka', version: '32.4.3' },
  namespace: 'kafka',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/bitnamilegacy'],
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
    },
    required: [],
  },
  defaults: { topics: {}, brokers: 3, storage: '50Gi' },
  values: {
    base: ({ options }): HelmValues => ({
      listeners: { client: { protocol: 'PLAINTEXT' } },
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
  store: ({ release, namespace }) => ({
    engine: 'kafka',
    host: `${release}-kafka.${namespace}.svc.cluster.local`,
    port: PORT,
    pods: PODS,
  }),
});
