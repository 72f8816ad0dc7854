import { defineComponent } from './_define.ts';
import { EVERY_NODE, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';

/** Secrets Manager and Parameter Store for the Secrets Store CSI driver; pods log in with their own roles. */
export const secretsStoreProviderAws = defineComponent<object>({
  kind: 'secrets-store-provider-aws',
  summary: 'Secrets Manager and Parameter Store as files in pods, on AWS',
  chart: {
    repository: 'https://aws.github.io/secrets-store-csi-driver-provider-aws',
    name: 'secrets-store-csi-driver-provider-aws',
    version: '3.1.1',
  },
  namespace: 'secrets-store-csi',
  wave: 10,
  placement: 'everywhere',
  answers: 'secrets-csi',
  after: ['secrets-store-csi-driver'],
  requires: ['secrets-store-csi-driver'],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['public.ecr.aws/aws-secrets-manager'],
  waivers: [
    {
      rules: ['POD-003', 'POD-008'],
      targets: ['DaemonSet/{release}'],
      reason: 'It answers the driver on a socket of the node, which belongs to root.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }) => ({
      fullnameOverride: release,
      'secrets-store-csi-driver': { install: false },
      tolerations: EVERY_NODE,
      resources: resources('50m', '100Mi', '200Mi'),
      securityContext: {
        privileged: false,
        allowPrivilegeEscalation: false,
        readOnlyRootFilesystem: true,
        capabilities: { drop: ['ALL'] },
        seccompProfile: { type: 'RuntimeDefault' },
      },
    }),
    cluster: (_settings, cluster) => ({ awsRegion: cluster.cloud.region }),
  },
});
