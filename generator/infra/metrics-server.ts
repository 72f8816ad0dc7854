import { defineComponent } from './_define.ts';
import { API_SERVICES, CLUSTER_ROLES } from './_shared.ts';

/** Processor and memory use, for autoscaling. GKE brings its own: place it with `on: { clouds }`. */
export const metricsServer = defineComponent<object>({
  kind: 'metrics-server',
  summary: 'Processor and memory use, for autoscaling',
  chart: { repository: 'https://kubernetes-sigs.github.io/metrics-server', name: 'metrics-server', version: '3.13.1' },
  namespace: 'kube-system',
  wave: 10,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: { crds: {}, clusterKinds: [...CLUSTER_ROLES, API_SERVICES], namespaces: [] },
  images: ['registry.k8s.io/metrics-server'],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'aggregated-api', port: 10250, pods: { 'app.kubernetes.io/name': 'metrics-server' } }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      replicas: 2,
      podDisruptionBudget: { enabled: true, minAvailable: 1 },
      resources: { requests: { cpu: '100m', memory: '200Mi' }, limits: { memory: '400Mi' } },
    }),
  },
});
