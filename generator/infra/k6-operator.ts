import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES, soleController } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

/** Load tests as objects: a TestRun runs once, from many pods. */
export const k6Operator = defineComponent<object>({
  kind: 'k6-operator',
  summary: 'Load tests from many pods',
  chart: { repository: 'https://grafana.github.io/helm-charts', name: 'k6-operator', version: '4.6.0' },
  namespace: 'k6-operator',
  wave: 40,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: { 'k6.io': ['PrivateLoadZone', 'TestRun'] }, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['ghcr.io/grafana'],
  waivers: [
    soleController('Deployment/{release}*'),
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/{release}*'],
      reason: 'A TestRun in any namespace may name a Secret with the token of the service that shows its results.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8443, pods: { 'app.kubernetes.io/name': 'k6-operator' } }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: (_settings, platform) => ({
      installCRDs: true,
      namespace: { create: false },
      manager: {
        logging: { development: false },
        resources: { ...resources('100m', '128Mi', '256Mi'), limits: { cpu: null, memory: '256Mi' } },
        podSecurityContext: { runAsNonRoot: true, runAsUser: 65532 },
        containerSecurityContext: RESTRICTED_CONTAINER,
      },
      metrics: { serviceMonitor: { enabled: hasMonitors(platform) } },
    }),
  },
});
