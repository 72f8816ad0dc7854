/** What the operators and databases of Percona have in common. */
import type { HelmValues } from '../config/component-types.ts';
import type { ObjectStore } from '../model/cloud.ts';
import type { ChartWaiver, ComponentDefinition, ComponentSecret, ComponentSettings } from '../model/component.ts';
import { flag, type OptionSchema, text } from '../model/option-schema.ts';
import type { Cluster } from '../model/platform.ts';
import { DATABASE_SCHEMAS, type DatabaseOptions, DEFAULT_DATABASE, loginSecrets } from './_database.ts';
import { BUCKET_SCHEMAS, type BucketOptions, objectStoreKeys, objectStoreSecret } from './_object-store.ts';
import { CLUSTER_ROLES, soleController } from './_shared.ts';

const PERCONA_CHARTS = 'https://percona.github.io/percona-helm-charts';

export interface PerconaOptions extends DatabaseOptions, BucketOptions {
  /** Whether backups go to the object store, with the log that leads to any point in time. @default true */
  readonly backups: boolean;
  /** When a full backup is taken, as of cron. @default '0 3 * * *' */
  readonly schedule: string;
  /** How many full backups are kept. @default 14 */
  readonly keep: number;
}

export const PERCONA_SCHEMAS = {
  ...DATABASE_SCHEMAS,
  ...BUCKET_SCHEMAS,
  backups: flag,
  schedule: text,
  keep: DATABASE_SCHEMAS.replicas,
} as const satisfies Record<keyof PerconaOptions, OptionSchema>;

export const PERCONA_DEFAULTS: PerconaOptions = {
  ...DEFAULT_DATABASE,
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

interface PerconaOperator {
  readonly kind: string;
  readonly summary: string;
  readonly version: string;
  readonly requires: readonly string[];
  readonly crds: Readonly<Record<string, readonly string[]>>;
  /** Findings that its chart cannot mend. */
  readonly waiver: ChartWaiver;
  readonly values: HelmValues;
}

/** @returns the definition of an operator that watches every namespace, from one of its own */
export function perconaOperator(operator: PerconaOperator): ComponentDefinition {
  const { kind, summary, version, requires, crds, waiver, values } = operator;
  return {
    kind,
    summary,
    chart: { repository: PERCONA_CHARTS, name: kind, version },
    namespace: kind,
    wave: 20,
    placement: 'everywhere',
    after: ['cert-manager'],
    requires,
    brings: { crds, clusterKinds: CLUSTER_ROLES, namespaces: [] },
    images: ['docker.io/percona'],
    waivers: [...PERCONA_WAIVERS, waiver],
    podSecurity: 'restricted',
    stateful: false,
    serves: [{ purpose: 'metrics', port: 8080, pods: { 'app.kubernetes.io/name': kind } }],
    identities: [],
    options: { properties: {}, required: [] },
    defaults: {},
    values: { base: () => ({ watchAllNamespaces: true, disableTelemetry: true, ...values }) },
  };
}

interface PerconaDatabase {
  readonly kind: string;
  readonly summary: string;
  readonly version: string;
  readonly namespace: string;
  readonly operator: string;
  readonly requires: readonly string[];
  readonly port: number;
  /** Port by which the operator logs in beside it. */
  readonly administration: number;
  readonly pods: Readonly<Record<string, string>>;
}

/** What is true of every database that these operators run. */
export function perconaDatabase(database: PerconaDatabase): PerconaBasics {
  const { kind, summary, version, namespace, operator, port, administration, pods } = database;
  const requires = [...database.requires, operator];
  return {
    kind,
    summary,
    chart: { repository: PERCONA_CHARTS, name: kind, version },
    namespace,
    wave: 30,
    placement: 'everywhere',
    after: ['aws-ebs-csi-driver', 'external-secrets', ...requires],
    requires,
    brings: { crds: {}, clusterKinds: [], namespaces: [] },
    podSecurity: 'baseline',
    stateful: true,
    serves: [
      { purpose: 'store', port, pods },
      ...[...new Set([port, administration])].map((one) => ({
        ...{ purpose: 'operator' as const, operator, port: one, pods },
      })),
    ],
    identities: [],
  };
}

type PerconaBasics = Pick<
  ComponentDefinition,
  | 'kind'
  | 'summary'
  | 'chart'
  | 'namespace'
  | 'wave'
  | 'placement'
  | 'after'
  | 'requires'
  | 'brings'
  | 'podSecurity'
  | 'stateful'
  | 'serves'
  | 'identities'
>;

/** Secrets of a database: the password of its user, and the keys of its bucket. */
export function perconaSecrets(
  settings: ComponentSettings<PerconaOptions>,
  cluster: Cluster,
): readonly ComponentSecret[] {
  return [
    ...loginSecrets(settings, { password: 'password' }),
    ...(settings.options.backups ? [perconaKeys(settings.release, cluster)] : []),
  ];
}

/** Findings about an operator that watches every namespace, beside those of its own chart. */
const PERCONA_WAIVERS: readonly ChartWaiver[] = [
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
function perconaKeys(release: string, cluster: Cluster): ComponentSecret {
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
