import { count } from '../model/option-schema.ts';
import { ACTIONS_CHARTS, ACTIONS_VERSION, CONTROLLER_ACCOUNT } from './_actions.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { CLUSTER_ROLES, disruptionBudget } from './_shared.ts';

export interface GhaRunnerScaleSetControllerOptions {
  /** One of them leads. @default 2 */
  readonly replicas: number;
}

const PODS = { 'app.kubernetes.io/name': 'gha-rs-controller' };

/** GitHub's controller of runners; a `ghaRunnerScaleSet` is a set of them. */
export const ghaRunnerScaleSetController = defineComponent<GhaRunnerScaleSetControllerOptions>({
  kind: 'gha-runner-scale-set-controller',
  summary: 'Controller of runners for GitHub Actions',
  chart: { repository: ACTIONS_CHARTS, name: 'gha-runner-scale-set-controller', version: ACTIONS_VERSION },
  namespace: 'arc-systems',
  wave: 40,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: {
    crds: {
      'actions.github.com': ['AutoscalingListener', 'AutoscalingRunnerSet', 'EphemeralRunner', 'EphemeralRunnerSet'],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['ghcr.io/actions'],
  waivers: [
    {
      rules: ['RBAC-003', 'RBAC-004'],
      targets: ['Role/{release}-gha-rs-controller-listener'],
      reason: 'It makes a pod that listens for work for each set, in its own namespace, and the Secret of that pod.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: PODS }],
  identities: [],
  options: { properties: { replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { replicas: 2 },
  values: {
    base: ({ options }) => ({
      replicaCount: options.replicas,
      serviceAccount: { name: CONTROLLER_ACCOUNT },
      resources: resources('100m', '128Mi', '256Mi'),
      podSecurityContext: { runAsUser: 65532, runAsGroup: 65532 },
      securityContext: RESTRICTED_CONTAINER,
      topologySpreadConstraints: spread(PODS),
      metrics: { controllerManagerAddr: ':8080', listenerAddr: ':8080', listenerEndpoint: '/metrics' },
      flags: {
        logLevel: 'info',
        // Else what it makes carries Argo CD's label, and Argo CD deletes it.
        excludeLabelPropagationPrefixes: ['argocd.argoproj.io/instance'],
      },
    }),
  },
  manifests: { shared: (settings) => [disruptionBudget(settings, settings.release, PODS)] },
});
