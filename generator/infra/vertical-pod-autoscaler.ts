import { flag } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES, MUTATING_WEBHOOKS } from './_shared.ts';

export interface VerticalPodAutoscalerOptions {
  /** Whether pods are changed to what is recommended, or only told. @default false */
  readonly apply: boolean;
}

const pods = (component: string) => ({ 'app.kubernetes.io/component': component });

/** Recommends requests by what pods used, and sets them where a VerticalPodAutoscaler asks for it. */
export const verticalPodAutoscaler = defineComponent<VerticalPodAutoscalerOptions>({
  kind: 'vertical-pod-autoscaler',
  summary: 'Requests of pods by what they use',
  chart: {
    repository: 'https://kubernetes.github.io/autoscaler',
    name: 'vertical-pod-autoscaler',
    version: '0.11.0',
  },
  namespace: 'vertical-pod-autoscaler',
  wave: 20,
  placement: 'everywhere',
  after: ['cert-manager', 'metrics-server'],
  requires: ['cert-manager'],
  brings: {
    crds: { 'autoscaling.k8s.io': ['VerticalPodAutoscaler', 'VerticalPodAutoscalerCheckpoint'] },
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS],
    namespaces: [],
  },
  images: ['registry.k8s.io/autoscaling'],
  waivers: [
    {
      rules: ['RBAC-002'],
      targets: ['ClusterRole/{release}-*-target-reader', 'ClusterRole/{release}-admission-controller'],
      reason: 'It reads the scale of whatever kind a VerticalPodAutoscaler names, those of other operators among them.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'webhook', port: 8000, pods: pods('admission-controller') }],
  identities: [],
  options: { properties: { apply: flag }, required: [] },
  defaults: { apply: false },
  examples: [{}, { apply: true }],
  values: {
    base: ({ release, options }) => {
      const controller = { replicas: 2, resources: resources('50m', '128Mi', '512Mi') };
      return {
        fullnameOverride: release,
        podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        containerSecurityContext: RESTRICTED_CONTAINER,
        recommender: controller,
        updater: { ...controller, enabled: options.apply },
        admissionController: {
          ...controller,
          enabled: options.apply,
          // The chart's Jobs would make a certificate of their own with every sync.
          certGen: { enabled: false },
          certManager: { enabled: true, createSelfSignedIssuer: { enabled: true } },
        },
      };
    },
  },
});
