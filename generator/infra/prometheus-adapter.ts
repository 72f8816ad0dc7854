import type { HelmValues } from '../config/component-types.ts';
import { count } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry, type TelemetryClient } from '../model/telemetry.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { API_SERVICES, CLUSTER_ROLES } from './_shared.ts';
import { chartPods } from './_telemetry.ts';

export interface PrometheusAdapterOptions {
  /** @default 2 */
  readonly replicas: number;
}

const PODS = chartPods('prometheus-adapter');
const READS: TelemetryClient = { protocols: ['prometheus'], choose: 'first', pods: PODS };

/** Metrics of Prometheus for autoscalers. Which ones, its `rules` say: raw values, because they are queries. */
export const prometheusAdapter = defineComponent<PrometheusAdapterOptions>({
  kind: 'prometheus-adapter',
  summary: 'Metrics of Prometheus for autoscalers',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'prometheus-adapter',
    version: '5.3.0',
  },
  namespace: 'prometheus-adapter',
  wave: 40,
  placement: 'everywhere',
  after: ['cert-manager'],
  requires: ['cert-manager'],
  requiresOneOf: ['kube-prometheus-stack', 'prometheus', 'mimir-distributed'],
  brings: { crds: {}, clusterKinds: [...CLUSTER_ROLES, API_SERVICES], namespaces: ['kube-system'] },
  images: ['registry.k8s.io/prometheus-adapter'],
  waivers: [
    {
      rules: ['RBAC-002'],
      targets: ['ClusterRole/prometheus-adapter-server-resources'],
      reason:
        'Whoever is bound to it reads custom metrics, which are named in queries and of every kind; it opens nothing else.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'aggregated-api', port: 6443, pods: PODS }],
  telemetryClients: [READS],
  identities: [],
  options: { properties: { replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { replicas: 2 },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      replicas: options.replicas,
      ...source(release, platform, null),
      certManager: { enabled: true },
      securityContext: RESTRICTED_CONTAINER,
      topologySpreadConstraints: spread(PODS),
      podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
      // The chart's two probes are one: a busy adapter must not be restarted.
      livenessProbe: { failureThreshold: 12 },
      resources: resources('100m', '256Mi', '512Mi'),
    }),
    cluster: ({ release }, cluster, platform) => source(release, platform, cluster),
  },
});

function source(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const [found] = findTelemetry(platform, release, cluster, READS);
  return found === undefined ? {} : { prometheus: { url: `http://${found.host}`, port: found.port, path: found.path } };
}
