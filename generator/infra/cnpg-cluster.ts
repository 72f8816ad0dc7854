import type { JsonObject, KubernetesObject } from '../contract/resource.ts';
import type { ObjectStore } from '../model/cloud.ts';
import { text } from '../model/option-schema.ts';
import {
  DEFAULT_LOGIN,
  DEFAULT_SIZE,
  keptIn,
  LOGIN_SCHEMAS,
  type LoginOptions,
  loginSecret,
  loginSecrets,
  SIZE_SCHEMAS,
  type SizeOptions,
} from './_database.ts';
import { defineComponent } from './_define.ts';
import { BUCKET_SCHEMAS, type BucketOptions, bucketOn, objectStoreKeys, objectStoreSecret } from './_object-store.ts';
import { resources } from './_pods.ts';
import { identityAnnotations, secretEntry } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';
import {
  DEFAULT_TENANTS,
  TENANT_SCHEMAS,
  type TenantOptions,
  tenantSecret,
  tenantSecrets,
  tenantsOf,
} from './_tenants.ts';

export interface CnpgClusterOptions extends SizeOptions, LoginOptions, BucketOptions, TenantOptions {
  /** Version of PostgreSQL. @default '17.6' */
  readonly version: string;
  /** When a base backup is taken, with seconds; the log goes out all the time. @default '0 0 3 * * *' */
  readonly schedule: string;
  /** How far back a point in time may lie. @default '30d' */
  readonly retention: string;
}

const PORT = 5432;
const PLUGIN = 'barman-cloud.cloudnative-pg.io';

/**
 * One PostgreSQL cluster of CloudNativePG, which fails over by itself, with point-in-time recovery from the object
 * store. The entry of the secret store holds `user` and `password`. On Azure its pods miss the label of workload
 * identity, which the chart cannot set: there the bucket takes keys through `values`.
 */
export const cnpgCluster = defineComponent<CnpgClusterOptions>({
  kind: 'cnpg-cluster',
  summary: 'PostgreSQL cluster with failover and point-in-time recovery',
  chart: { repository: 'https://cloudnative-pg.github.io/charts', name: 'cluster', version: '0.8.1' },
  namespace: 'postgresql',
  wave: 30,
  placement: 'everywhere',
  after: [
    'aws-ebs-csi-driver',
    'cloudnative-pg',
    'external-secrets',
    'plugin-barman-cloud',
    'prometheus-operator-crds',
  ],
  requires: ['cloudnative-pg', 'plugin-barman-cloud'],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  podSecurity: 'restricted',
  stateful: true,
  serves: [
    { purpose: 'store', port: PORT, pods: { 'cnpg.io/podRole': 'instance' } },
    { purpose: 'metrics', port: 9187, pods: { 'cnpg.io/podRole': 'instance' } },
    { purpose: 'operator', operator: 'cloudnative-pg', port: 8000, pods: { 'cnpg.io/podRole': 'instance' } },
  ],
  identities: ['cnpg-cluster'],
  options: {
    properties: {
      ...SIZE_SCHEMAS,
      ...LOGIN_SCHEMAS,
      ...BUCKET_SCHEMAS,
      ...TENANT_SCHEMAS,
      version: text,
      schedule: text,
      retention: text,
    },
    required: [],
  },
  defaults: {
    ...DEFAULT_SIZE,
    ...DEFAULT_LOGIN,
    ...DEFAULT_TENANTS,
    buckets: {},
    version: '17.6',
    schedule: '0 0 3 * * *',
    retention: '30d',
  },
  values: {
    base: (settings, platform) => {
      const { release, options } = settings;
      const tenants = tenantsOf(settings, platform);
      return {
        fullnameOverride: release,
        version: { postgresql: options.version },
        cluster: {
          instances: options.replicas,
          storage: { size: options.storage },
          resources: resources(options.cpu, options.memory, options.memory),
          initdb: { database: options.database, owner: options.user, secret: { name: loginSecret(release) } },
          // No more than this is lost when all volumes are: a quiet database sends its log, too.
          postgresql: { parameters: { archive_timeout: '5min' } },
          monitoring: { enabled: hasMonitors(platform) },
          // The chart's own object store is a hook, made anew by every sync: it stands in `needs` instead.
          plugins: [{ name: PLUGIN, isWALArchiver: true, parameters: { barmanObjectName: release } }],
          ...(tenants.length === 0
            ? {}
            : {
                roles: tenants.map((one) => ({
                  name: one.user,
                  login: true,
                  passwordSecret: { name: tenantSecret(release, one) },
                })),
              }),
        },
        ...(tenants.length === 0
          ? {}
          : {
              databases: tenants.map(({ user, database }) => ({
                name: database,
                owner: user,
                schemas: [{ name: user, owner: user }],
              })),
            }),
      };
    },
    cloud: (_settings, cloud) => ({ cluster: { storage: { storageClass: cloud.blockStorageClass } } }),
    cluster: (settings, cluster, platform) => {
      const { annotations } = identityAnnotations(settings, settings.release, cluster, platform);
      return annotations === undefined ? {} : { cluster: { serviceAccountTemplate: { metadata: { annotations } } } };
    },
  },
  secrets: (settings, cluster, platform) => [
    ...[
      ...loginSecrets(settings, { username: 'user', password: 'password' }),
      ...tenantSecrets(settings, platform, { username: 'user', password: 'password' }),
    ].map((secret) => ({
      ...secret,
      type: 'kubernetes.io/basic-auth',
    })),
    ...(bucketOn(settings, cluster, '').credentials === 'identity' ? [] : [objectStoreKeys(settings.release)]),
  ],
  manifests: {
    needs: (settings, cluster, platform): readonly KubernetesObject[] => {
      const { release, namespace, options } = settings;
      return [
        {
          apiVersion: 'barmancloud.cnpg.io/v1',
          kind: 'ObjectStore',
          metadata: { name: release, namespace, ...keptIn(cluster) },
          spec: {
            retentionPolicy: options.retention,
            configuration: {
              ...barmanStore(bucketOn(settings, cluster, platform.name), release),
              wal: { compression: 'gzip' },
              data: { compression: 'gzip' },
            },
            instanceSidecarConfiguration: { resources: resources('100m', '512Mi', '512Mi') },
          },
        },
      ];
    },
    shared: ({ release, namespace, options }): readonly KubernetesObject[] => [
      {
        apiVersion: 'postgresql.cnpg.io/v1',
        kind: 'ScheduledBackup',
        metadata: { name: `${release}-base`, namespace },
        spec: {
          schedule: options.schedule,
          immediate: true,
          method: 'plugin',
          pluginConfiguration: { name: PLUGIN },
          cluster: { name: release },
          backupOwnerReference: 'self',
        },
      },
    ],
  },
  store: (settings) => ({
    engine: 'postgresql',
    host: `${settings.release}-rw.${settings.namespace}.svc.cluster.local`,
    port: PORT,
    pods: { 'cnpg.io/cluster': settings.release, 'cnpg.io/podRole': 'instance' },
    database: settings.options.database,
    secret: secretEntry(settings),
    loginPerService: settings.options.schemaPerService,
  }),
});

/** The bucket in the words of Barman. */
function barmanStore(store: ObjectStore, release: string): JsonObject {
  switch (store.type) {
    case 'gcs':
      return { destinationPath: `gs://${store.bucket}/`, googleCredentials: { gkeEnvironment: true } };
    case 'azure':
      return {
        destinationPath: `https://${store.account}.blob.core.windows.net/${store.bucket}/`,
        azureCredentials: { inheritFromAzureAD: true },
      };
    case 's3':
    case 'oss': {
      const key = (name: string) => ({ name: objectStoreSecret(release), key: name });
      return {
        destinationPath: `s3://${store.bucket}/`,
        endpointURL: `https://${store.endpoint}`,
        s3Credentials:
          store.credentials === 'identity'
            ? { inheritFromIAMRole: true }
            : { accessKeyId: key('ACCESS_KEY_ID'), secretAccessKey: key('SECRET_ACCESS_KEY') },
      };
    }
  }
}
