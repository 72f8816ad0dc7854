import type { HelmValues } from '../config/component-types.ts';
import { mergeHelmValues } from '../model/helm-values.ts';
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

/** The chart forgets most of it for the exporter, and takes it under the name of the pod's. */
const EXPORTER_SECURITY: HelmValues = {
  metrics: {
    podSecurityContext: {
      allowPrivilegeEscalation: false,
      capabilities: { drop: ['ALL'] },
      readOnlyRootFilesystem: true,
    },
  },
};

export interface PostgresqlHaOptions extends SizeOptions, LoginOptions {
  /** Pods that take the connections and send writes to the primary. @default 2 */
  readonly poolers: number;
}

/**
 * PostgreSQL with repmgr, which promotes a standby, behind Pgpool, from the Bitnami chart. The entry of the secret
 * store holds `user`, `password`, `admin-password`, `repmgr-password`, `pgpool-admin-password`, `sr-check-password`.
 */
export const postgresqlHa = defineComponent<PostgresqlHaOptions>({
  kind: 'postgresql-ha',
  summary: 'Relational database that fails over by itself',
  chart: { repository: BITNAMI_CHARTS, name: 'postgresql-ha', version: '16.3.4' },
  namespace: 'postgresql',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: LEGACY_IMAGES,
  podSecurity: 'restricted',
  stateful: true,
  serves: [
    { purpose: 'store', port: PORT, pods: { 'app.kubernetes.io/name': 'postgresql-ha' } },
    { purpose: 'metrics', port: 9187, pods: { 'app.kubernetes.io/name': 'postgresql-ha' } },
  ],
  identities: [],
  options: { properties: { ...SIZE_SCHEMAS, ...LOGIN_SCHEMAS, poolers: SIZE_SCHEMAS.replicas }, required: [] },
  defaults: { ...DEFAULT_SIZE, ...DEFAULT_LOGIN, poolers: 2 },
  values: {
    base: ({ release, options }, platform) => ({
      ...bitnamiValues(release),
      postgresql: {
        image: legacyImage('postgresql-repmgr'),
        replicaCount: options.replicas,
        username: options.user,
        database: options.database,
        existingSecret: loginSecret(release),
        resources: resources(options.cpu, options.memory, options.memory),
        topologySpreadConstraints: spread(bitnamiPods('postgresql-ha', release, 'postgresql')),
        ...NO_NETWORK_POLICY,
      },
      pgpool: {
        image: legacyImage('pgpool'),
        replicaCount: options.poolers,
        existingSecret: loginSecret(release),
        resources: resources('250m', '512Mi', '512Mi'),
        topologySpreadConstraints: spread(bitnamiPods('postgresql-ha', release, 'pgpool')),
        ...NO_NETWORK_POLICY,
      },
      persistence: { size: options.storage },
      ...mergeHelmValues(bitnamiMetrics(platform, 'postgres-exporter'), EXPORTER_SECURITY),
    }),
    cloud: bitnamiStorage,
    environment: (_settings, environment) =>
      environment.protected ? { postgresql: HARD_ANTI_AFFINITY, pgpool: HARD_ANTI_AFFINITY } : {},
  },
  secrets: (settings) =>
    loginSecrets(settings, {
      password: 'password',
      'postgres-password': 'admin-password',
      'repmgr-password': 'repmgr-password',
      'admin-password': 'pgpool-admin-password',
      'sr-check-password': 'sr-check-password',
    }),
  store: (settings) => ({
    engine: 'postgresql',
    host: `${settings.release}-pgpool.${settings.namespace}.svc.cluster.local`,
    port: PORT,
    pods: bitnamiPods('postgresql-ha', settings.release, 'pgpool'),
    database: settings.options.database,
    secret: secretEntry(settings),
  }),
});
