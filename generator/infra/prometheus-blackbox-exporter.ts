import { count, mapOf, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

export interface PrometheusBlackboxExporterOptions {
  /** Name → URL that must answer with a status of 200 to 299; a monitor for each where the operator's definitions are. @default none */
  readonly targets: Readonly<Record<string, string>>;
  /** @default 2 */
  readonly replicas: number;
}

const PODS = chartPods('prometheus-blackbox-exporter');

/** Probes of addresses from outside the programs that serve them. */
export const prometheusBlackboxExporter = defineComponent<PrometheusBlackboxExporterOptions>({
  kind: 'prometheus-blackbox-exporter',
  summary: 'Probes addresses as their users see them',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'prometheus-blackbox-exporter',
    version: '11.17.2',
  },
  namespace: 'blackbox-exporter',
  wave: 20,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['quay.io/prometheus/blackbox-exporter'],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 9115, pods: PODS }],
  identities: [],
  options: { properties: { targets: mapOf(text), replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { targets: {}, replicas: 2 },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      replicas: options.replicas,
      serviceMonitor: {
        enabled: hasMonitors(platform) && Object.keys(options.targets).length > 0,
        selfMonitor: { enabled: hasMonitors(platform) },
        targets: Object.entries(options.targets)
          .toSorted(([a], [b]) => (a < b ? -1 : 1))
          .map(([name, url]) => ({ name, url })),
      },
      securityContext: RESTRICTED_CONTAINER,
      topologySpreadConstraints: spread(PODS),
      podDisruptionBudget: { maxUnavailable: 1 },
      resources: resources('20m', '32Mi', '128Mi'),
    }),
  },
});
