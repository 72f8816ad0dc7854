import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, identityAnnotations, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from './_shared.ts';

/** Load balancers on AWS. */
export const awsLoadBalancerController = defineComponent<object>({
  kind: 'aws-load-balancer-controller',
  summary: 'Load balancers on AWS',
  chart: { repository: 'https://aws.github.io/eks-charts', name: 'aws-load-balancer-controller', version: '3.5.0' },
  namespace: 'kube-system',
  wave: 20,
  placement: 'everywhere',
  answers: 'load-balancer',
  after: ['cert-manager', 'prometheus-operator-crds'],
  requires: ['cert-manager'],
  brings: {
    crds: {
      'aga.k8s.aws': ['GlobalAccelerator'],
      'elbv2.k8s.aws': ['ALBTargetControlConfig', 'IngressClassParams', 'TargetGroupBinding'],
      'gateway.k8s.aws': ['ListenerRuleConfiguration', 'LoadBalancerConfiguration', 'TargetGroupConfiguration'],
    },
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  images: ['public.ecr.aws/eks'],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'webhook', port: 9443, pods: { 'app.kubernetes.io/name': 'aws-load-balancer-controller' } }],
  identities: ['aws-load-balancer-controller'],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      replicaCount: 2,
      // Its own certificates differ at every render; cert-manager's do not.
      enableCertManager: true,
      podDisruptionBudget: { maxUnavailable: 1 },
      securityContext: {
        seccompProfile: { type: 'RuntimeDefault' },
        capabilities: { drop: ['ALL'] },
      },
      createIngressClassResource: false,
      resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    }),
    cluster: (settings, cluster, platform) => ({
      clusterName: cluster.cloud.clusterName,
      region: cluster.cloud.region,
      serviceAccount: {
        name: 'aws-load-balancer-controller',
        ...identityAnnotations(settings, 'aws-load-balancer-controller', cluster, platform),
      },
    }),
  },
});
