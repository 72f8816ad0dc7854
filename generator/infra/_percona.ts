/** What the operators and databases of Percona have in common. */
import type { HelmValues } from '../config/component-types.ts';
import type { ObjectStore } from '../model/cloud.ts';
import type { ChartWaiver, ComponentSecret } from '../model/component.ts';
import { flag, type OptionSchema, text } from '../model/option-schema.ts';
import type { Cluster } from '../model/platform.ts';
import {
  DEFAULT_LOGIN,
  DEFAULT_SIZE,
  LOGIN_SCHEMAS,
  type LoginOptions,
  SIZE_SCHEMAS,
  type SizeOptions,
} from './_database.ts';
import { BUCKET_SCHEMAS, type BucketOptions, objectStoreKeys, objectStoreSecret } from './_object-store.ts';
import { soleController } from './_shared.ts';

export const PERCONA_CHARTS = 'https://percona.github.io/percona-helm-charts';
export const PERCONA_IMAGES = ['docker.io/percona'];

export interface PerconaOptions extends SizeOptions, LoginOptions, BucketOptions {
  /** Whether backups go to the object store, with the log that leads to any point in time. @default true */
  readonly backups: boolean;
  /** When a full backup is taken, as of cron. @default '0 3 * * *' */
  readonly schedule: string;
  /** How many full backups are kept. @default 14 */
  readonly keep: number;
}

export const PERCONA_SCHEMAS = {
  ...SIZE_SCHEMAS,
  ...LOGIN_SCHEMAS,
  ...BUCKET_SCHEMAS,
  backups: flag,
  schedule: text,
  keep: SIZE_SCHEMAS.replicas,
} as const satisfies Record<keyof PerconaOptions, OptionSchema>;

export const PERCONA_DEFAULTS: PerconaOptions = {
  ...DEFAULT_SIZE,
  ...DEFAULT_LOGIN,
  memory: '2Gi',
  buckets: {},
  backups: true,
  schedule: '0 3 * * *',
  keep: 14,
};

/** The charts cut names here. */
export function perconaName(release: string): string {
  return release.slice(0, 21).replace(/-$/, '');
}

/** Findings about an operator that watches every namespace, beside those of its own chart. */
export const PERCONA_WAIVERS: readonly ChartWaiver[] = [
  {
    rules: ['RBAC-003', 'RBAC-004'],
    targets: ['ClusterRole/{release}*'],
    reason:
      'It makes the pods, logins and certificates of database clusters in any namespace, and calls programs in their pods.',
  },
  soleController('Deployment/{release}*'),
];

const AWS_KEYS = ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const;

/** What the agents call the two keys of a bucket. */
const KEYS = {
  s3: AWS_KEYS,
  oss: AWS_KEYS,
  gcs: AWS_KEYS,
  azure: ['AZURE_STORAGE_ACCOUNT_NAME', 'AZURE_STORAGE_ACCOUNT_KEY'],
} as const satisfies Record<ObjectStore['type'], readonly [string, string]>;

/** The agents take keys, not identities. @returns the Secret with those of the bucket */
export function perconaKeys(release: string, cluster: Cluster): ComponentSecret {
  return objectStoreKeys(release, KEYS[cluster.cloud.objectStore('').type]);
}

/** A bucket as an entry of `backup.storages`; Google's through its S3 interface, with an HMAC key. */
export function perconaStorage(store: ObjectStore, release: string): HelmValues {
  const credentialsSecret = objectStoreSecret(release);
  switch (store.type) {
    case 'azure':
      return { type: 'azure', azure: { container: store.bucket, credentialsSecret } };
    case 'gcs':
      return s3({ bucket: store.bucket, region: 'us-east-1', host: 'storage.googleapis.com', credentialsSecret });
    case 's3':
    case 'oss':
      return s3({ bucket: store.bucket, region: store.region, host: store.endpoint, credentialsSecret });
  }
}

function s3(options: { bucket: string; region: string; host: string; credentialsSecret: string }): HelmValues {
  const { host, ...rest } = options;
  return { type: 's3', s3: { ...rest, endpointUrl: `https://${host}` } };
}
