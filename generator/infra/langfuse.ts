import type { HelmValues } from '../config/component-types.ts';
import type { Engine } from '../config/stores.ts';
import type { ObjectStore } from '../model/cloud.ts';
import type { StoreAddress } from '../model/component.ts';
import { text } from '../model/option-schema.ts';
import type { Platform } from '../model/platform.ts';
import { LOGIN_SCHEMAS, type LoginOptions, loginSecret, loginSecrets, SIZE_SCHEMAS } from './_database.ts';
import { defineComponentWith } from './_define.ts';
import { BUCKET_SCHEMAS, type BucketOptions, bucketOn, objectStoreKeys, objectStoreSecret } from './_object-store.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { identityAnnotations, identityPodLabels, PATIENT_LIVENESS } from './_shared.ts';

export interface LangfuseOptions extends LoginOptions, BucketOptions {
  /** Host of ClickHouse, which keeps the traces; the catalogue has none. */
  readonly clickhouse: string;
  /** Its pages are at `https://<host>.<domain of the environment>`. @default 'langfuse' */
  readonly host: string;
  /** Pods of the pages, and as many that write what comes in. @default 2 */
  readonly replicas: number;
  /** Component that is its PostgreSQL. @default the first of the platform */
  readonly postgresql: string;
  /** Component that is its Redis or Valkey. @default the first of the platform */
  readonly redis: string;
}

const PODS = { 'app.kubernetes.io/name': 'langfuse' };

/**
 * Traces of language models, with PostgreSQL and Redis of the platform and the cloud's object store; the databases of
 * its chart would make new passwords at every render. The entry of the secret store holds `password` of PostgreSQL,
 * `redis-password`, `clickhouse-password`, `salt`, `encryption-key` and `nextauth-secret`.
 */
export const langfuse = defineComponentWith<LangfuseOptions, 'clickhouse'>({
  kind: 'langfuse',
  summary: 'Traces of language models',
  chart: { repository: 'https://langfuse.github.io/langfuse-k8s', name: 'langfuse', version: '2.0.0' },
  namespace: 'langfuse',
  wave: 50,
  placement: 'everywhere',
  after: ['external-secrets'],
  requires: [],
  requiresOneOf: ['cnpg-cluster', 'postgresql', 'postgresql-ha'],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.langfuse.com/langfuse'],
  waivers: [
    {
      rules: ['POD-018'],
      targets: ['Deployment/{release}-*'],
      reason: 'Its pages are compiled into a cache beside the program when they are first asked for.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  storeClients: [
    { engine: 'postgresql', pods: PODS },
    { engine: 'redis', pods: PODS },
  ],
  identities: ['langfuse'],
  options: {
    properties: {
      ...LOGIN_SCHEMAS,
      ...BUCKET_SCHEMAS,
      clickhouse: text,
      host: text,
      replicas: SIZE_SCHEMAS.replicas,
      postgresql: { type: 'string' },
      redis: { type: 'string' },
    },
    required: ['clickhouse'],
  },
  defaults: {
    ...{ database: 'langfuse', user: 'langfuse', secret: '', buckets: {} },
    ...{ host: 'langfuse', replicas: 2, postgresql: '', redis: '' },
  },
  examples: [{ clickhouse: 'clickhouse.shop.example' }],
  values: {
    base: ({ release, options }, platform) => {
      const postgresql = storeOf(platform, 'postgresql', options.postgresql);
      const redis = storeOf(platform, 'redis', options.redis);
      const key = (name: string) => ({ secretKeyRef: { name: loginSecret(release), key: name } });
      return {
        fullnameOverride: release,
        langfuse: {
          // What a cloud gives to pods with an identity is no token of the API server.
          serviceAccount: { automountServiceAccountToken: false },
          salt: key('salt'),
          encryptionKey: key('encryption-key'),
          nextauth: { secret: key('nextauth-secret') },
          features: { telemetryEnabled: false, signUpDisabled: true },
          podSecurityContext: { runAsNonRoot: true, runAsUser: 1001 },
          securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: false },
          pod: { topologySpreadConstraints: spread({ ...PODS, 'app.kubernetes.io/instance': release }) },
          web: {
            replicas: options.replicas,
            resources: resources('500m', '1Gi', '2Gi'),
            livenessProbe: PATIENT_LIVENESS,
          },
          worker: { replicas: options.replicas, resources: resources('500m', '1Gi', '2Gi') },
        },
        postgresql: {
          deploy: false,
          host: postgresql?.host ?? '',
          port: postgresql?.port ?? null,
          auth: { username: options.user, database: options.database, existingSecret: loginSecret(release) },
        },
        redis: {
          deploy: false,
          host: redis?.host ?? '',
          auth: { existingSecret: loginSecret(release), existingSecretPasswordKey: 'redis-password' },
        },
        clickhouse: {
          deploy: false,
          crdCheck: false,
          host: options.clickhouse,
          auth: { existingSecret: loginSecret(release), existingSecretKey: 'clickhouse-password' },
        },
        s3: { deploy: false },
      };
    },
    environment: ({ options }, { domain }) => ({
      langfuse: { nextauth: { url: `https://${options.host}.${domain}` } },
    }),
    cluster: (settings, cluster, platform) => ({
      langfuse: {
        serviceAccount: { name: 'langfuse', ...identityAnnotations(settings, 'langfuse', cluster, platform) },
        ...podLabels(identityPodLabels(settings, 'langfuse', cluster, platform)),
      },
      s3: bucketValues(bucketOn(settings, cluster, platform.name), settings.release),
    }),
  },
  secrets: (settings, cluster) => [
    ...loginSecrets(settings, {
      password: 'password',
      'redis-password': 'redis-password',
      'clickhouse-password': 'clickhouse-password',
      salt: 'salt',
      'encryption-key': 'encryption-key',
      'nextauth-secret': 'nextauth-secret',
    }),
    ...(bucketOn(settings, cluster, '').credentials === 'identity' ? [] : [objectStoreKeys(settings.release)]),
  ],
});

function storeOf(platform: Platform, engine: Engine, name: string): StoreAddress | undefined {
  return platform.components
    .filter((one) => name === '' || one.name === name)
    .map((one) => one.definition.store?.(one.settings.base))
    .find((address) => address?.engine === engine);
}

/** The chart takes labels of pods below `pod`. */
function podLabels({ podLabels: labels }: { readonly podLabels?: HelmValues }): HelmValues {
  return labels === undefined ? {} : { pod: { labels } };
}

function bucketValues(store: ObjectStore, release: string): HelmValues {
  switch (store.type) {
    case 'gcs':
      return { storageProvider: 'gcs', bucket: store.bucket };
    case 'azure':
      return {
        storageProvider: 'azure',
        bucket: store.bucket,
        endpoint: `https://${store.account}.blob.core.windows.net`,
      };
    case 's3':
    case 'oss': {
      const key = (name: string) => ({ secretKeyRef: { name: objectStoreSecret(release), key: name } });
      return {
        storageProvider: 's3',
        bucket: store.bucket,
        region: store.region,
        endpoint: `https://${store.endpoint}`,
        forcePathStyle: store.addressing === 'path',
        ...(store.credentials === 'identity'
          ? {}
          : { accessKeyId: key('ACCESS_KEY_ID'), secretAccessKey: key('SECRET_ACCESS_KEY') }),
      };
    }
  }
}
