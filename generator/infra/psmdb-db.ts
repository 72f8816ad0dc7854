import { loginAddress, loginSecret } from './_database.ts';
import { defineComponent } from './_define.ts';
import { bucketOn } from './_object-store.ts';
import {
  PERCONA_DEFAULTS,
  PERCONA_SCHEMAS,
  type PerconaOptions,
  perconaDatabase,
  perconaName,
  perconaSecrets,
  perconaStorage,
} from './_percona.ts';
import { resources } from './_pods.ts';

const PORT = 27017;
const MONGOD = { 'app.kubernetes.io/component': 'mongod' };

export interface PsmdbDbOptions extends PerconaOptions {}

/**
 * One MongoDB replica set of Percona's operator, with point-in-time recovery; clients take its members from `HOST`,
 * with `replicaSet=rs0`. The entry of the secret store holds `user` and `password`; `<component>-object-store` holds
 * keys of the bucket, which the backup agent wants on every cloud.
 */
export const psmdbDb = defineComponent<PsmdbDbOptions>({
  ...perconaDatabase({
    kind: 'psmdb-db',
    summary: 'MongoDB replica set with failover and point-in-time recovery',
    version: '1.22.2',
    namespace: 'mongodb',
    operator: 'psmdb-operator',
    requires: [],
    port: PORT,
    administration: PORT,
    pods: MONGOD,
  }),
  options: { properties: PERCONA_SCHEMAS, required: [] },
  defaults: PERCONA_DEFAULTS,
  examples: [{}, { backups: false }],
  values: {
    base: ({ release, options }) => ({
      fullnameOverride: perconaName(release),
      unsafeFlags: { replsetSize: options.replicas < 3 },
      replsets: {
        rs0: {
          size: options.replicas,
          resources: {
            ...resources(options.cpu, options.memory, options.memory),
            limits: { cpu: null, memory: options.memory },
          },
          volumeSpec: { pvc: { resources: { requests: { storage: options.storage } } } },
        },
      },
      sharding: { enabled: false },
      users: [
        {
          name: options.user,
          db: 'admin',
          passwordSecretRef: { name: loginSecret(release), key: 'password' },
          roles: [{ name: 'readWrite', db: options.database }],
        },
      ],
      logcollector: { resources: resources('50m', '128Mi', '128Mi') },
      backup: {
        enabled: options.backups,
        resources: resources('100m', '512Mi', '512Mi'),
        pitr: { enabled: options.backups },
        tasks: !options.backups
          ? []
          : [
              {
                name: 'full',
                enabled: true,
                schedule: options.schedule,
                storageName: 'bucket',
                compressionType: 'gzip',
                retention: { type: 'count', count: options.keep, deleteFromStorage: true },
              },
            ],
      },
    }),
    cloud: (_settings, cloud) => ({
      replsets: { rs0: { volumeSpec: { pvc: { storageClassName: cloud.blockStorageClass } } } },
    }),
    cluster: (settings, cluster, platform) =>
      settings.options.backups
        ? {
            backup: {
              storages: { bucket: perconaStorage(bucketOn(settings, cluster, platform.name), settings.release) },
            },
          }
        : {},
  },
  secrets: perconaSecrets,
  store: (settings) =>
    loginAddress(settings, {
      engine: 'mongodb',
      host: `${perconaName(settings.release)}-rs0`,
      port: PORT,
      pods: { 'app.kubernetes.io/instance': perconaName(settings.release), ...MONGOD },
    }),
});
