import { defineComponent } from './_define.ts';
import { EVERY_NODE, RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

/** Metrics of nodes. The kube-prometheus-stack brings its own: two on one node fight for the port. */
export const prometheusNodeExporter = defineComponent<object>({
  kind: 'prometheus-node-exporter',
  summary: 'Metrics of nodes',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'prometheus-node-exporter',
    version: '4.56.1',
  },
  namespace: 'node-exporter',
  wave: 20,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['quay.io/prometheus/node-exporter'],
  waivers: [
    {
      rules: ['POD-002', 'POD-003'],
      targets: ['DaemonSet/{release}'],
      reason: 'It counts the processes, interfaces and file systems of the node, which it only reads.',
    },
  ],
  // It sees the processes, the network and the disks of its node.
  podSecurity: 'privileged',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 9100, pods: chartPods('prometheus-node-exporter') }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }, platform) => ({
      fullnameOverride: release,
      prometheus: { monitor: { enabled: hasMonitors(platform) } },
      tolerations: EVERY_NODE,
      containerSecurityContext: RESTRICTED_CONTAINER,
      livenessProbe: { failureThreshold: 12 },
      resources: resources('50m', '32Mi', '128Mi'),
    }),
  },
});
