import { flag, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';

export interface SecretsStoreCsiDriverOptions {
  /** Whether Secrets are made of what is mounted, for variables of containers. @default false */
  readonly syncSecret: boolean;
  /** How often what is mounted is read again. @default '2m' */
  readonly rotation: string;
}

/** Mounts secrets of a store into pods as files; a provider of the cloud, or Vault, brings them. */
export const secretsStoreCsiDriver = defineComponent<SecretsStoreCsiDriverOptions>({
  kind: 'secrets-store-csi-driver',
  summary: 'Secrets of a store as files in pods',
  chart: {
    repository: 'https://kubernetes-sigs.github.io/secrets-store-csi-driver/charts',
    name: 'secrets-store-csi-driver',
    version: '1.6.0',
  },
  // Its pods are privileged, as are those of the providers.
  namespace: 'secrets-store-csi',
  wave: 0,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: {
    crds: { 'secrets-store.csi.x-k8s.io': ['SecretProviderClass', 'SecretProviderClassPodStatus'] },
    clusterKinds: [...CLUSTER_ROLES, { group: 'storage.k8s.io', kind: 'CSIDriver' }],
    namespaces: [],
  },
  images: ['registry.k8s.io/csi-secrets-store', 'registry.k8s.io/sig-storage'],
  waivers: [
    {
      rules: ['POD-001', 'POD-003', 'POD-006', 'POD-007', 'POD-008', 'POD-010', 'POD-018'],
      targets: ['DaemonSet/{release}'],
      reason:
        'It mounts files into pods of its node and registers with the kubelet; mounting needs a privileged container.',
    },
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/secretprovidersyncing-role'],
      reason: 'With `syncSecret` it writes the Secrets that pods of any namespace ask for, and compares them.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8095, pods: { app: 'secrets-store-csi-driver' } }],
  identities: [],
  options: { properties: { syncSecret: flag, rotation: text }, required: [] },
  defaults: { syncSecret: false, rotation: '2m' },
  examples: [{}, { syncSecret: true }],
  values: {
    base: ({ release, options }) => ({
      fullnameOverride: release,
      linux: {
        // Argo CD brings the definitions of the chart itself, and the Jobs that would are hooks of every sync.
        crds: { enabled: false },
        driver: { resources: resources('50m', '100Mi', '200Mi') },
      },
      syncSecret: { enabled: options.syncSecret },
      enableSecretRotation: true,
      rotationPollInterval: options.rotation,
      // Providers log in as the pod that mounts, with a token of its ServiceAccount.
      tokenRequests: [
        { audience: 'sts.amazonaws.com' },
        { audience: 'api://AzureADTokenExchange' },
        { audience: 'vault' },
      ],
    }),
  },
});
