import { loginSecret, loginSecrets, secretEntry } from './_database.ts';
import { defineComponent } from './_define.ts';
import { bucketOn } from './_object-store.ts';
import {
  PERCONA_CHARTS,
  PERCONA_DEFAULTS,
  PERCONA_SCHEMAS,
  type PerconaOptions,
  perconaKeys,
  perconaName,
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
  kind: 'pxc-db',
  summary: 'MySQL cluster with failover and point-in-time recovery',
  chart: { repository: PERCONA_CHARTS, name: 'pxc-db', version: '1.20.0' },
  namespace: 'mysql',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'cert-manager', 'external-secrets', 'pxc-operator'],
  requires: ['cert-manager', 'pxc-operator'],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  podSecurity: 'baseline',
  stateful: true,
  serves: [
    { purpose: 'store', port: PORT, pods: PODS },
    { purpose: 'operator', operator: 'pxc-operator', port: PORT, pods: PODS },
    { purpose: 'operator', operator: 'pxc-operator', port: 33062, pods: PODS },
  ],
  identities: [],
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
      backup: options.backups
        ? {
            enabled: true,
            pitr: { enabled: true, storageName: 'log', resources: resources('100m', '256Mi', '256Mi') },
            schedule: [
              {
                name: 'full',
                schedule: options.schedule,
                storageName: 'bucket',
                retention: { type: 'count', count: options.keep, deleteFromStorage: true },
              },
            ],
          }
        : { enabled: false },
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
  secrets: (settings, cluster) => [
    ...loginSecrets(settings, { password: 'password' }),
    ...(settings.options.backups ? [perconaKeys(settings.release, cluster)] : []),
  ],
  store: (settings) => ({
    engine: 'mysql',
    host: `${perconaName(settings.release)}-haproxy.${settings.namespace}.svc.cluster.local`,
    port: PORT,
    pods: { 'app.kubernetes.io/instance': perconaName(settings.release), 'app.kubernetes.io/component': 'haproxy' },
    database: settings.options.database,
    secret: secretEntry(settings),
  }),
});
