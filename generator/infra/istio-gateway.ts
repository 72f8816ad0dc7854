import type { HelmValues } from '../config/component-types.ts';
import { count, oneOf } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { ISTIO_CHARTS, ISTIO_VERSION } from './_shared.ts';

export interface IstioGatewayComponentOptions {
  /** Who reaches the load balancer. @default 'public' */
  readonly scheme: 'public' | 'internal';
  /** @default 2 */
  readonly replicas: number;
}

/** The pods and load balancer of an Istio gateway. */
export const istioGateway = defineComponent<IstioGatewayComponentOptions>({
  kind: 'istio-gateway',
  summary: 'Service mesh, gateway workload',
  chart: { repository: ISTIO_CHARTS, name: 'gateway', version: ISTIO_VERSION },
  namespace: 'istio-ingress',
  wave: 30,
  placement: 'everywhere',
  after: ['istiod', 'aws-load-balancer-controller'],
  requires: ['istiod'],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}'],
      reason: 'A gateway serves the certificates that Gateways name, and they are Secrets of its own namespace.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [80, 443, 15021].map((port) => ({ purpose: 'gateway' as const, port, pods: {} })),
  identities: [],
  options: { properties: { scheme: oneOf('public', 'internal'), replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { scheme: 'public', replicas: 2 },
  values: {
    base: ({ release, options }, platform): HelmValues => ({
      name: release,
      labels: { istio: release },
      revision: platform.mesh === null || platform.mesh.revision === 'default' ? '' : platform.mesh.revision,
      autoscaling: { enabled: true, minReplicas: options.replicas, maxReplicas: options.replicas * 3 },
      podDisruptionBudget: { minAvailable: 1 },
      // The chart's own, and the seccomp profile that the namespace's restricted standard wants.
      securityContext: {
        seccompProfile: { type: 'RuntimeDefault' },
        sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }],
      },
      resources: { requests: { cpu: '200m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    }),
    cloud: ({ options }, cloud) => ({ service: { annotations: cloud.loadBalancerAnnotations(options.scheme) } }),
    cluster: ({ options }, cluster) => {
      const annotations = cluster.cloud.loadBalancerAnnotations(options.scheme);
      return Object.keys(annotations).length === 0 ? {} : { service: { annotations } };
    },
  },
  gatewayPods: ({ release }) => ({ istio: release }),
});
