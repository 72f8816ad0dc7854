import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, identityAnnotations } from './_shared.ts';
import { chartPods } from './_telemetry.ts';

/** Writes newer image tags into Git, for Applications that an ImageUpdater names; beside Argo CD, on the hub. */
export const argocdImageUpdater = defineComponent<object>({
  kind: 'argocd-image-updater',
  summary: 'Writes newer image tags into Git',
  chart: { repository: 'https://argoproj.github.io/argo-helm', name: 'argocd-image-updater', version: '1.2.4' },
  namespace: 'argocd-image-updater',
  wave: 10,
  placement: 'hub',
  after: ['argo-cd', 'prometheus-operator-crds'],
  requires: ['argo-cd'],
  brings: {
    crds: { 'argocd-image-updater.argoproj.io': ['ImageUpdater'] },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['quay.io/argoprojlabs/argocd-image-updater'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}'],
      reason:
        'Credentials of registries and repositories are Secrets of its own namespace, which an ImageUpdater names.',
    },
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}-controller'],
      reason: 'Two would write the same commit. While it restarts, a new image waits.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8443, pods: chartPods('argocd-image-updater') }],
  identities: ['argocd-image-updater'],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }) => ({
      fullnameOverride: release,
      image: { pullPolicy: 'IfNotPresent' },
      resources: resources('50m', '64Mi', '256Mi'),
    }),
    cluster: (settings, cluster, platform) => ({
      serviceAccount: {
        name: 'argocd-image-updater',
        ...identityAnnotations(settings, 'argocd-image-updater', cluster, platform),
      },
    }),
  },
});
