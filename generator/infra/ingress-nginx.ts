import { count, flag, oneOf, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources, spread } from './_pods.ts';
import { CLUSTER_ROLES, VALIDATING_WEBHOOKS } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

export interface IngressNginxOptions {
  /** Who reaches the load balancer. @default 'public' */
  readonly scheme: 'public' | 'internal';
  /** Name of its IngressClass. @default 'nginx' */
  readonly ingressClass: string;
  /** Whether Ingresses without a class are its own. @default false */
  readonly default: boolean;
  /** @default 2 */
  readonly replicas: number;
}

const PODS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' };

/**
 * Ingresses through NGINX. Its project ended in March 2026: this is the last chart, for Ingresses that are there; a Gateway of
 * the mesh, or Kong, is the place for new ones.
 */
export const ingressNginx = defineComponent<IngressNginxOptions>({
  kind: 'ingress-nginx',
  summary: 'Ingresses through NGINX',
  chart: { repository: 'https://kubernetes.github.io/ingress-nginx', name: 'ingress-nginx', version: '4.15.1' },
  namespace: 'ingress-nginx',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-load-balancer-controller', 'cert-manager', 'prometheus-operator-crds'],
  requires: ['cert-manager'],
  brings: {
    crds: {},
    clusterKinds: [...CLUSTER_ROLES, VALIDATING_WEBHOOKS, { group: 'networking.k8s.io', kind: 'IngressClass' }],
    namespaces: [],
  },
  images: ['registry.k8s.io/ingress-nginx'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/{release}', 'Role/{release}'],
      reason: 'It serves the certificates that Ingresses name, which are Secrets of their namespaces.',
    },
    {
      rules: ['POD-018'],
      targets: ['Deployment/{release}-controller'],
      reason: 'It writes the configuration of NGINX, its modules and its sockets into places all over its image.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'gateway', port: 80, pods: PODS },
    { purpose: 'gateway', port: 443, pods: PODS },
    { purpose: 'webhook', port: 8443, pods: PODS },
    { purpose: 'metrics', port: 10254, pods: PODS },
  ],
  identities: [],
  options: {
    properties: {
      scheme: oneOf('public', 'internal'),
      ingressClass: text,
      default: flag,
      replicas: { ...count, minimum: 1 },
    },
    required: [],
  },
  defaults: { scheme: 'public', ingressClass: 'nginx', default: false, replicas: 2 },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      controller: {
        replicaCount: options.replicas,
        ingressClass: options.ingressClass,
        ingressClassResource: {
          name: options.ingressClass,
          default: options.default,
          controllerValue: `k8s.io/${options.ingressClass === 'nginx' ? 'ingress-nginx' : options.ingressClass}`,
        },
        // The client's address, and one hop less.
        service: { externalTrafficPolicy: 'Local' },
        resources: resources('200m', '256Mi', '1Gi'),
        topologySpreadConstraints: spread(PODS),
        // The chart's Jobs would make a certificate of their own with every sync.
        admissionWebhooks: { certManager: { enabled: true }, patch: { enabled: false } },
        metrics: { enabled: true, serviceMonitor: { enabled: hasMonitors(platform) } },
      },
    }),
    cloud: ({ options }, cloud) => ({
      controller: { service: { annotations: cloud.loadBalancerAnnotations(options.scheme) } },
    }),
    cluster: ({ options }, cluster) => {
      const annotations = cluster.cloud.loadBalancerAnnotations(options.scheme);
      return Object.keys(annotations).length === 0 ? {} : { controller: { service: { annotations } } };
    },
  },
  gatewayPods: () => PODS,
  gatewayService: ({ release }) => `${release}-controller`,
  ingressClass: ({ options }) => options.ingressClass,
});
