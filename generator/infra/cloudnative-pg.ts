import { count } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, disruptionBudget, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

export interface CloudnativePgOptions {
  /** @default 2 */
  readonly replicas: number;
}

const PODS = { 'app.kubernetes.io/name': 'cloudnative-pg' };

/** Operator of PostgreSQL clusters in every namespace; a `cnpgCluster` is one of them. */
export const cloudnativePg = defineComponent<CloudnativePgOptions>({
  kind: 'cloudnative-pg',
  summary: 'Operator of PostgreSQL clusters',
  chart: { repository: 'https://cloudnative-pg.github.io/charts', name: 'cloudnative-pg', version: '0.29.0' },
  namespace: 'cnpg-system',
  wave: 20,
  placement: 'everywhere',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'postgresql.cnpg.io': [
        'Backup',
        'Cluster',
        'ClusterImageCatalog',
        'Database',
        'DatabaseRole',
        'FailoverQuorum',
        'ImageCatalog',
        'Pooler',
        'Publication',
        'ScheduledBackup',
        'Subscription',
      ],
    },
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  images: ['ghcr.io/cloudnative-pg'],
  waivers: [
    {
      rules: ['RBAC-003', 'RBAC-004', 'RBAC-005'],
      targets: ['ClusterRole/{release}*'],
      reason:
        'It makes the pods, logins, roles and certificates of database clusters in any namespace, and calls programs in their pods.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 9443, pods: PODS },
    { purpose: 'metrics', port: 8080, pods: PODS },
  ],
  identities: [],
  options: { properties: { replicas: { ...count, minimum: 1 } }, required: [] },
  defaults: { replicas: 2 },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      replicaCount: options.replicas,
      resources: resources('100m', '256Mi', '256Mi'),
      // The chart's two probes are one: it would restart an operator that is only starting.
      webhook: { livenessProbe: { initialDelaySeconds: 30 } },
      monitoring: { podMonitorEnabled: hasMonitors(platform) },
    }),
  },
  manifests: { shared: (settings) => [disruptionBudget(settings, settings.release, PODS)] },
});
