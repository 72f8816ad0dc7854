import { defineComponent } from './_define.ts';
import { perconaOperator } from './_percona.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';

/** Percona's operator of XtraDB clusters, which speak MySQL, in every namespace; a `pxcDb` is one of them. */
export const pxcOperator = defineComponent<object>(
  perconaOperator({
    kind: 'pxc-operator',
    summary: 'Operator of MySQL clusters',
    version: '1.20.0',
    requires: ['cert-manager'],
    crds: {
      'pxc.percona.com': ['PerconaXtraDBCluster', 'PerconaXtraDBClusterBackup', 'PerconaXtraDBClusterRestore'],
    },
    waiver: {
      rules: ['REF-003', 'REL-001'],
      targets: ['Service/percona-xtradb-cluster-operator', 'Deployment/{release}*'],
      reason:
        'The operator makes the Service for a webhook that is off; its pods declare no port for it, and no probe.',
    },
    values: {
      resources: { ...resources('100m', '256Mi', '256Mi'), limits: { cpu: null, memory: '256Mi' } },
      containerSecurityContext: { ...RESTRICTED_CONTAINER, runAsUser: 2 },
    },
  }),
);
