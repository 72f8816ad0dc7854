import { count, oneOf, textList } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from './_shared.ts';

export interface GatekeeperOptions {
  /** Pods that answer the API server. @default 3 */
  readonly replicas: number;
  /** Whether an object passes while nobody answers. @default 'pass' */
  readonly whenDown: 'pass' | 'refuse';
  /** Namespaces that no constraint judges. @default ['kube-system'] */
  readonly exempt: readonly string[];
}

const WEBHOOK = { 'control-plane': 'controller-manager' };
const AUDIT = { 'control-plane': 'audit-controller' };

/** Policies in Rego, kept by the API server; `slipway policy export` writes slipway's own as its templates. */
export const gatekeeper = defineComponent<GatekeeperOptions>({
  kind: 'gatekeeper',
  summary: 'Policies in the cluster, written in Rego',
  chart: {
    repository: 'https://open-policy-agent.github.io/gatekeeper/charts',
    name: 'gatekeeper',
    version: '3.23.0',
  },
  namespace: 'gatekeeper-system',
  wave: 10,
  placement: 'everywhere',
  after: [],
  requires: [],
  brings: {
    crds: {
      'config.gatekeeper.sh': ['Config'],
      'connection.gatekeeper.sh': ['Connection'],
      'expansion.gatekeeper.sh': ['ExpansionTemplate'],
      'externaldata.gatekeeper.sh': ['Provider'],
      'mutations.gatekeeper.sh': ['Assign', 'AssignImage', 'AssignMetadata', 'ModifySet'],
      'status.gatekeeper.sh': [
        'ConfigPodStatus',
        'ConnectionPodStatus',
        'ConstraintPodStatus',
        'ConstraintTemplatePodStatus',
        'ExpansionTemplatePodStatus',
        'MutatorPodStatus',
        'ProviderPodStatus',
      ],
      'syncset.gatekeeper.sh': ['SyncSet'],
      'templates.gatekeeper.sh': ['ConstraintTemplate'],
    },
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS],
    namespaces: [],
  },
  images: ['docker.io/openpolicyagent'],
  waivers: [
    {
      rules: ['RBAC-002', 'RBAC-003', 'RBAC-004'],
      targets: ['ClusterRole/gatekeeper-manager-role', 'Role/gatekeeper-manager-role'],
      reason: 'Its audit reads objects of every kind, since a constraint may be about any of them.',
    },
    {
      rules: ['REL-004'],
      targets: ['Deployment/gatekeeper-audit'],
      reason: 'A second audit would read everything a second time; requests are judged by the other pods.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [
    { purpose: 'webhook', port: 8443, pods: WEBHOOK },
    { purpose: 'metrics', port: 8888, pods: WEBHOOK },
    { purpose: 'metrics', port: 8888, pods: AUDIT },
  ],
  identities: [],
  options: {
    properties: { replicas: { ...count, minimum: 1 }, whenDown: oneOf('pass', 'refuse'), exempt: textList },
    required: [],
  },
  defaults: { replicas: 3, whenDown: 'pass', exempt: ['kube-system'] },
  values: {
    base: ({ namespace, options }) => {
      const policy = options.whenDown === 'pass' ? 'Ignore' : 'Fail';
      return {
        replicas: options.replicas,
        validatingWebhookFailurePolicy: policy,
        mutatingWebhookFailurePolicy: policy,
        // Argo CD brings the definitions, and slipway the labels of the namespace.
        upgradeCRDs: { enabled: false },
        postInstall: { labelNamespace: { enabled: false }, probeWebhook: { enabled: false } },
        pdb: { controllerManager: { minAvailable: 1 } },
        controllerManager: {
          exemptNamespaces: [...new Set([...options.exempt, namespace])],
          resources: resources('100m', '256Mi', '1Gi'),
        },
        audit: { resources: resources('100m', '256Mi', '1Gi') },
      };
    },
  },
});
