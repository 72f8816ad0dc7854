import { count, oneOf } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

export interface KyvernoOptions {
  /** Pods that answer the API server. @default 3 */
  readonly replicas: number;
  /** Whether an object passes while nobody answers. @default 'pass' */
  readonly whenDown: 'pass' | 'refuse';
}

const pods = (component: string) => ({ 'app.kubernetes.io/component': component });
const WEBHOOK = pods('admission-controller');

/** Policies as objects, kept by the API server: what slipway refuses in Git, whoever applies it. */
export const kyverno = defineComponent<KyvernoOptions>({
  kind: 'kyverno',
  summary: 'Policies in the cluster, written as objects',
  chart: { repository: 'https://kyverno.github.io/kyverno', name: 'kyverno', version: '3.9.0' },
  namespace: 'kyverno',
  wave: 10,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'kyverno.io': [
        'CleanupPolicy',
        'ClusterCleanupPolicy',
        'ClusterPolicy',
        'GlobalContextEntry',
        'Policy',
        'PolicyException',
        'UpdateRequest',
      ],
      'policies.kyverno.io': [
        'DeletingPolicy',
        'GeneratingPolicy',
        'ImageValidatingPolicy',
        'MutatingPolicy',
        'NamespacedDeletingPolicy',
        'NamespacedGeneratingPolicy',
        'NamespacedImageValidatingPolicy',
        'NamespacedMutatingPolicy',
        'NamespacedValidatingPolicy',
        'PolicyException',
        'ValidatingPolicy',
      ],
      'reports.kyverno.io': ['ClusterEphemeralReport', 'EphemeralReport'],
      'wgpolicyk8s.io': ['ClusterPolicyReport', 'PolicyReport'],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['reg.kyverno.io/kyverno'],
  waivers: [
    {
      rules: ['RBAC-005'],
      targets: ['ClusterRole/{release}:background-controller:core'],
      reason:
        'A policy may make a role binding for each new namespace; the API server lets it give only rights that it has.',
    },
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}:*-controller'],
      reason: 'Certificates of its webhooks, and credentials for registries, are Secrets of its own namespace.',
    },
    {
      rules: ['REL-001'],
      targets: ['Deployment/kyverno-background-controller', 'Deployment/kyverno-reports-controller'],
      reason: 'Their Services carry metrics only, and the chart has no probes for them.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 9443, pods: WEBHOOK },
    { purpose: 'webhook', port: 9443, pods: pods('cleanup-controller') },
    ...['admission-controller', 'background-controller', 'cleanup-controller', 'reports-controller'].map((name) => ({
      purpose: 'metrics' as const,
      port: 8000,
      pods: pods(name),
    })),
  ],
  identities: [],
  // Rules of these are gathered from other roles by the API server.
  ignoreDifferences: [{ group: 'rbac.authorization.k8s.io', kind: 'ClusterRole', jqPathExpressions: ['.rules'] }],
  options: {
    properties: { replicas: { ...count, minimum: 1 }, whenDown: oneOf('pass', 'refuse') },
    required: [],
  },
  defaults: { replicas: 3, whenDown: 'pass' },
  values: {
    base: ({ release, options }, platform) => {
      const monitor = { enabled: hasMonitors(platform) };
      const controller = {
        replicas: 2,
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        resources: resources('100m', '128Mi', '512Mi'),
        serviceMonitor: monitor,
      };
      return {
        fullnameOverride: release,
        crds: { migration: { enabled: false } },
        features: { forceFailurePolicyIgnore: { enabled: options.whenDown === 'pass' } },
        // Jobs before a delete: Argo CD deletes in an order of its own.
        webhooksCleanup: { enabled: false },
        admissionController: {
          replicas: options.replicas,
          podDisruptionBudget: { enabled: true, minAvailable: 1 },
          initContainer: { resources: resources('10m', '64Mi', '256Mi') },
          container: { resources: resources('100m', '256Mi', '1Gi') },
          serviceMonitor: monitor,
        },
        backgroundController: controller,
        cleanupController: controller,
        reportsController: controller,
      };
    },
  },
});
