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

export interface FluentBitOptions extends LogOptions {}

const PODS = chartPods('fluent-bit');

/** Reads the logs of containers on every node, and sends them to Loki, to the cloud, or to both. */
export const fluentBit = defineComponent<FluentBitOptions>({
  kind: 'fluent-bit',
  summary: 'Reads logs on every node',
  chart: { repository: 'https://fluent.github.io/helm-charts', name: 'fluent-bit', version: '0.58.1' },
  namespace: 'fluent-bit',
  wave: 40,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['cr.fluentbit.io/fluent/fluent-bit'],
  waivers: [logReader('DaemonSet/{release}')],
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 2020, pods: PODS }],
  telemetryClients: [{ ...LOG_READS, pods: PODS }],
  identities: ['fluent-bit'],
  options: { properties: LOG_SCHEMAS, required: [] },
  defaults: { outputs: ['loki'] },
  problems: logProblems,
  values: {
    base: ({ release }, platform) => ({
      fullnameOverride: release,
      serviceAccount: { name: 'fluent-bit' },
      serviceMonitor: { enabled: hasMonitors(platform) },
      testFramework: { enabled: false },
      tolerations: EVERY_NODE,
      securityContext: { ...RESTRICTED_CONTAINER, runAsNonRoot: false, runAsUser: 0 },
      resources: resources('50m', '64Mi', '256Mi'),
      config: {
        inputs: section('INPUT', {
          Name: 'tail',
          Path: '/var/log/containers/*.log',
          'multiline.parser': 'docker, cri',
          Tag: 'kube.*',
          // Survives the pod: after a restart it goes on where it stopped.
          DB: '/var/log/fluent-bit.db',
          Mem_Buf_Limit: '16MB',
          Skip_Long_Lines: 'On',
        }),
      },
    }),
    cluster: (settings, cluster, platform) => {
      const targets = logTargets(settings.release, settings.options, cluster, platform);
      return {
        config: {
          outputs: targets
            .map((one) => section('OUTPUT', output(one, platform.name, cluster.cloud.clusterName)))
            .join(''),
        },
        serviceAccount: identityAnnotations(settings, 'fluent-bit', cluster, platform),
        ...identityPodLabels(settings, 'fluent-bit', cluster, platform),
      };
    },
  },
});

function output(target: LogTarget, platform: string, cluster: string): Readonly<Record<string, string>> {
  switch (target.type) {
    case 'loki':
      return {
        Name: 'loki',
        Match: 'kube.*',
        Host: target.endpoint.host,
        Port: String(target.endpoint.port),
        Labels: `job=fluent-bit, cluster=${cluster}`,
        Label_keys: ['namespace_name', 'pod_name', 'container_name'].map((key) => `$kubernetes['${key}']`).join(','),
        Remove_keys: 'kubernetes,stream',
        Line_format: 'json',
        Retry_Limit: 'no_limits',
      };
    case 'cloudwatch':
      return {
        Name: 'cloudwatch_logs',
        Match: 'kube.*',
        region: target.region,
        log_group_name: `/${platform}/${cluster}`,
        log_stream_prefix: 'containers-',
        auto_create_group: 'true',
      };
    case 'stackdriver':
      return {
        Name: 'stackdriver',
        Match: 'kube.*',
        resource: 'k8s_container',
        k8s_cluster_name: cluster,
        k8s_cluster_location: target.location,
        tag_prefix: 'kube.var.log.containers.',
      };
  }
}

/** A section of the classic configuration. */
function section(name: string, entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(([key, value]) => `    ${key} ${value}\n`);
  return `[${name}]\n${lines.join('')}`;
}
