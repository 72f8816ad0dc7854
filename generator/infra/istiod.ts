import type { KubernetesObject } from '../contract/resource.ts';
import { count } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import {
  CLUSTER_ROLES,
  ISTIO_CHARTS,
  ISTIO_IMAGES,
  ISTIO_VERSION,
  MUTATING_WEBHOOKS,
  VALIDATING_WEBHOOKS,
} from './_shared.ts';

export interface IstiodOptions {
  /** @default 2 */
  readonly replicas: number;
}

/** Istio's control plane. */
export const istiod = defineComponent<IstiodOptions>({
  kind: 'istiod',
  summary: 'Service mesh, control plane',
  chart: { repository: ISTIO_CHARTS, name: 'istiod', version: ISTIO_VERSION },
  namespace: 'istio-system',
  wave: 20,
  placement: 'everywhere',
  after: ['istio-base', 'istio-cni', 'prometheus-operator-crds'],
  requires: ['istio-base', 'istio-cni'],
  brings: {
    crds: {},
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  images: [ISTIO_IMAGES],
  waivers: [
    {
      rules: ['RBAC-002'],
      targets: ['ClusterRole/istiod-clusterrole*', 'ClusterRole/istio-reader-clusterrole*'],
      reason:
        'Every kind of Istio is its configuration; the wildcards are inside of Istio’s groups and of named resources.',
    },
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/istiod-clusterrole*', 'ClusterRole/istio-reader-clusterrole*', 'Role/istiod*'],
      reason: 'Certificates of gateways and its own authority are Secrets, which a Gateway of any namespace may name.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 15017, pods: { app: 'istiod' } },
    { purpose: 'control-plane', port: 15012, pods: { app: 'istiod' } },
    { purpose: 'metrics', port: 15014, pods: { app: 'istiod' } },
  ],
  identities: [],
  // Argo CD always renders `Ignore` (the template asks IsUpgrade); istiod then sets `Fail` and its own CA.
  ignoreDifferences: [
    {
      group: 'admissionregistration.k8s.io',
      kind: 'ValidatingWebhookConfiguration',
      jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle', '.webhooks[]?.failurePolicy'],
    },
    {
      group: 'admissionregistration.k8s.io',
      kind: 'MutatingWebhookConfiguration',
      jqPathExpressions: ['.webhooks[]?.clientConfig.caBundle'],
    },
  ],
  options: { properties: { replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { replicas: 2 },
  values: {
    base: ({ options }, platform) => ({
      global: { hub: ISTIO_IMAGES, tag: ISTIO_VERSION },
      autoscaleMin: options.replicas,
      pdb: { minAvailable: 1 },
      // Redirection is the node agent's: pods need no privileges for it.
      cni: { enabled: true },
      // The chart sets none, and the namespace's restricted standard wants one.
      seccompProfile: { type: 'RuntimeDefault' },
      resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '2Gi' } },
      meshConfig: {
        accessLogFile: '/dev/stdout',
        outboundTrafficPolicy: { mode: platform.mesh?.outbound ?? 'REGISTRY_ONLY' },
        pathNormalization: { normalization: 'DECODE_AND_MERGE_SLASHES' },
        // Istiod gives each host outside the mesh an address; without it, databases on one port cannot be told apart.
        defaultConfig: { proxyMetadata: { ISTIO_META_DNS_CAPTURE: 'true' } },
      },
    }),
    cloud: (_settings, cloud) => (cloud.istioPlatform === '' ? {} : { global: { platform: cloud.istioPlatform } }),
  },
  manifests: {
    shared: (settings, platform): readonly KubernetesObject[] => [
      {
        apiVersion: 'security.istio.io/v1',
        kind: 'PeerAuthentication',
        metadata: { name: 'default', namespace: settings.namespace },
        spec: { mtls: { mode: platform.mesh?.mtls ?? 'STRICT' } },
      },
    ],
  },
});
