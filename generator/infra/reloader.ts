import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

/** Rolls the pods of a workload whose ConfigMap or Secret has changed, where its annotations ask for it. */
export const reloader = defineComponent<object>({
  kind: 'reloader',
  summary: 'Restarts pods whose ConfigMap or Secret has changed',
  chart: { repository: 'https://stakater.github.io/stakater-charts', name: 'reloader', version: '2.2.16' },
  namespace: 'reloader',
  wave: 20,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['ghcr.io/stakater/reloader'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/{release}-role'],
      reason: 'It watches Secrets of any namespace for a change, and compares hashes of them.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 9090, pods: chartPods('reloader') }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }, platform) => ({
      fullnameOverride: release,
      reloader: {
        // An annotation of the pod: a variable of the container would be drift for Argo CD.
        reloadStrategy: 'annotations',
        isArgoRollouts: platform.components.some((one) => one.definition.kind === 'argo-rollouts'),
        enableHA: true,
        readOnlyRootFileSystem: true,
        deployment: {
          replicas: 2,
          containerSecurityContext: RESTRICTED_CONTAINER,
          resources: resources('20m', '64Mi', '256Mi'),
        },
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        podMonitor: { enabled: hasMonitors(platform) },
      },
    }),
  },
});
