import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';

/** Azure Key Vault for the Secrets Store CSI driver; pods log in with their own identities. */
export const secretsStoreProviderAzure = defineComponent<object>({
  kind: 'secrets-store-provider-azure',
  summary: 'Key Vault as files in pods, on Azure',
  chart: {
    repository: 'https://azure.github.io/secrets-store-csi-driver-provider-azure/charts',
    name: 'csi-secrets-store-provider-azure',
    version: '1.8.2',
  },
  namespace: 'secrets-store-csi',
  wave: 10,
  placement: 'everywhere',
  answers: 'secrets-csi',
  after: ['secrets-store-csi-driver'],
  requires: ['secrets-store-csi-driver'],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['mcr.microsoft.com/oss/v2/azure/secrets-store'],
  waivers: [
    {
      rules: ['POD-002', 'POD-003', 'POD-008', 'POD-010'],
      targets: ['DaemonSet/{release}*'],
      reason:
        'It answers the driver on a socket of the node, which belongs to root, and the chart sets no seccomp profile.',
    },
    {
      rules: ['POD-020'],
      targets: ['DaemonSet/{release}*'],
      reason: 'Its client library does not start without a token; no binding gives that token a right.',
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
      linux: { resources: resources('50m', '100Mi', '200Mi') },
    }),
  },
});
