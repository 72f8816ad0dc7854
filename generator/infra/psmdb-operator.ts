import { defineComponent } from './_define.ts';
import { PERCONA_CHARTS, PERCONA_IMAGES, PERCONA_WAIVERS } from './_percona.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';

/** Percona's operator of MongoDB clusters in every namespace; a `psmdbDb` is one of them. */
export const psmdbOperator = defineComponent<object>({
  kind: 'psmdb-operator',
  summary: 'Operator of MongoDB clusters',
  chart: { repository: PERCONA_CHARTS, name: 'psmdb-operator', version: '1.22.0' },
  namespace: 'psmdb-operator',
  wave: 20,
  placement: 'everywhere',
  after: ['cert-manager'],
  requires: [],
  brings: {
    crds: {
      'psmdb.percona.com': ['PerconaServerMongoDB', 'PerconaServerMongoDBBackup', 'PerconaServerMongoDBRestore'],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: PERCONA_IMAGES,
  waivers: [
    ...PERCONA_WAIVERS,
    {
      rules: ['REL-003'],
      targets: ['Deployment/{release}*'],
      reason: 'The chart takes no settings for its probes, and asks the same of both: whether the operator runs.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: { 'app.kubernetes.io/name': 'psmdb-operator' } }],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: () => ({
      watchAllNamespaces: true,
      disableTelemetry: true,
      resources: resources('100m', '256Mi', '256Mi'),
      podSecurityContext: { runAsNonRoot: true, runAsUser: 2, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: RESTRICTED_CONTAINER,
    }),
  },
});
