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

const PORT = 3306;
const PODS = { 'app.kubernetes.io/name': 'percona-xtradb-cluster' };

export interface PxcDbOptions extends PerconaOptions {
  /** Pods that take the connections and send them to the node that writes. @default 2 */
  readonly proxies: number;
}

/**
 * One XtraDB cluster of Percona's operator behind HAProxy, with point-in-time recovery. The entry of the secret store
 * holds `user` and `password`; `<component>-object-store` holds keys of the bucket, which the backup jobs want on every
 * cloud. Its certificates come from cert-manager: the chart's own would differ at every render.
 */
export const pxcDb = defineComponent<PxcDbOptions>({
  ...perconaDatabase({
    kind: 'pxc-db',
    summary: 'MySQL cluster with failover and point-in-time recovery',
    version: '1.20.0',
    namespace: 'mysql',
    operator: 'pxc-operator',
    requires: ['cert-manager'],
    port: PORT,
    administration: 33062,
    pods: PODS,
  }),
  options: { properties: { ...PERCONA_SCHEMAS, proxies: PERCONA_SCHEMAS.replicas }, required: [] },
  defaults: { ...PERCONA_DEFAULTS, proxies: 2 },
  examples: [{}, { backups: false }],
  values: {
    base: ({ release, options }) => ({
      fullnameOverride: perconaName(release),
      unsafeFlags: { pxcSize: options.replicas < 3, proxySize: options.proxies < 2 },
      pxc: {
        size: options.replicas,
        certManager: true,
        resources: resources(options.cpu, options.memory, options.memory),
        persistence: { size: options.storage },
      },
      haproxy: { size: options.proxies, resources: resources('100m', '256Mi', '256Mi') },
      logcollector: { resources: resources('50m', '128Mi', '128Mi') },
      users: [
        {
          name: options.user,
          dbs: [options.database],
          hosts: ['%'],
          passwordSecretRef: { name: loginSecret(release), key: 'password' },
          grants: ['ALL PRIVILEGES'],
        },
      ],
      backup: {
        enabled: options.backups,
        pitr: { enabled: options.backups, storageName: 'log', resources: resources('100m', '256Mi', '256Mi') },
        schedule: !options.backups
          ? []
          : [
              {
                name: 'full',
                schedule: options.schedule,
                storageName: 'bucket',
                retention: { type: 'count', count: options.keep, deleteFromStorage: true },
              },
            ],
      },
    }),
    cloud: (_settings, cloud) => ({ pxc: { persistence: { storageClass: cloud.blockStorageClass } } }),
    cluster: (settings, cluster, platform) => {
      if (!settings.options.backups) return {};
      const store = bucketOn(settings, cluster, platform.name);
      const job = { resources: resources('250m', '512Mi', '512Mi') };
      return {
        backup: {
          storages: {
            bucket: { ...perconaStorage(store, settings.release), ...job },
            // The log may not share a folder with full backups.
            log: { ...perconaStorage({ ...store, bucket: `${store.bucket}/log` }, settings.release), ...job },
          },
        },
      };
    },
  },
  secrets: perconaSecrets,
  store: (settings) =>
    loginAddress(settings, {
      engine: 'mysql',
      host: `${perconaName(settings.release)}-haproxy`,
      port: PORT,
      pods: { 'app.kubernetes.io/instance': perconaName(settings.release), 'app.kubernetes.io/component': 'haproxy' },
    }),
});
