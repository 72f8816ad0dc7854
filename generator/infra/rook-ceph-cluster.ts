import type { HelmValues } from '../config/component-types.ts';
import type { NodePool } from '../config/types.ts';
import { count, flag, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { tolerationsOf } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

const BLOCK_CLASS = 'rook-ceph-block';
const FILE_CLASS = 'rook-cephfs';

export interface RookCephClusterOptions {
  /** Disks that Ceph takes on each node, as a regular expression on their names. @default '^nvme[1-9][0-9]*n1$' */
  readonly devices: string;
  /** Copies of everything, each on another node. @default 3 */
  readonly copies: number;
  /** Encryption on the disks. @default true */
  readonly encrypted: boolean;
  /** Node pool that its daemons stand on, of `clusters.<name>.nodes`, and nowhere else. @default any node */
  readonly nodes: string;
  /** Classes of snapshots, each the default of its driver; they need snapshot-controller. @default false */
  readonly snapshots: boolean;
}

/**
 * Ceph on the disks of the nodes: volumes for one pod, `rook-ceph-block`, and for several, `rook-cephfs`. Its daemons
 * are made by the operator, one monitor and one copy of data per node.
 */
export const rookCephCluster = defineComponent<RookCephClusterOptions>({
  kind: 'rook-ceph-cluster',
  summary: 'Storage on the disks of the nodes',
  chart: { repository: 'https://charts.rook.io/release', name: 'rook-ceph-cluster', version: 'v1.20.6' },
  namespace: 'rook-ceph',
  wave: 15,
  placement: 'everywhere',
  after: ['prometheus-operator-crds', 'rook-ceph', 'snapshot-controller'],
  requires: ['rook-ceph'],
  brings: {
    crds: {},
    clusterKinds: [
      ...CLUSTER_ROLES,
      { group: 'storage.k8s.io', kind: 'StorageClass' },
      { group: 'snapshot.storage.k8s.io', kind: 'VolumeSnapshotClass' },
    ],
    namespaces: [],
  },
  podSecurity: 'privileged',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 9283, pods: { app: 'rook-ceph-mgr' } }],
  identities: [],
  options: {
    properties: {
      devices: text,
      copies: { ...count, minimum: 1 },
      encrypted: flag,
      nodes: { type: 'string' },
      snapshots: flag,
    },
    required: [],
  },
  defaults: { devices: '^nvme[1-9][0-9]*n1$', copies: 3, encrypted: true, nodes: '', snapshots: false },
  examples: [{ snapshots: true }],
  values: {
    base: ({ namespace, options }, platform): HelmValues => ({
      operatorNamespace: namespace,
      monitoring: { enabled: hasMonitors(platform), createPrometheusRules: hasMonitors(platform) },
      cephClusterSpec: {
        mon: { count: options.copies > 1 ? 3 : 1 },
        mgr: { count: options.copies > 1 ? 2 : 1 },
        network: { connections: { encryption: { enabled: true } } },
        storage: {
          useAllNodes: true,
          useAllDevices: false,
          deviceFilter: options.devices,
          config: { encryptedDevice: String(options.encrypted) },
        },
      },
      cephFileSystems: [
        {
          name: 'ceph-filesystem',
          spec: {
            metadataPool: { replicated: { size: options.copies } },
            dataPools: [{ name: 'data0', failureDomain: 'host', replicated: { size: options.copies } }],
            metadataServer: { activeCount: 1, activeStandby: options.copies > 1 },
          },
          storageClass: { ...storageClass(FILE_CLASS, namespace, 'cephfs', 'ext4'), pool: 'data0' },
        },
      ],
      cephObjectStores: [],
      ...(options.snapshots
        ? {
            cephBlockPoolsVolumeSnapshotClass: { enabled: true, name: BLOCK_CLASS, isDefault: true },
            cephFileSystemVolumeSnapshotClass: { enabled: true, name: FILE_CLASS, isDefault: true },
          }
        : {}),
    }),
    cluster: ({ options }, { nodes }): HelmValues => {
      const pool = nodes[options.nodes];
      return pool === undefined ? {} : { cephClusterSpec: { placement: { all: onPool(pool) } } };
    },
    // Where the cloud has volumes of its own, they stay the usual ones.
    cloud: ({ namespace, options }, cloud): HelmValues => ({
      cephBlockPools: [
        {
          name: 'ceph-blockpool',
          spec: { failureDomain: 'host', replicated: { size: options.copies } },
          storageClass: {
            ...storageClass(BLOCK_CLASS, namespace, 'rbd', 'ext4'),
            isDefault: cloud.blockStorageClass === BLOCK_CLASS,
            volumeBindingMode: 'WaitForFirstConsumer',
          },
        },
      ],
    }),
  },
});

/** Ceph knows no node selector: the labels of the pool as an affinity, and what tolerates its taints. */
function onPool(pool: NodePool): HelmValues {
  const matchExpressions = Object.entries(pool.labels).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  return {
    nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions }] } },
    tolerations: tolerationsOf(pool),
  };
}

/** The lists of the chart are replaced as a whole, and with them the names of its drivers' Secrets. */
function storageClass(name: string, namespace: string, driver: string, fstype: string): HelmValues {
  const secrets = ['provisioner', 'controller-expand', 'controller-publish', 'node-stage'].flatMap((use) => [
    [`csi.storage.k8s.io/${use}-secret-name`, `rook-csi-${driver}-${use === 'node-stage' ? 'node' : 'provisioner'}`],
    [`csi.storage.k8s.io/${use}-secret-namespace`, namespace],
  ]);
  return {
    enabled: true,
    name,
    reclaimPolicy: 'Delete',
    allowVolumeExpansion: true,
    parameters: {
      ...(driver === 'rbd' ? { imageFormat: '2', imageFeatures: 'layering' } : {}),
      ...Object.fromEntries(secrets),
      'csi.storage.k8s.io/fstype': fstype,
    },
  };
}
