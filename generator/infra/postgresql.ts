import {
  BITNAMI_CHARTS,
  bitnamiMetrics,
  bitnamiPods,
  bitnamiStorage,
  bitnamiValues,
  HARD_ANTI_AFFINITY,
  LEGACY_IMAGES,
  legacyImage,
  NO_NETWORK_POLICY,
  singleWriter,
} from './_bitnami.ts';
import {
  DEFAULT_LOGIN,
  DEFAULT_SIZE,
  LOGIN_SCHEMAS,
  type LoginOptions,
  loginSecret,
  loginSecrets,
  SIZE_SCHEMAS,
  type SizeOptions,
  secretEntry,
} from './_database.ts';
import { defineComponent } from './_define.ts';
import { resources, spread } from './_pods.ts';

const PORT = 5432;

export interface PostgresqlOptions extends SizeOptions, LoginOptions {}

/**
 * PostgreSQL from the Bitnami chart: a primary, and read replicas that nobody promotes by itself; `postgresqlHa` and
 * `cloudnativePg` do. The entry of the secret store holds `user`, `password`, `admin-password`, `replication-password`.
 */
export const postgresql = defineComponent<PostgresqlOptions>({
  kind: 'postgresql',
  summary: 'Relational database: a primary with read replicas',
  chart: { repository: BITNAMI_CHARTS, name: 'postgresql', version: '17.1.0' },
  namespace: 'postgresql',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: LEGACY_IMAGES,
  waivers: singleWriter('StatefulSet/{release}-primary'),
  podSecurity: 'restricted',
  stateful: true,
  serves: [
    { purpose: 'store', port: PORT, pods: { 'app.kubernetes.io/name': 'postgresql' } },
    { purpose: 'metrics', port: 9187, pods: { 'app.kubernetes.io/name': 'postgresql' } },
  ],
  identities: [],
  options: { properties: { ...SIZE_SCHEMAS, ...LOGIN_SCHEMAS }, required: [] },
  defaults: { ...DEFAULT_SIZE, ...DEFAULT_LOGIN },
  values: {
    base: ({ release, options }, platform) => {
      const node = (role: string) => ({
        persistence: { size: options.storage },
        resources: resources(options.cpu, options.memory, options.memory),
        topologySpreadConstraints: spread(bitnamiPods('postgresql', release, role)),
        ...NO_NETWORK_POLICY,
      });
      return {
        ...bitnamiValues(release),
        image: legacyImage('postgresql'),
        architecture: options.replicas > 1 ? 'replication' : 'standalone',
        auth: { username: options.user, database: options.database, existingSecret: loginSecret(release) },
        primary: node('primary'),
        readReplicas: { replicaCount: options.replicas - 1, ...node('read') },
        ...bitnamiMetrics(platform, 'postgres-exporter'),
      };
    },
    cloud: bitnamiStorage,
    environment: (_settings, environment) =>
      environment.protected ? { primary: HARD_ANTI_AFFINITY, readReplicas: HARD_ANTI_AFFINITY } : {},
  },
  secrets: (settings) =>
    loginSecrets(settings, {
      password: 'password',
      'postgres-password': 'admin-password',
      'replication-password': 'replication-password',
    }),
  store: (settings) => ({
    engine: 'postgresql',
    host: `${settings.release}${settings.options.replicas > 1 ? '-primary' : ''}.${settings.namespace}.svc.cluster.local`,
    port: PORT,
    pods: bitnamiPods('postgresql', settings.release, 'primary'),
    database: settings.options.database,
    secret: secretEntry(settings),
  }),
});
