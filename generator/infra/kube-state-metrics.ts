import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

const PODS = chartPods('kube-state-metrics');

/** Metrics of Kubernetes objects. The kube-prometheus-stack brings its own: beside it, this one counts twice. */
export const kubeStateMetrics = defineComponent<object>({
  kind: 'kube-state-metrics',
  summary: 'Metrics of Kubernetes objects',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'kube-state-metrics',
    version: '8.4.0',
  },
  namespace: 'kube-state-metrics',
  wave: 20,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['registry.k8s.io/kube-state-metrics'],
  waivers: [
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}'],
      reason:
        'It answers for all objects: a second one would count everything twice. Nothing but a minute of metrics is lost without it.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: PODS }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }, platform) => ({
      fullnameOverride: release,
      prometheusScrape: false,
      prometheus: { monitor: { enabled: hasMonitors(platform), http: { honorLabels: true } } },
      // Secrets are counted by nobody's dashboards, and reading them is a right that this has no use for.
      collectorsExclude: ['secrets'],
      containerSecurityContext: RESTRICTED_CONTAINER,
      resources: resources('50m', '128Mi', '512Mi'),
    }),
  },
});
