import { count } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES } from './_shared.ts';

export interface ArgoRolloutsOptions {
  /** @default 2 */
  readonly replicas: number;
}

/** Canary and blue-green rollouts. */
export const argoRollouts = defineComponent<ArgoRolloutsOptions>({
  kind: 'argo-rollouts',
  summary: 'Canary and blue-green rollouts',
  chart: { repository: 'https://argoproj.github.io/argo-helm', name: 'argo-rollouts', version: '2.41.0' },
  namespace: 'argo-rollouts',
  wave: 10,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: { 'argoproj.io': ['AnalysisRun', 'AnalysisTemplate', 'ClusterAnalysisTemplate', 'Experiment', 'Rollout'] },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['quay.io/argoproj/argo-rollouts'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/{release}*'],
      reason: 'An analysis of any namespace may name a Secret of it, with the credentials of its metrics.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8090, pods: { 'app.kubernetes.io/name': 'argo-rollouts' } }],
  identities: [],
  options: { properties: { replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { replicas: 2 },
  values: {
    base: ({ options }) => ({
      installCRDs: true,
      keepCRDs: true,
      // Rights for the routers of others would hold wildcards.
      providerRBAC: {
        providers: {
          smi: false,
          ambassador: false,
          awsAppMesh: false,
          traefik: false,
          apisix: false,
          contour: false,
          glooPlatform: false,
        },
      },
      controller: {
        replicas: options.replicas,
        pdb: { enabled: true, minAvailable: 1 },
        resources: { requests: { cpu: '50m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        metrics: { enabled: true },
      },
    }),
  },
});
