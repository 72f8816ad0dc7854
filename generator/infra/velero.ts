import type { HelmValues } from '../config/component-types.ts';
import type { ObjectStore } from '../model/cloud.ts';
import { flag, mapOf, shape, text, textList } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { BUCKET_SCHEMAS, type BucketOptions, bucketOn, objectStoreKeys, objectStoreSecret } from './_object-store.ts';
import { EVERY_NODE, RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { identityAnnotations, identityPodLabels, soleController } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

export interface VeleroSchedule {
  /** As of cron. */
  readonly schedule: string;
  /** How long a backup is kept, e.g. `720h`. */
  readonly keep: string;
  /** @default all */
  readonly namespaces?: readonly string[];
}

export interface VeleroOptions extends BucketOptions {
  /** Schedule → when and what. @default `daily` at 02:00, kept 30 days */
  readonly schedules: Readonly<Record<string, VeleroSchedule>>;
  /** Whether files of volumes are copied into the bucket too, by an agent on each node. @default true */
  readonly volumes: boolean;
}

const PLUGIN_VERSION = 'v1.14.2';
const PODS = { 'app.kubernetes.io/name': 'velero' };

/** Backups of objects and volumes into the cloud's object store. */
export const velero = defineComponent<VeleroOptions>({
  kind: 'velero',
  summary: 'Backups of objects and volumes',
  chart: { repository: 'https://vmware-tanzu.github.io/helm-charts', name: 'velero', version: '12.1.0' },
  namespace: 'velero',
  wave: 20,
  placement: 'everywhere',
  after: ['external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'velero.io': [
        'Backup',
        'BackupRepository',
        'BackupStorageLocation',
        'DataDownload',
        'DataUpload',
        'DeleteBackupRequest',
        'DownloadRequest',
        'PodVolumeBackup',
        'PodVolumeRestore',
        'Restore',
        'Schedule',
        'ServerStatusRequest',
        'VolumeSnapshotLocation',
      ],
    },
    clusterKinds: [{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' }],
    namespaces: [],
  },
  images: ['docker.io/velero'],
  waivers: [
    soleController('Deployment/velero'),
    {
      rules: ['RBAC-001', 'RBAC-002', 'RBAC-003', 'RBAC-004', 'RBAC-005'],
      targets: ['ClusterRoleBinding/{release}*', 'Role/{release}*'],
      reason: 'It reads every object of the cluster for a backup, and makes it again from one, roles and Secrets too.',
    },
    {
      rules: ['POD-003', 'POD-006', 'POD-008', 'POD-018'],
      targets: ['DaemonSet/node-agent'],
      reason:
        'It reads the files of other pods’ volumes through the host, whoever owns them, and keeps indexes in its own.',
    },
  ],
  // The agent reads the volumes of all pods through the host.
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8085, pods: PODS }],
  identities: ['velero'],
  options: {
    properties: {
      ...BUCKET_SCHEMAS,
      schedules: mapOf(shape({ schedule: text, keep: text, namespaces: textList }, ['schedule', 'keep'])),
      volumes: flag,
    },
    required: [],
  },
  defaults: { buckets: {}, schedules: { daily: { schedule: '0 2 * * *', keep: '720h' } }, volumes: true },
  examples: [{}, { volumes: false }],
  values: {
    base: ({ options }, platform): HelmValues => ({
      resources: resources('200m', '512Mi', '512Mi'),
      podSecurityContext: { runAsNonRoot: true, runAsUser: 1000, fsGroup: 1000 },
      containerSecurityContext: RESTRICTED_CONTAINER,
      // The two of the chart are one: a server that is busy with a large backup would be restarted.
      livenessProbe: { failureThreshold: 20 },
      // Argo CD upgrades the definitions itself; the job would run at every sync.
      upgradeCRDs: false,
      snapshotsEnabled: false,
      configuration: { uploaderType: 'kopia', defaultVolumesToFsBackup: options.volumes },
      deployNodeAgent: options.volumes,
      nodeAgent: {
        resources: resources('100m', '512Mi', '1Gi'),
        tolerations: EVERY_NODE,
        containerSecurityContext: { allowPrivilegeEscalation: false, seccompProfile: { type: 'RuntimeDefault' } },
      },
      metrics: { serviceMonitor: { enabled: hasMonitors(platform) } },
      schedules: Object.fromEntries(
        Object.entries(options.schedules)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, { schedule, keep, namespaces }]) => [
            name,
            { schedule, template: { ttl: keep, includedNamespaces: namespaces ?? ['*'], storageLocation: 'default' } },
          ]),
      ),
    }),
    cluster: (settings, cluster, platform) => {
      const store = bucketOn(settings, cluster, platform.name);
      const { plugin, provider, config } = locationOf(store);
      const { annotations } = identityAnnotations(settings, 'velero', cluster, platform);
      return {
        initContainers: [
          {
            name: plugin,
            image: `docker.io/velero/${plugin}:${PLUGIN_VERSION}`,
            resources: resources('50m', '64Mi', '64Mi'),
            securityContext: RESTRICTED_CONTAINER,
            volumeMounts: [{ name: 'plugins', mountPath: '/target' }],
          },
        ],
        configuration: {
          backupStorageLocation: [{ name: 'default', default: true, provider, bucket: store.bucket, config }],
        },
        credentials:
          store.credentials === 'identity'
            ? { useSecret: false }
            : { existingSecret: objectStoreSecret(settings.release) },
        serviceAccount: { server: { name: 'velero', ...(annotations === undefined ? {} : { annotations }) } },
        ...identityPodLabels(settings, 'velero', cluster, platform),
      };
    },
  },
  secrets: (settings, cluster) =>
    bucketOn(settings, cluster, '').credentials === 'identity'
      ? []
      : [
          {
            ...objectStoreKeys(settings.release, ['id', 'key']),
            // The plugin reads a file of the AWS command line.
            template: { cloud: '[default]\naws_access_key_id={{ .id }}\naws_secret_access_key={{ .key }}\n' },
          },
        ],
});

interface Location {
  readonly plugin: string;
  readonly provider: string;
  readonly config: HelmValues;
}

function locationOf(store: ObjectStore): Location {
  switch (store.type) {
    case 'gcs':
      return { plugin: 'velero-plugin-for-gcp', provider: 'gcp', config: {} };
    case 'azure':
      return {
        plugin: 'velero-plugin-for-microsoft-azure',
        provider: 'azure',
        config: { storageAccount: store.account, useAAD: 'true' },
      };
    case 's3':
    case 'oss':
      return {
        plugin: 'velero-plugin-for-aws',
        provider: 'aws',
        config: {
          region: store.region,
          ...(store.credentials === 'identity'
            ? {}
            : {
                s3Url: `https://${store.endpoint}`,
                s3ForcePathStyle: String(store.addressing === 'path'),
                // Stores that only speak like Amazon's do not know its newer checksums.
                checksumAlgorithm: '',
              }),
        },
      };
  }
}
