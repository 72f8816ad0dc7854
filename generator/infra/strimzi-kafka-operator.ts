import type { JsonObject, KubernetesObject } from '../contract/resource.ts';
import type { ComponentSettings } from '../model/component.ts';
import { mapOf, shape, text } from '../model/option-schema.ts';
import { ownEntry } from '../model/own-login.ts';
import { DEFAULT_SIZE, keptIn, SIZE_SCHEMAS, type SizeOptions } from './_database.ts';
import { defineComponent } from './_define.ts';
import { kafkaClients, kafkaUsers } from './_kafka-users.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, secretEntry } from './_shared.ts';

export interface StrimziKafkaOperatorOptions extends SizeOptions {
  /** Version of Kafka, one that the operator knows. @default '4.3.1' */
  readonly version: string;
  /** Topic → partitions and replication factor. */
  readonly topics: Readonly<Record<string, { readonly partitions: number; readonly replicas: number }>>;
  /**
   * Gives each service that uses it a login of its own, which may write to the topics that it publishes and read those that it
   * consumes, and no others. @default false: whoever reaches it may do everything
   */
  readonly loginPerService: boolean;
  /** Beginning of the names of the entries with the logins. @default the component's name */
  readonly secret: string;
}

const PORT = 9092;
const API = 'kafka.strimzi.io/v1';

const positive: JsonObject = { type: 'integer', minimum: 1 };

/** Strimzi's operator with one Kafka in its namespace, named as the component, in KRaft mode. */
export const strimziKafkaOperator = defineComponent<StrimziKafkaOperatorOptions>({
  kind: 'strimzi-kafka-operator',
  summary: 'Event stream that an operator runs, KRaft mode',
  chart: { repository: 'quay.io/strimzi-helm', name: 'strimzi-kafka-operator', version: '1.2.0' },
  namespace: 'strimzi',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'core.strimzi.io': ['StrimziPodSet'],
      'kafka.strimzi.io': [
        'Kafka',
        'KafkaBridge',
        'KafkaConnect',
        'KafkaConnector',
        'KafkaMirrorMaker2',
        'KafkaNodePool',
        'KafkaRebalance',
        'KafkaTopic',
        'KafkaUser',
      ],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['quay.io/strimzi'],
  waivers: [
    {
      rules: ['RBAC-003', 'RBAC-004', 'RBAC-005'],
      targets: ['ClusterRole/strimzi-cluster-operator-*', 'ClusterRole/strimzi-entity-operator'],
      reason:
        'It makes pods, certificates, users and their roles, bound to its own namespace; over the cluster it binds one role, by which brokers read the zone of their node.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [
    { purpose: 'store', port: PORT, pods: { 'strimzi.io/kind': 'Kafka' } },
    { purpose: 'metrics', port: 8080, pods: { 'strimzi.io/kind': 'cluster-operator' } },
  ],
  identities: [],
  options: {
    properties: {
      ...SIZE_SCHEMAS,
      version: text,
      topics: mapOf(shape({ partitions: positive, replicas: positive }, ['partitions', 'replicas'])),
      loginPerService: { type: 'boolean' },
      secret: { type: 'string' },
    },
    required: [],
  },
  defaults: {
    ...DEFAULT_SIZE,
    storage: '50Gi',
    memory: '2Gi',
    version: '4.3.1',
    topics: {},
    loginPerService: false,
    secret: '',
  },
  examples: [{ topics: { orders: { partitions: 12, replicas: 3 } }, loginPerService: true }],
  values: {
    base: () => ({
      replicas: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      resources: resources('200m', '512Mi', '512Mi'),
      // Slipway writes policies from the edges; the operator's would let everybody in.
      generateNetworkPolicy: false,
      extraEnvs: [{ name: 'STRIMZI_POD_SECURITY_PROVIDER_CLASS', value: 'restricted' }],
    }),
  },
  manifests: {
    cluster: (settings, cluster, platform): readonly KubernetesObject[] => {
      const { release, namespace, options } = settings;
      const kept = keptIn(cluster);
      const labels = { 'strimzi.io/cluster': release };
      return [
        { apiVersion: API, kind: 'Kafka', metadata: { name: release, namespace, ...kept }, spec: kafkaSpec(settings) },
        {
          apiVersion: API,
          kind: 'KafkaNodePool',
          metadata: { name: 'nodes', namespace, labels, ...kept },
          spec: {
            replicas: options.replicas,
            roles: ['controller', 'broker'],
            resources: resources(options.cpu, options.memory, options.memory),
            storage: {
              type: 'jbod',
              volumes: [
                {
                  id: 0,
                  type: 'persistent-claim',
                  size: options.storage,
                  class: cluster.cloud.traits.blockStorageClass,
                  kraftMetadata: 'shared',
                  deleteClaim: false,
                },
              ],
            },
          },
        },
        ...Object.entries(options.topics)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, topic]) => ({
            apiVersion: API,
            kind: 'KafkaTopic',
            metadata: { name, namespace, labels, ...kept },
            spec: { partitions: topic.partitions, replicas: topic.replicas },
          })),
        ...kafkaUsers(settings, cluster, platform),
      ];
    },
  },
  secrets: (settings, cluster, platform) =>
    kafkaClients(settings, cluster, platform).map(({ name }) => ({
      name: `${settings.release}-${name}`,
      entry: ownEntry(secretEntry(settings), name),
      data: { password: 'password' },
    })),
  store: (settings) => ({
    engine: 'kafka',
    host: `${settings.release}-kafka-bootstrap.${settings.namespace}.svc.cluster.local`,
    port: PORT,
    pods: { 'strimzi.io/cluster': settings.release, 'strimzi.io/kind': 'Kafka' },
    ...(settings.options.loginPerService
      ? { secret: secretEntry(settings), loginPerService: true, saslMechanism: 'SCRAM-SHA-512' }
      : {}),
  }),
});

/** One listener inside the cluster; copies in as many zones as there are, two of them before a write counts. */
function kafkaSpec({ options }: ComponentSettings<StrimziKafkaOperatorOptions>): JsonObject {
  const copies = Math.min(options.replicas, 3);
  return {
    kafka: {
      version: options.version,
      listeners: [
        {
          ...{ name: 'plain', port: PORT, type: 'internal', tls: false },
          ...(options.loginPerService ? { authentication: { type: 'scram-sha-512' } } : {}),
        },
      ],
      ...(options.loginPerService ? { authorization: { type: 'simple' } } : {}),
      rack: { topologyKey: 'topology.kubernetes.io/zone' },
      config: {
        'default.replication.factor': copies,
        'min.insync.replicas': Math.max(copies - 1, 1),
        'offsets.topic.replication.factor': copies,
        'transaction.state.log.replication.factor': copies,
        'transaction.state.log.min.isr': Math.max(copies - 1, 1),
      },
    },
    entityOperator: {
      topicOperator: { resources: resources('50m', '512Mi', '512Mi') },
      userOperator: { resources: resources('50m', '512Mi', '512Mi') },
    },
  };
}
