import { defineComponent } from './_define.ts';
import { perconaOperator } from './_percona.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';

/** Percona's operator of MongoDB clusters in every namespace; a `psmdbDb` is one of them. */
export const psmdbOperator = defineComponent<object>(
  perconaOperator({
    kind: 'psmdb-operator',
    summary: 'Operator of MongoDB clusters',
    version: '1.22.0',
    requires: [],
    crds: {
      'psmdb.percona.com': ['PerconaServerMongoDB', 'PerconaServerMongoDBBackup', 'PerconaServerMongoDBRestore'],
    },
    waiver: {
      rules: ['REL-003'],
      targets: ['Deployment/{release}*'],
      reason: 'The chart takes no settings for its probes, and asks the same of both: whether the operator runs.',
    },
    values: {
      resources: resources('100m', '256Mi', '256Mi'),
      podSecurityContext: { runAsNonRoot: true, runAsUser: 2, seccompProfile: { type: 'RuntimeDefault' } },
      securityContext: RESTRICTED_CONTAINER,
    },
  }),
);
