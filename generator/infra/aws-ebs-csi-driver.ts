import { text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, identityAnnotations } from './_shared.ts';

export interface AwsEbsCsiDriverOptions {
  /** Volume type of the default class. @default 'gp3' */
  readonly volumeType: string;
}

/** The chart's own, without the capabilities that it leaves. */
const CONFINED = {
  seccompProfile: { type: 'RuntimeDefault' },
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  allowPrivilegeEscalation: false,
};
const SIDECARS = ['provisioner', 'attacher', 'resizer', 'snapshotter', 'livenessProbe', 'nodeDriverRegistrar'];

/** Block volumes on AWS. */
export const awsEbsCsiDriver = defineComponent<AwsEbsCsiDriverOptions>({
  kind: 'aws-ebs-csi-driver',
  summary: 'Block volumes on AWS',
  chart: {
    repository: 'https://kubernetes-sigs.github.io/aws-ebs-csi-driver',
    name: 'aws-ebs-csi-driver',
    version: '2.64.0',
  },
  namespace: 'kube-system',
  wave: 0,
  placement: 'everywhere',
  answers: 'block-storage',
  after: [],
  requires: [],
  brings: {
    crds: {},
    clusterKinds: [
      ...CLUSTER_ROLES,
      { group: 'storage.k8s.io', kind: 'CSIDriver' },
      { group: 'storage.k8s.io', kind: 'StorageClass' },
    ],
    namespaces: [],
  },
  images: ['public.ecr.aws'],
  waivers: [
    {
      rules: ['POD-001', 'POD-003', 'POD-006', 'POD-007', 'POD-008', 'POD-010'],
      targets: ['DaemonSet/ebs-csi-node'],
      reason: 'It formats and mounts the disks of the node for its pods, and registers with the kubelet, as root.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [],
  identities: ['ebs-csi-controller-sa'],
  options: { properties: { volumeType: text }, required: [] },
  defaults: { volumeType: 'gp3' },
  values: {
    base: ({ options }) => ({
      controller: { replicaCount: 2, containerSecurityContext: CONFINED },
      sidecars: Object.fromEntries(SIDECARS.map((name) => [name, { securityContext: CONFINED }])),
      node: { enableWindows: false },
      storageClasses: [
        {
          name: 'gp3',
          annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' },
          // Zonal volumes: the zone is known once a pod is.
          volumeBindingMode: 'WaitForFirstConsumer',
          allowVolumeExpansion: true,
          reclaimPolicy: 'Delete',
          parameters: { type: options.volumeType, encrypted: 'true' },
        },
      ],
      helmTester: { enabled: false },
    }),
    cluster: (settings, cluster, platform) => ({
      controller: {
        region: cluster.cloud.region,
        serviceAccount: identityAnnotations(settings, 'ebs-csi-controller-sa', cluster, platform),
      },
    }),
  },
});
