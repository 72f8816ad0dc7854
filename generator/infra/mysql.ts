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

const PORT = 3306;

export interface MysqlOptions extends SizeOptions, LoginOptions {}

/**
 * MySQL from the Bitnami chart: a primary, and replicas that nobody promotes by itself; `pxcDb` does. The entry of the
 * secret store holds `user`, `password`, `admin-password`, `replication-password`.
 */
export const mysql = defineComponent<MysqlOptions>({
  kind: 'mysql',
  summary: 'Relational database: a primary with replicas',
  chart: { repository: BITNAMI_CHARTS, name: 'mysql', version: '14.0.5' },
  namespace: 'mysql',
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
    { purpose: 'store', port: PORT, pods: { 'app.kubernetes.io/name': 'mysql' } },
    { purpose: 'metrics', port: 9104, pods: { 'app.kubernetes.io/name': 'mysql' } },
  ],
  identities: [],
  options: { properties: { ...SIZE_SCHEMAS, ...LOGIN_SCHEMAS }, required: [] },
  defaults: { ...DEFAULT_SIZE, ...DEFAULT_LOGIN },
  values: {
    base: ({ release, options }, platform) => {
      const node = (role: string) => ({
        persistence: { size: options.storage },
        resources: resources(options.cpu, options.memory, options.memory),
        topologySpreadConstraints: spread(bitnamiPods('mysql', release, role)),
      });
      return {
        ...bitnamiValues(release),
        ...NO_NETWORK_POLICY,
        image: legacyImage('mysql'),
        architecture: options.replicas > 1 ? 'replication' : 'standalone',
        auth: { username: options.user, database: options.database, existingSecret: loginSecret(release) },
        primary: node('primary'),
        secondary: { replicaCount: options.replicas - 1, ...node('secondary') },
        ...bitnamiMetrics(platform, 'mysqld-exporter'),
      };
    },
    cloud: bitnamiStorage,
    environment: (_settings, environment) =>
      environment.protected ? { primary: HARD_ANTI_AFFINITY, secondary: HARD_ANTI_AFFINITY } : {},
  },
  secrets: (settings) =>
    loginSecrets(settings, {
      'mysql-password': 'password',
      'mysql-root-password': 'admin-password',
      'mysql-replication-password': 'replication-password',
    }),
  store: (settings) => ({
    engine: 'mysql',
    host: `${settings.release}${settings.options.replicas > 1 ? '-primary' : ''}.${settings.namespace}.svc.cluster.local`,
    port: PORT,
    pods: bitnamiPods('mysql', settings.release, 'primary'),
    database: settings.options.database,
    secret: secretEntry(settings),
  }),
});
