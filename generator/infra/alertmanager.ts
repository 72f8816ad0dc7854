import { count, quantity, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { chartPods, hasMonitors, serviceHost } from './_telemetry.ts';

export interface AlertmanagerOptions {
  /** They tell each other what they sent. @default 3 */
  readonly replicas: number;
  /** Volume of each replica, for silences and what was sent. @default '2Gi' */
  readonly storage: string;
  /** How long silences and notices are kept. @default '120h' */
  readonly retention: string;
}

const PODS = chartPods('alertmanager');

/**
 * Alerts to people. Whom, `values: { config }` says, as Alertmanager's own documentation has it; it ends in a ConfigMap, so
 * credentials are named by their `_file` options.
 */
export const alertmanager = defineComponent<AlertmanagerOptions>({
  kind: 'alertmanager',
  summary: 'Alerts to people',
  chart: { repository: 'https://prometheus-community.github.io/helm-charts', name: 'alertmanager', version: '1.42.0' },
  namespace: 'alertmanager',
  wave: 20,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['quay.io/prometheus/alertmanager'],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 9093, pods: PODS }],
  telemetry: (settings) => [
    { protocol: 'alertmanager', host: serviceHost(settings), port: 9093, path: '', podPort: 9093, pods: PODS },
  ],
  identities: [],
  options: {
    properties: { replicas: { ...count, minimum: 1 }, storage: quantity, retention: text },
    required: [],
  },
  defaults: { replicas: 3, storage: '2Gi', retention: '120h' },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      replicaCount: options.replicas,
      extraArgs: { 'data.retention': options.retention },
      persistence: { size: options.storage },
      serviceMonitor: { enabled: hasMonitors(platform) },
      // It asks the API server nothing.
      automountServiceAccountToken: false,
      securityContext: RESTRICTED_CONTAINER,
      topologySpreadConstraints: spread(PODS),
      podDisruptionBudget: { maxUnavailable: 1 },
      livenessProbe: { httpGet: { path: '/-/healthy' } },
      readinessProbe: { httpGet: { path: '/-/ready' } },
      resources: resources('50m', '64Mi', '256Mi'),
    }),
    cloud: (_settings, cloud) => ({ persistence: { storageClass: cloud.blockStorageClass } }),
  },
});
