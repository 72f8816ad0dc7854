import type { HelmValues } from '../config/component-types.ts';
import { defineComponent } from './_define.ts';
import {
  LOG_READS,
  LOG_SCHEMAS,
  type LogOptions,
  type LogTarget,
  logProblems,
  logReader,
  logTargets,
} from './_logs.ts';
import { EVERY_NODE, RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES, identityAnnotations, identityPodLabels } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

export interface FluentdOptions extends LogOptions {}

const PODS = chartPods('fluentd');
/** Not part of any image: each pod fetches it when it starts. */
const LOKI_PLUGIN = 'fluent-plugin-grafana-loki -v 1.2.20';

/**
 * Reads the logs of containers on every node, and sends them to Loki, to the cloud, or to both. Where nothing asks for Fluentd, `fluentBit`
 * needs a tenth of the memory, and no plugin from a network when it starts.
 */
export const fluentd = defineComponent<FluentdOptions>({
  kind: 'fluentd',
  summary: 'Reads logs on every node, with plugins',
  chart: { repository: 'https://fluent.github.io/helm-charts', name: 'fluentd', version: '0.6.0' },
  namespace: 'fluentd',
  wave: 40,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['docker.io/fluent/fluentd-kubernetes-daemonset'],
  waivers: [
    logReader('DaemonSet/{release}'),
    {
      rules: ['POD-018'],
      targets: ['DaemonSet/{release}'],
      reason: 'No image brings the plugin for Loki: it is installed into the container when that starts.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 24231, pods: PODS }],
  telemetryClients: [{ ...LOG_READS, pods: PODS }],
  identities: ['fluentd'],
  options: { properties: LOG_SCHEMAS, required: [] },
  defaults: { outputs: ['loki'] },
  problems: logProblems,
  values: {
    base: ({ release }, platform) => ({
      fullnameOverride: release,
      serviceAccount: { name: 'fluentd' },
      podSecurityPolicy: { enabled: false },
      // A string, as the chart compares it.
      dashboards: { enabled: 'false' },
      metrics: { serviceMonitor: { enabled: hasMonitors(platform) } },
      tolerations: EVERY_NODE,
      securityContext: { ...RESTRICTED_CONTAINER, readOnlyRootFilesystem: false, runAsNonRoot: false, runAsUser: 0 },
      // The chart's two probes are one: a Fluentd that waits for its target must not be restarted.
      livenessProbe: { failureThreshold: 12 },
      resources: resources('200m', '256Mi', '512Mi'),
    }),
    cluster: (settings, cluster, platform) => {
      const targets = logTargets(settings.release, settings.options, cluster, platform);
      return {
        ...imageFor(targets),
        fileConfigs: {
          '04_outputs.conf': label(targets.map((one) => store(one, platform.name, cluster.cloud.clusterName))),
        },
        serviceAccount: identityAnnotations(settings, 'fluentd', cluster, platform),
        ...identityPodLabels(settings, 'fluentd', cluster, platform),
      };
    },
  },
});

/** The image with the plugin of the cloud; Loki's is installed on top. */
function imageFor(targets: readonly LogTarget[]): HelmValues {
  const cloud = targets.find((one) => one.type !== 'loki')?.type ?? 'forward';
  return { variant: cloud, plugins: targets.some((one) => one.type === 'loki') ? [LOKI_PLUGIN] : [] };
}

function store(target: LogTarget, platform: string, cluster: string): readonly string[] {
  switch (target.type) {
    case 'loki':
      return [
        '@type loki',
        `url "http://${target.endpoint.host}:${target.endpoint.port}"`,
        `extra_labels {"job":"fluentd","cluster":"${cluster}"}`,
        'line_format json',
        '<label>',
        '  namespace $.kubernetes.namespace_name',
        '  pod $.kubernetes.pod_name',
        '  container $.kubernetes.container_name',
        '</label>',
      ];
    case 'cloudwatch':
      return [
        '@type cloudwatch_logs',
        `region ${target.region}`,
        `log_group_name /${platform}/${cluster}`,
        'use_tag_as_stream true',
        'auto_create_stream true',
      ];
    case 'stackdriver':
      return ['@type google_cloud', `k8s_cluster_name ${cluster}`, `k8s_cluster_location ${target.location}`];
  }
}

/** The label to which the chart's other files hand everything over. */
function label(stores: readonly (readonly string[])[]): string {
  const copies = stores.flatMap((lines) => ['    <store>', ...lines.map((line) => `      ${line}`), '    </store>']);
  return ['<label @OUTPUT>', '  <match **>', '    @type copy', ...copies, '  </match>', '</label>', ''].join('\n');
}
