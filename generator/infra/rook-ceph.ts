import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, soleController } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

/** Operator of Ceph, on machines with disks of their own; a `rookCephCluster` is what it runs. */
export const rookCeph = defineComponent<object>({
  kind: 'rook-ceph',
  summary: 'Operator of Ceph storage',
  chart: { repository: 'https://charts.rook.io/release', name: 'rook-ceph', version: 'v1.20.6' },
  namespace: 'rook-ceph',
  wave: 10,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'ceph.rook.io': [
        'CephBlockPool',
        'CephBlockPoolRadosNamespace',
        'CephBucketNotification',
        'CephBucketTopic',
        'CephCOSIDriver',
        'CephClient',
        'CephCluster',
        'CephFilesystem',
        'CephFilesystemMirror',
        'CephFilesystemSubVolumeGroup',
        'CephNFS',
        'CephNVMeOFGateway',
        'CephObjectRealm',
        'CephObjectStore',
        'CephObjectStoreAccount',
        'CephObjectStoreUser',
        'CephObjectZone',
        'CephObjectZoneGroup',
        'CephRBDMirror',
      ],
      'csi.ceph.io': [
        'CephConnection',
        'ClientProfile',
        'ClientProfileMapping',
        'ClientProfileReplication',
        'Driver',
        'OperatorConfig',
      ],
      'objectbucket.io': ['ObjectBucket', 'ObjectBucketClaim'],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['docker.io/rook', 'quay.io/cephcsi'],
  waivers: [
    soleController('Deployment/ceph-csi-controller-manager', 'Deployment/rook-ceph-operator'),
    {
      rules: ['RBAC-002', 'RBAC-003', 'RBAC-004'],
      targets: ['ClusterRole/*', 'Role/rook-ceph-*'],
      reason:
        'It makes the daemons and drivers of Ceph, keeps their keys, and gives keys to whoever claims a bucket; one role is for people who administer its objects.',
    },
    {
      rules: ['POD-018'],
      targets: ['Deployment/rook-ceph-operator'],
      reason: 'It calls the programs of Ceph, which keep sockets and crash reports in its file system.',
    },
  ],
  // Its drivers mount devices of the host.
  podSecurity: 'privileged',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: (_settings, platform) => ({
      crds: { enabled: true },
      resources: resources('200m', '256Mi', '512Mi'),
      containerSecurityContext: { allowPrivilegeEscalation: false, seccompProfile: { type: 'RuntimeDefault' } },
      'ceph-csi-operator': {
        controllerManager: {
          // The chart says `latest` for it.
          manager: { image: { tag: 'v1.0.4' }, resources: { limits: { cpu: null } } },
          podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        },
      },
      monitoring: { enabled: hasMonitors(platform) },
    }),
  },
});
