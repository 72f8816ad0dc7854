import { defineComponent } from './_define.ts';
import { PERCONA_CHARTS, PERCONA_IMAGES, PERCONA_WAIVERS } from './_percona.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';

/** Percona's operator of XtraDB clusters, which speak MySQL, in every namespace; a `pxcDb` is one of them. */
export const pxcOperator = defineComponent<object>({
  kind: 'pxc-operator',
  summary: 'Operator of MySQL clusters',
  chart: { repository: PERCONA_CHARTS, name: 'pxc-operator', version: '1.20.0' },
  namespace: 'pxc-operator',
  wave: 20,
  placement: 'everywhere',
  after: ['cert-manager'],
  requires: ['cert-manager'],
  brings: {
    crds: {
      'pxc.percona.com': ['PerconaXtraDBCluster', 'PerconaXtraDBClusterBackup', 'PerconaXtraDBClusterRestore'],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: PERCONA_IMAGES,
  waivers: [
    ...PERCONA_WAIVERS,
    {
      rules: ['REF-003', 'REL-001'],
      targets: ['Service/percona-xtradb-cluster-operator', 'Deployment/{release}*'],
      reason:
        'The operator makes the Service for a webhook that is off; its pods declare no port for it, and no probe.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: { 'app.kubernetes.io/name': 'pxc-operator' } }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      watchAllNamespaces: true,
      disableTelemetry: true,
      resources: { ...resources('100m', '256Mi', '256Mi'), limits: { cpu: null, memory: '256Mi' } },
      containerSecurityContext: { ...RESTRICTED_CONTAINER, runAsUser: 2 },
    }),
  },
});
