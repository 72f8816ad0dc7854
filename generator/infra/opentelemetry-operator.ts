import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

const PODS = chartPods('opentelemetry-operator');

/** Puts instrumentation into pods, and runs collectors that teams describe themselves. */
export const opentelemetryOperator = defineComponent<object>({
  kind: 'opentelemetry-operator',
  summary: 'Instruments pods, and runs collectors of teams',
  chart: {
    repository: 'https://open-telemetry.github.io/opentelemetry-helm-charts',
    name: 'opentelemetry-operator',
    version: '0.122.0',
  },
  namespace: 'opentelemetry-operator',
  wave: 20,
  placement: 'everywhere',
  after: ['cert-manager', 'prometheus-operator-crds'],
  requires: ['cert-manager'],
  brings: {
    crds: { 'opentelemetry.io': ['Instrumentation', 'OpAMPBridge', 'OpenTelemetryCollector', 'TargetAllocator'] },
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  images: ['ghcr.io/open-telemetry/opentelemetry-operator'],
  waivers: [
    {
      rules: ['RBAC-004'],
      targets: ['ClusterRole/{release}-manager', 'Role/{release}-leader-election'],
      reason: 'It runs collectors that teams describe: their workloads and pods are what it makes.',
    },
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}-leader-election'],
      reason: 'It reads the certificates of its collectors, which lie in its own namespace.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 9443, pods: PODS },
    { purpose: 'metrics', port: 8443, pods: PODS },
  ],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }, platform) => ({
      fullnameOverride: release,
      replicaCount: 2,
      pdb: { create: true, minAvailable: 1 },
      manager: {
        serviceMonitor: { enabled: hasMonitors(platform) },
        securityContext: RESTRICTED_CONTAINER,
        resources: resources('100m', '128Mi', '256Mi'),
      },
      topologySpreadConstraints: spread(PODS),
    }),
  },
});
