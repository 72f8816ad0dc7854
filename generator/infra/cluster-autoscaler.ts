import { oneOf, text } from '../model/option-schema.ts';
import { defineComponentWith } from './_define.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { CLUSTER_ROLES, identityAnnotations } from './_shared.ts';
import { hasMonitors } from './_telemetry.ts';

export interface ClusterAutoscalerOptions {
  /** Node pools that it sizes: their id in the cloud, and between how many nodes. Others keep their size. */
  readonly pools: Readonly<Record<string, { readonly id: string; readonly min: number; readonly max: number }>>;
  /** Who asks the cloud: its ServiceAccount, or the nodes that it stands on. @default 'workload' */
  readonly principal: 'workload' | 'node';
  /** Of several pools that would do, which grows. @default 'least-waste' */
  readonly expander: 'least-waste' | 'most-pods' | 'random';
}

const SERVICE_ACCOUNT = 'cluster-autoscaler';
const PODS = { 'app.kubernetes.io/name': 'cluster-autoscaler' };

/** Sizes node pools by the pods that wait, where the cloud has no such thing of its own. */
export const clusterAutoscaler = defineComponentWith<ClusterAutoscalerOptions, 'pools'>({
  kind: 'cluster-autoscaler',
  summary: 'Node pools that grow and shrink',
  chart: { repository: 'https://kubernetes.github.io/autoscaler', name: 'cluster-autoscaler', version: '9.59.0' },
  namespace: 'cluster-autoscaler',
  wave: 10,
  placement: 'everywhere',
  answers: 'node-autoscaler',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['registry.k8s.io/autoscaling'],
  waivers: [
    {
      rules: ['REL-001'],
      targets: ['Deployment/{release}'],
      reason: 'Its Service carries metrics only, and the chart has no value for a readiness probe.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8085, pods: PODS }],
  identities: [SERVICE_ACCOUNT],
  options: {
    properties: {
      pools: {
        type: 'object',
        minProperties: 1,
        additionalProperties: {
          type: 'object',
          properties: { id: text, min: { type: 'integer', minimum: 0 }, max: { type: 'integer', minimum: 1 } },
          required: ['id', 'min', 'max'],
          additionalProperties: false,
        },
      },
      principal: oneOf('workload', 'node'),
      expander: oneOf('least-waste', 'most-pods', 'random'),
    },
    required: ['pools'],
  },
  defaults: { principal: 'workload', expander: 'least-waste' },
  examples: [{ pools: { general: { id: 'ocid1.nodepool.oc1.eu-frankfurt-1.shop', min: 3, max: 10 } } }],
  values: {
    base: ({ release, namespace, options }, platform) => ({
      fullnameOverride: release,
      replicaCount: 2,
      // Else the provider is part of its labels.
      nameOverride: 'cluster-autoscaler',
      autoscalingGroups: Object.entries(options.pools)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([, { id, min, max }]) => ({ name: id, minSize: min, maxSize: max })),
      extraArgs: {
        'balance-similar-node-groups': true,
        expander: options.expander,
        // Machines of some clouds take longer than its own 15 minutes.
        'max-node-provision-time': '25m',
        'skip-nodes-with-system-pods': false,
      },
      topologySpreadConstraints: spread(PODS),
      securityContext: { runAsNonRoot: true, runAsUser: 65534, seccompProfile: { type: 'RuntimeDefault' } },
      containerSecurityContext: RESTRICTED_CONTAINER,
      resources: resources('100m', '300Mi', '600Mi'),
      serviceMonitor: { enabled: hasMonitors(platform), namespace },
    }),
    cluster: (settings, cluster, platform) => ({
      ...cluster.cloud.nodeAutoscalerValues(settings.options.principal),
      rbac: {
        serviceAccount: { name: SERVICE_ACCOUNT, ...identityAnnotations(settings, SERVICE_ACCOUNT, cluster, platform) },
      },
    }),
  },
});
