import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, disruptionBudget } from './_shared.ts';

/** Backups of PostgreSQL clusters in an object store, with the log that leads to any point in time. */
export const pluginBarmanCloud = defineComponent<object>({
  kind: 'plugin-barman-cloud',
  summary: 'Backups and point-in-time recovery of PostgreSQL clusters',
  chart: { repository: 'https://cloudnative-pg.github.io/charts', name: 'plugin-barman-cloud', version: '0.7.0' },
  // The operator finds its plugins by the services of its own namespace.
  namespace: 'cnpg-system',
  wave: 25,
  placement: 'everywhere',
  after: ['cert-manager', 'cloudnative-pg'],
  requires: ['cert-manager', 'cloudnative-pg'],
  brings: { crds: { 'barmancloud.cnpg.io': ['ObjectStore'] }, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['ghcr.io/cloudnative-pg'],
  waivers: [
    {
      rules: ['RBAC-003', 'RBAC-005'],
      targets: ['ClusterRole/{release}*'],
      reason: 'It lets the pods of each database cluster, in any namespace, read the keys of their own bucket.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }) => ({
      fullnameOverride: release,
      replicaCount: 2,
      resources: resources('50m', '128Mi', '128Mi'),
    }),
  },
  manifests: {
    shared: (settings) => [
      disruptionBudget(settings, settings.release, { 'app.kubernetes.io/name': 'plugin-barman-cloud' }),
    ],
  },
});
