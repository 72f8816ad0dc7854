import { isRecord, type KubernetesObject } from '../contract/resource.ts';
import type { AcmeSolver } from '../model/cloud.ts';
import { hostsOf } from '../model/hosts.ts';
import { shape, text } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { defineComponentWith } from './_define.ts';
import {
  CLUSTER_ROLES,
  identityAnnotations,
  identityPodLabels,
  MUTATING_WEBHOOKS,
  SMALL_RESOURCES,
  VALIDATING_WEBHOOKS,
} from './_shared.ts';

export interface CertManagerOptions {
  /** Issuer for all certificates: an ACME account, see `letsEncrypt`. */
  readonly issuer: { readonly name: string; readonly server: string; readonly email: string };
}

/** Let's Encrypt as the issuer. */
export function letsEncrypt(options: {
  readonly email: string;
  readonly staging?: boolean;
}): CertManagerOptions['issuer'] {
  return {
    name: options.staging === true ? 'letsencrypt-staging' : 'letsencrypt',
    server: `https://acme-${options.staging === true ? 'staging-' : ''}v02.api.letsencrypt.org/directory`,
    email: options.email,
  };
}

/** cert-manager: certificates, and the ClusterIssuer that gateways use. */
export const certManager = defineComponentWith<CertManagerOptions, 'issuer'>({
  kind: 'cert-manager',
  summary: 'Issues and renews TLS certificates',
  chart: { repository: 'https://charts.jetstack.io', name: 'cert-manager', version: 'v1.21.1' },
  namespace: 'cert-manager',
  wave: 10,
  placement: 'everywhere',
  after: ['gateway-api', 'prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'cert-manager.io': ['Certificate', 'CertificateRequest', 'ClusterIssuer', 'Issuer'],
      'acme.cert-manager.io': ['Challenge', 'Order'],
    },
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  images: ['quay.io/jetstack'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: [
        'ClusterRole/{release}*-controller-certificates',
        'ClusterRole/{release}*-controller-challenges',
        'ClusterRole/{release}*-controller-clusterissuers',
        'ClusterRole/{release}*-controller-issuers',
        'ClusterRole/{release}*-controller-orders',
        'ClusterRole/{release}*-cainjector',
      ],
      reason: 'Keys of certificates and accounts are Secrets of any namespace, under names that others choose.',
    },
    {
      rules: ['RBAC-004'],
      targets: ['ClusterRole/{release}*-controller-challenges'],
      reason: 'It answers an HTTP01 challenge with a pod beside the Ingress that asks for the certificate.',
    },
    {
      rules: ['REL-001'],
      targets: ['Deployment/{release}*'],
      reason: 'Their Services carry metrics only, and the chart has no readiness probe for them.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 10250, pods: { 'app.kubernetes.io/name': 'webhook' } },
    { purpose: 'metrics', port: 9402, pods: { 'app.kubernetes.io/instance': 'cert-manager' } },
  ],
  identities: ['cert-manager'],
  options: {
    properties: { issuer: shape({ name: text, server: text, email: text }, ['name', 'server', 'email']) },
    required: ['issuer'],
  },
  defaults: {},
  problems: ({ options }, cluster, platform) =>
    unprovenGateways(options.issuer.name, cluster, platform).map((gateway) => ({
      option: null,
      message: `nothing proves the hosts of gateway "${gateway}", so they get no certificate: ${cluster.cloud.traits.dns01Missing}, and a gateway of Istio answers no HTTP01 challenge`,
      fix: "Serve them with `ingress({ workload })` on kongIngress() or ingressNginx(), or name with the cloud's option `ingressClass` a class that answers on their address.",
      severity: 'low',
    })),
  examples: [{ issuer: letsEncrypt({ email: 'platform@shop.example' }) }],
  values: {
    base: () => ({
      crds: { enabled: true, keep: true },
      // Leader election in its own namespace: kube-system is nobody's.
      global: { leaderElection: { namespace: 'cert-manager' } },
      replicaCount: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      webhook: { replicaCount: 2, podDisruptionBudget: { enabled: true, minAvailable: 1 }, resources: SMALL_RESOURCES },
      cainjector: {
        replicaCount: 2,
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '512Mi' } },
      },
      startupapicheck: { resources: SMALL_RESOURCES },
      resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      prometheus: { enabled: true },
    }),
    cluster: (settings, cluster, platform) => ({
      serviceAccount: { name: 'cert-manager', ...identityAnnotations(settings, 'cert-manager', cluster, platform) },
      ...identityPodLabels(settings, 'cert-manager', cluster, platform),
    }),
  },
  manifests: {
    cluster: ({ options: { issuer } }, cluster, platform): readonly KubernetesObject[] => [
      {
        apiVersion: 'cert-manager.io/v1',
        kind: 'ClusterIssuer',
        metadata: { name: issuer.name },
        spec: {
          acme: {
            server: issuer.server,
            email: issuer.email,
            privateKeySecretRef: { name: `${issuer.name}-account` },
            solvers: [solverOn(cluster, platform)],
          },
        },
      },
    ],
  },
});

/** Where DNS is no proof, the answer is served by the platform's own Ingress controller, if the cloud's options name no other. */
function solverOn(cluster: Cluster, platform: Platform): AcmeSolver {
  const solver = cluster.cloud.acmeSolver();
  const gateway = platform.gateways.find(
    (one) => one.ingressClass !== null && one.workload.placement.includes(cluster),
  );
  if ('dns01' in solver || namesClass(solver) || gateway === undefined) return solver;
  return { http01: { ingress: { ingressClassName: gateway.ingressClass } } };
}

function namesClass(solver: AcmeSolver): boolean {
  const ingress = 'http01' in solver ? solver.http01.ingress : undefined;
  return isRecord(ingress) && ingress.ingressClassName !== undefined;
}

/**
 * Hosts of Istio's gateways answer no HTTP01 challenge: the gateway sends each request for them to https, which waits for the
 * certificate. An Ingress controller beside it has another address than the hosts.
 */
function unprovenGateways(issuer: string, cluster: Cluster, platform: Platform): readonly string[] {
  const solver = cluster.cloud.acmeSolver();
  if ('dns01' in solver || namesClass(solver)) return [];
  const served = hostsOf(platform, cluster.environment).map(({ gateway }) => gateway);
  return platform.gateways
    .filter((one) => one.type === 'istio' && one.issuer === issuer && one.workload.placement.includes(cluster))
    .filter((one) => served.includes(one))
    .map(({ name }) => name);
}
