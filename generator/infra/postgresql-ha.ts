import type { HelmValues } from '../config/component-types.ts';
import { mergeHelmValues } from '../model/helm-values.ts';
import {
  bitnamiBasics,
  bitnamiMetrics,
  bitnamiPods,
  bitnamiStorage,
  bitnamiValues,
  HARD_ANTI_AFFINITY,
  legacyImage,
  NO_NETWORK_POLICY,
} from './_bitnami.ts';
import {
  DATABASE_SCHEMAS,
  type DatabaseOptions,
  DEFAULT_DATABASE,
  loginAddress,
  loginSecret,
  loginSecrets,
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

export interface PostgresqlHaOptions extends DatabaseOptions {
  /** Pods that take the connections and send writes to the primary. @default 2 */
  readonly poolers: number;
}

/**
 * PostgreSQL with repmgr, which promotes a standby, behind Pgpool, from the Bitnami chart. The entry of the secret
 * store holds `user`, `password`, `admin-password`, `repmgr-password`, `pgpool-admin-password`, `sr-check-password`.
 */
export const postgresqlHa = defineComponent<PostgresqlHaOptions>({
  ...bitnamiBasics({ kind: 'postgresql-ha', version: '16.3.4', namespace: 'postgresql', port: PORT, metrics: 9187 }),
  summary: 'Relational database that fails over by itself',
  options: { properties: { ...DATABASE_SCHEMAS, poolers: DATABASE_SCHEMAS.replicas }, required: [] },
  defaults: { ...DEFAULT_DATABASE, poolers: 2 },
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
  store: (settings) =>
    loginAddress(settings, {
      engine: 'postgresql',
      host: `${settings.release}-pgpool`,
      port: PORT,
      pods: bitnamiPods('postgresql-ha', settings.release, 'pgpool'),
    }),
});
