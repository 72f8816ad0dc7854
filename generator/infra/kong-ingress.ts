import type { HelmValues } from '../config/component-types.ts';
import type { NodePool } from '../config/types.ts';
import { count, oneOf, text } from '../model/option-schema.ts';
import { selfSignedCertificate } from './_certificates.ts';
import { defineComponent } from './_define.ts';
import { resources, spread, tolerationsOf } from './_pods.ts';
import { CLUSTER_ROLES, VALIDATING_WEBHOOKS } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

export interface KongIngressOptions {
  /** Who reaches the load balancer. @default 'public' */
  readonly scheme: 'public' | 'internal';
  /** Name of its IngressClass. @default 'kong' */
  readonly ingressClass: string;
  /** Pods of the gateway. @default 2 */
  readonly replicas: number;
  /** Node pool of the gateway's pods, of `clusters.<name>.nodes`. @default any node */
  readonly nodes: string;
}

const GATEWAY = { 'app.kubernetes.io/name': 'gateway', 'app.kubernetes.io/component': 'app' };
const CONTROLLER = { 'app.kubernetes.io/name': 'controller', 'app.kubernetes.io/component': 'app' };

/** Kong Gateway without a database, and the controller that sets it up from Ingresses and its own kinds. */
export const kongIngress = defineComponent<KongIngressOptions>({
  kind: 'kong-ingress',
  summary: 'API gateway for Ingresses',
  chart: { repository: 'https://charts.konghq.com', name: 'ingress', version: '0.24.0' },
  namespace: 'kong',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-load-balancer-controller', 'cert-manager', 'prometheus-operator-crds'],
  requires: ['cert-manager'],
  brings: {
    crds: {
      'configuration.konghq.com': [
        'IngressClassParameters',
        'KongClusterPlugin',
        'KongConsumer',
        'KongConsumerGroup',
        'KongCustomEntity',
        'KongIngress',
        'KongLicense',
        'KongPlugin',
        'KongUpstreamPolicy',
        'KongVault',
        'TCPIngress',
        'UDPIngress',
      ],
    },
    clusterKinds: [...CLUSTER_ROLES, VALIDATING_WEBHOOKS, { group: 'networking.k8s.io', kind: 'IngressClass' }],
    namespaces: [],
  },
  images: ['docker.io/kong', 'docker.io/library/kong'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/{release}-controller', 'Role/{release}-controller'],
      reason: 'It reads the certificates and credentials that Ingresses and plugins of any namespace name.',
    },
    {
      rules: ['repeated-resource'],
      targets: ['CustomResourceDefinition/*.configuration.konghq.com'],
      reason: 'The chart holds one chart twice, for the controller and the gateway, with the same definitions.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'gateway', port: 8000, pods: GATEWAY },
    { purpose: 'gateway', port: 8443, pods: GATEWAY },
    { purpose: 'webhook', port: 8080, pods: CONTROLLER },
    { purpose: 'metrics', port: 8100, pods: GATEWAY },
    { purpose: 'metrics', port: 10255, pods: CONTROLLER },
  ],
  identities: [],
  options: {
    properties: {
      scheme: oneOf('public', 'internal'),
      ingressClass: text,
      replicas: { ...count, minimum: 1 },
      nodes: { type: 'string' },
    },
    required: [],
  },
  defaults: { scheme: 'public', ingressClass: 'kong', replicas: 2, nodes: '' },
  values: {
    base: ({ release, namespace, options }, platform): HelmValues => ({
      controller: {
        replicaCount: 2,
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        ingressController: {
          ingressClass: options.ingressClass,
          resources: resources('50m', '128Mi', '512Mi'),
          // The chart's own certificate differs at every render; cert-manager's does not.
          admissionWebhook: {
            certificate: { provided: true, secretName: webhook(release) },
            annotations: { 'cert-manager.io/inject-ca-from': `${namespace}/${webhook(release)}` },
          },
        },
        serviceMonitor: { enabled: hasMonitors(platform) },
        extraObjects: [
          ...selfSignedCertificate({
            name: webhook(release),
            namespace,
            dnsNames: [`${release}-controller-validation-webhook.${namespace}.svc`],
          }),
        ],
      },
      gateway: {
        replicaCount: options.replicas,
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        topologySpreadConstraints: spread(GATEWAY),
        resources: resources('250m', '512Mi', '1Gi'),
        proxy: { type: 'LoadBalancer', externalTrafficPolicy: 'Local' },
        serviceMonitor: { enabled: hasMonitors(platform) },
      },
    }),
    cloud: ({ options }, cloud) => ({
      gateway: { proxy: { annotations: cloud.loadBalancerAnnotations(options.scheme) } },
    }),
    cluster: ({ options }, cluster) => {
      const annotations = cluster.cloud.loadBalancerAnnotations(options.scheme);
      const pool = cluster.nodes[options.nodes];
      return {
        gateway: {
          ...(Object.keys(annotations).length === 0 ? {} : { proxy: { annotations } }),
          ...(pool === undefined ? {} : poolPlacement(pool)),
        },
      };
    },
  },
  gatewayPods: () => GATEWAY,
  gatewayService: ({ release }) => `${release}-gateway-proxy`,
  ingressClass: ({ options }) => options.ingressClass,
});

function webhook(release: string): string {
  return `${release}-webhook`;
}

/** A taint keeps others off the pool; the label keeps these pods on it. */
function poolPlacement(pool: NodePool): HelmValues {
  return {
    nodeSelector: { ...pool.labels },
    tolerations: tolerationsOf(pool),
  };
}
