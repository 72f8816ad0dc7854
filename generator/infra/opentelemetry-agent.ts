import type { HelmValues } from '../config/component-types.ts';
import { mergeHelmValues } from '../model/helm-values.ts';
import { flag } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry } from '../model/telemetry.ts';
import {
  COLLECTOR_CHART,
  COLLECTOR_IMAGES,
  type CollectorTargets,
  collectorConfig,
  collectorValues,
  STORES,
} from './_collector.ts';
import { defineComponent } from './_define.ts';
import { EVERY_NODE, RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { chartPods, serviceHost } from './_telemetry.ts';

export interface OpentelemetryAgentOptions {
  /** Whether it reads the logs of containers; not beside another reader such as Fluent Bit. @default true */
  readonly logs: boolean;
  /** Whether it measures its node and the pods on it. @default false */
  readonly nodeMetrics: boolean;
}

const PODS = { ...chartPods('opentelemetry-collector'), component: 'agent-collector' };
const GATEWAY: CollectorTargets['traces'] = { protocols: ['otlp-gateway'], choose: 'all' };
const TO_GATEWAY: CollectorTargets = { traces: GATEWAY, metrics: GATEWAY, logs: GATEWAY };

/**
 * A collector on every node: it takes OTLP from the pods beside it, adds what Kubernetes knows of them, and sends it to the gateway,
 * `opentelemetryCollector`, or to the stores where there is none.
 */
export const opentelemetryAgent = defineComponent<OpentelemetryAgentOptions>({
  kind: 'opentelemetry-agent',
  summary: 'Takes telemetry and logs on every node',
  chart: COLLECTOR_CHART,
  // Its namespace is more open than the gateway's.
  namespace: 'opentelemetry-agent',
  wave: 50,
  placement: 'everywhere',
  after: ['opentelemetry-collector', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: COLLECTOR_IMAGES,
  waivers: [
    {
      rules: ['POD-003', 'POD-008'],
      targets: ['DaemonSet/{release}-agent'],
      reason: 'It reads the files that the node keeps of containers, which belong to root; it changes none of them.',
    },
  ],
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8888, pods: PODS }],
  telemetry: (settings) => [
    { protocol: 'otlp-agent', host: serviceHost(settings), port: 4317, path: '', podPort: 4317, pods: PODS },
  ],
  telemetryClients: [...Object.values(STORES), GATEWAY].map((reach) => ({ ...reach, pods: PODS })),
  identities: [],
  options: { properties: { logs: flag, nodeMetrics: flag }, required: [] },
  defaults: { logs: true, nodeMetrics: false },
  examples: [{}, { nodeMetrics: true }],
  values: {
    base: ({ release, options }, platform) => ({
      ...mergeHelmValues(collectorValues(release, platform), NO_NODE_PORTS),
      mode: 'daemonset',
      presets: {
        logsCollection: { enabled: options.logs },
        kubernetesAttributes: { enabled: true },
        hostMetrics: { enabled: options.nodeMetrics },
        kubeletMetrics: { enabled: options.nodeMetrics },
      },
      ...(options.logs || options.nodeMetrics
        ? { securityContext: { ...RESTRICTED_CONTAINER, runAsNonRoot: false, runAsUser: 0, runAsGroup: 0 } }
        : {}),
      config: configOn(release, platform, null),
      service: { enabled: true },
      tolerations: EVERY_NODE,
      resources: resources('100m', '256Mi', '512Mi'),
    }),
    cluster: ({ release }, cluster, platform) => ({ config: configOn(release, platform, cluster) }),
  },
});

/** Pods reach the one of their node by the Service. */
const NO_NODE_PORTS: HelmValues = { ports: { otlp: { hostPort: null }, 'otlp-http': { hostPort: null } } };

function configOn(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const hasGateway = findTelemetry(platform, release, cluster, GATEWAY).length > 0;
  return collectorConfig(release, platform, cluster, hasGateway ? TO_GATEWAY : STORES);
}
