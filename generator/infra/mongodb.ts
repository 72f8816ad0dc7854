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

const PORT = 27017;

export interface MongodbOptions extends SizeOptions, LoginOptions {}

/**
 * MongoDB from the Bitnami chart: one replica set, which elects its primary; clients take its members from `HOST`, the
 * headless service, with `replicaSet=rs0`. The entry of the secret store holds `user`, `password`, `admin-password`,
 * `metrics-password`, `replica-set-key`.
 */
export const mongodb = defineComponent<MongodbOptions>({
  kind: 'mongodb',
  summary: 'Document database: a replica set',
  chart: { repository: BITNAMI_CHARTS, name: 'mongodb', version: '17.0.2' },
  namespace: 'mongodb',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: LEGACY_IMAGES,
  podSecurity: 'restricted',
  stateful: true,
  serves: [
    { purpose: 'store', port: PORT, pods: { 'app.kubernetes.io/name': 'mongodb' } },
    { purpose: 'metrics', port: 9216, pods: { 'app.kubernetes.io/name': 'mongodb' } },
  ],
  identities: [],
  options: { properties: { ...SIZE_SCHEMAS, ...LOGIN_SCHEMAS }, required: [] },
  defaults: { ...DEFAULT_SIZE, ...DEFAULT_LOGIN },
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
  store: (settings) => ({
    engine: 'mongodb',
    host: `${settings.release}-headless.${settings.namespace}.svc.cluster.local`,
    port: PORT,
    pods: bitnamiPods('mongodb', settings.release, 'mongodb'),
    database: settings.options.database,
    secret: secretEntry(settings),
  }),
});
