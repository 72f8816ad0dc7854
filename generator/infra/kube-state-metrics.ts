import { count } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

export interface KubeStateMetricsOptions {
  /** Each replica answers for everything: two keep the metrics while one is moved. @default 2 */
  readonly replicas: number;
}

const PODS = chartPods('kube-state-metrics');

/** Metrics of Kubernetes objects. The kube-prometheus-stack brings its own: beside it, this one counts twice. */
export const kubeStateMetrics = defineComponent<KubeStateMetricsOptions>({
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
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: PODS }],
  identities: [],
  options: { properties: { replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { replicas: 2 },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      replicas: options.replicas,
      // The chart's own annotation for a Prometheus without the operator; a monitor takes its place.
      prometheusScrape: !hasMonitors(platform),
      prometheus: { monitor: { enabled: hasMonitors(platform), http: { honorLabels: true } } },
      // Secrets are counted by nobody's dashboards, and reading them is a right that this has no use for.
      collectorsExclude: ['secrets'],
      containerSecurityContext: RESTRICTED_CONTAINER,
      topologySpreadConstraints: spread(PODS),
      podDisruptionBudget: { maxUnavailable: 1 },
      resources: resources('50m', '128Mi', '512Mi'),
    }),
  },
});
