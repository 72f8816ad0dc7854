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

const PORT = 27017;

export interface MongodbOptions extends DatabaseOptions {}

/**
 * MongoDB from the Bitnami chart: one replica set, which elects its primary; clients take its members from `HOST`, the
 * headless service, with `replicaSet=rs0`. The entry of the secret store holds `user`, `password`, `admin-password`,
 * `metrics-password`, `replica-set-key`.
 */
export const mongodb = defineComponent<MongodbOptions>({
  ...bitnamiBasics({ kind: 'mongodb', version: '17.0.2', port: PORT, metrics: 9216 }),
  summary: 'Document database: a replica set',
  options: { properties: DATABASE_SCHEMAS, required: [] },
  defaults: DEFAULT_DATABASE,
  values: {
    base: ({ release, options }, platform) => ({
      ...bitnamiValues(release),
      ...NO_NETWORK_POLICY,
      image: legacyImage('mongodb'),
      architecture: 'replicaset',
      replicaCount: options.replicas,
      // Two members and a volume-less third one elect no primary when the wrong one is gone: members are odd, and whole.
      arbiter: { enabled: false },
      auth: { usernames: [options.user], databases: [options.database], existingSecret: loginSecret(release) },
      persistence: { size: options.storage },
      resources: resources(options.cpu, options.memory, options.memory),
      topologySpreadConstraints: spread(bitnamiPods('mongodb', release, 'mongodb')),
      ...bitnamiMetrics(platform, 'mongodb-exporter'),
    }),
    cloud: bitnamiStorage,
    environment: (_settings, environment) => (environment.protected ? HARD_ANTI_AFFINITY : {}),
  },
  secrets: (settings) =>
    loginSecrets(settings, {
      'mongodb-passwords': 'password',
      'mongodb-root-password': 'admin-password',
      'mongodb-metrics-password': 'metrics-password',
      'mongodb-replica-set-key': 'replica-set-key',
    }),
  store: (settings) =>
    loginAddress(settings, {
      engine: 'mongodb',
      host: `${settings.release}-headless`,
      port: PORT,
      pods: bitnamiPods('mongodb', settings.release, 'mongodb'),
    }),
});
