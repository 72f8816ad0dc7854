import type { HelmValues } from '../config/component-types.ts';
import { mapOf, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, identityAnnotations } from './_shared.ts';

export interface AwsEfsCsiDriverOptions {
  /** Cluster → id of its file system; without one, volumes are bound to access points that exist. @default none */
  readonly fileSystems: Readonly<Record<string, string>>;
}

/** File volumes on AWS, which several pods write: class `efs`, an access point for each volume. */
export const awsEfsCsiDriver = defineComponent<AwsEfsCsiDriverOptions>({
  kind: 'aws-efs-csi-driver',
  summary: 'File volumes on AWS',
  chart: {
    repository: 'https://kubernetes-sigs.github.io/aws-efs-csi-driver',
    name: 'aws-efs-csi-driver',
    version: '4.4.1',
  },
  namespace: 'kube-system',
  wave: 0,
  placement: 'everywhere',
  answers: 'file-storage',
  classOption: 'fileSystems',
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
  images: ['public.ecr.aws/efs-csi-driver', 'public.ecr.aws/csi-components'],
  waivers: [
    {
      rules: ['POD-001', 'POD-002', 'POD-003', 'POD-006', 'POD-007', 'POD-008', 'POD-010', 'POD-018'],
      targets: ['DaemonSet/efs-csi-node', 'Deployment/efs-csi-controller'],
      reason:
        'It mounts file systems: on the node for its pods, in its network so that mounts outlive a pod, and in the controller to delete what a volume leaves behind.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [],
  identities: ['efs-csi-controller-sa'],
  options: { properties: { fileSystems: mapOf(text) }, required: [] },
  defaults: { fileSystems: {} },
  examples: [{}, { fileSystems: { aws: 'fs-0123456789abcdef0' } }],
  values: {
    base: () => ({
      // As a hook it would be deleted and made again with every sync.
      useHelmHooksForCSIDriver: false,
      controller: {
        replicaCount: 2,
        podDisruptionBudget: { enabled: true },
        resources: resources('50m', '128Mi', '256Mi'),
      },
      node: { resources: resources('50m', '128Mi', '512Mi') },
      sidecars: Object.fromEntries(
        ['livenessProbe', 'nodeDriverRegistrar', 'csiProvisioner'].map((name) => [
          name,
          { resources: resources('10m', '32Mi', '128Mi'), securityContext: CONFINED },
        ]),
      ),
    }),
    cluster: (settings, cluster, platform) => ({
      controller: { serviceAccount: identityAnnotations(settings, 'efs-csi-controller-sa', cluster, platform) },
      ...storageClass(settings.options.fileSystems[cluster.name]),
    }),
  },
});

/** The chart's own, without the capabilities that it leaves. */
const CONFINED = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ['ALL'] },
  seccompProfile: { type: 'RuntimeDefault' },
};

function storageClass(fileSystemId: string | undefined): HelmValues {
  if (fileSystemId === undefined) return {};
  const parameters = { provisioningMode: 'efs-ap', fileSystemId, directoryPerms: '700' };
  return { storageClasses: [{ name: 'efs', reclaimPolicy: 'Delete', volumeBindingMode: 'Immediate', parameters }] };
}
