import { defineComponent } from './_define.ts';
import { API_SERVICES, CLUSTER_ROLES, VALIDATING_WEBHOOKS } from './_shared.ts';

/** Scales services by events, such as the lag of a topic. */
export const keda = defineComponent<object>({
  kind: 'keda',
  summary: 'Scales by events, such as the lag of a topic',
  chart: { repository: 'https://kedacore.github.io/charts', name: 'keda', version: '2.20.2' },
  namespace: 'keda',
  wave: 20,
  placement: 'everywhere',
  after: ['cert-manager', 'prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'eventing.keda.sh': ['CloudEventSource', 'ClusterCloudEventSource'],
      'keda.sh': ['ClusterTriggerAuthentication', 'ScaledJob', 'ScaledObject', 'TriggerAuthentication'],
    },
    clusterKinds: [...CLUSTER_ROLES, API_SERVICES, VALIDATING_WEBHOOKS],
    namespaces: ['kube-system'],
  },
  images: ['ghcr.io/kedacore'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/keda-operator'],
      reason: 'A ScaledObject of any namespace may name a Secret of it, with the credentials of what it measures.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 9443, pods: { app: 'keda-admission-webhooks' } },
    { purpose: 'aggregated-api', port: 6443, pods: { app: 'keda-operator-metrics-apiserver' } },
  ],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      crds: { install: true },
      // Beside Deployments and StatefulSets; the chart's own list is a wildcard.
      rbac: { scaledRefKinds: [{ apiGroup: 'argoproj.io', kind: 'rollouts' }] },
      operator: { replicaCount: 2 },
      metricsServer: { replicaCount: 2 },
      webhooks: { replicaCount: 2 },
      podDisruptionBudget: {
        operator: { minAvailable: 1 },
        metricServer: { minAvailable: 1 },
        webhooks: { minAvailable: 1 },
      },
      resources: {
        operator: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        metricServer: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
        webhooks: { requests: { cpu: '50m', memory: '64Mi' }, limits: { memory: '128Mi' } },
      },
    }),
  },
});
