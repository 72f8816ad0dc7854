import type { VaultOptions } from '../config/stores.ts';
import type { JsonObject, KubernetesObject } from '../contract/resource.ts';
import { isMissing } from '../model/cloud.ts';
import type { SecretStore } from '../model/platform.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, identityAnnotations, identityPodLabels, VALIDATING_WEBHOOKS } from './_shared.ts';

const LABELS = { 'app.kubernetes.io/name': 'external-secrets' };

/** External Secrets: brings secrets from the stores of the config into the clusters. */
export const externalSecrets = defineComponent<object>({
  kind: 'external-secrets',
  summary: 'Secrets from a store outside the cluster',
  chart: { repository: 'https://charts.external-secrets.io', name: 'external-secrets', version: '2.9.0' },
  namespace: 'external-secrets',
  wave: 10,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'external-secrets.io': [
        'ClusterExternalSecret',
        'ClusterPushSecret',
        'ClusterSecretStore',
        'ExternalSecret',
        'PushSecret',
        'SecretStore',
      ],
      'generators.external-secrets.io': [
        'ACRAccessToken',
        'BeyondtrustWorkloadCredentialsDynamicSecret',
        'CloudsmithAccessToken',
        'ClusterGenerator',
        'ECRAuthorizationToken',
        'Fake',
        'GCRAccessToken',
        'GeneratorState',
        'GithubAccessToken',
        'GitlabDeployToken',
        'Grafana',
        'MFA',
        'Password',
        'QuayAccessToken',
        'SSHKey',
        'STSSessionToken',
        'UUID',
        'VaultDynamicSecret',
        'Webhook',
      ],
    },
    clusterKinds: [...CLUSTER_ROLES, VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  images: ['ghcr.io/external-secrets'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/{release}*-controller'],
      reason: 'Writing Secrets of any namespace is what it is for; the certificate of its webhook is one of them.',
    },
    {
      rules: ['POD-020'],
      targets: ['Deployment/{release}*-webhook'],
      reason: 'Its client library does not start without a token; no binding gives that token a right.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 10250, pods: { 'app.kubernetes.io/name': 'external-secrets-webhook' } },
    { purpose: 'metrics', port: 8080, pods: LABELS },
  ],
  identities: ['external-secrets'],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      installCRDs: true,
      replicaCount: 2,
      leaderElect: true,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      webhook: {
        replicaCount: 2,
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      },
      certController: {
        replicaCount: 2,
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      },
    }),
    cluster: (settings, cluster, platform) => ({
      serviceAccount: {
        name: 'external-secrets',
        ...identityAnnotations(settings, 'external-secrets', cluster, platform),
      },
      ...identityPodLabels(settings, 'external-secrets', cluster, platform),
    }),
  },
  manifests: {
    cluster: (_settings, cluster, platform) =>
      platform.secretStores.flatMap((store): readonly KubernetesObject[] => {
        const provider = providerOf(store, cluster.cloud.secretStoreProvider());
        // A cloud without a secret manager for External Secrets: services are refused, other stores stay.
        if (provider === null || isMissing(provider)) return [];
        return [
          {
            apiVersion: 'external-secrets.io/v1',
            kind: 'ClusterSecretStore',
            metadata: { name: store.name },
            spec: { provider },
          },
        ];
      }),
  },
});

function providerOf(store: SecretStore, cloud: object): object | null {
  switch (store.type) {
    case 'cloud':
      return cloud;
    case 'vault':
      return {
        vault: {
          server: store.vault.server,
          path: store.vault.path,
          version: 'v2',
          ...(store.vault.ca === undefined ? {} : { caProvider: caProvider(store.vault.ca) }),
          auth: {
            kubernetes: {
              mountPath: 'kubernetes',
              role: store.vault.role,
              serviceAccountRef: { name: 'external-secrets', namespace: 'external-secrets' },
            },
          },
        },
      };
    case 'sealed':
      return null;
  }
}

function caProvider({ secret, namespace, key = 'ca.crt' }: NonNullable<VaultOptions['ca']>): JsonObject {
  return { type: 'Secret', name: secret, namespace, key };
}
