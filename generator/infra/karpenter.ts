import type { KubernetesObject } from '../contract/resource.ts';
import { oneOf, text, textList } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, identityAnnotations } from './_shared.ts';

export interface KarpenterOptions {
  /** Instance categories that nodes may have. @default ['c', 'm', 'r'] */
  readonly categories: readonly string[];
  /** Most processors of all its nodes together. @default '200' */
  readonly cpuLimit: string;
  /** What nodes are bought as; with both, spot comes first and on-demand stands in. @default ['on-demand'] */
  readonly capacity: readonly ('on-demand' | 'spot')[];
  /** Disk of each node, encrypted. @default '100Gi' */
  readonly disk: string;
  /** Which nodes are given back: those without pods, or those whose pods fit elsewhere, too. @default 'WhenEmptyOrUnderutilized' */
  readonly consolidation: 'WhenEmpty' | 'WhenEmptyOrUnderutilized';
  /** How long a node has to be so before it goes; `Never` keeps it. @default '5m' */
  readonly consolidateAfter: string;
}

/** Nodes on AWS. Its definitions lie in the chart's crds folder. */
export const karpenter = defineComponent<KarpenterOptions>({
  kind: 'karpenter',
  summary: 'Nodes on demand, on AWS',
  chart: { repository: 'public.ecr.aws/karpenter', name: 'karpenter', version: '1.14.1' },
  namespace: 'kube-system',
  wave: 10,
  placement: 'everywhere',
  answers: 'node-autoscaler',
  after: ['prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'autoscaling.x-k8s.io': ['CapacityBuffer'],
      'karpenter.k8s.aws': ['EC2NodeClass'],
      'karpenter.sh': ['NodeClaim', 'NodeOverlay', 'NodePool'],
    },
    clusterKinds: CLUSTER_ROLES,
    namespaces: ['kube-node-lease'],
  },
  images: ['public.ecr.aws/karpenter'],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: { 'app.kubernetes.io/name': 'karpenter' } }],
  identities: ['karpenter'],
  options: {
    properties: {
      categories: textList,
      cpuLimit: text,
      capacity: { type: 'array', items: oneOf('on-demand', 'spot'), minItems: 1 },
      disk: { type: 'string', pattern: '^[1-9][0-9]*[GT]i$' },
      consolidation: oneOf('WhenEmpty', 'WhenEmptyOrUnderutilized'),
      consolidateAfter: { type: 'string', pattern: '^([0-9]+(s|m|h))+$|^Never$' },
    },
    required: [],
  },
  defaults: {
    categories: ['c', 'm', 'r'],
    cpuLimit: '200',
    capacity: ['on-demand'],
    disk: '100Gi',
    consolidation: 'WhenEmptyOrUnderutilized',
    consolidateAfter: '5m',
  },
  examples: [{ capacity: ['spot', 'on-demand'], consolidateAfter: 'Never' }],
  values: {
    base: () => ({
      replicas: 2,
      podDisruptionBudget: { maxUnavailable: 1 },
      controller: { resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } } },
    }),
    cluster: (settings, cluster, platform) => ({
      settings: { clusterName: cluster.cloud.clusterName, interruptionQueue: cluster.cloud.clusterName },
      serviceAccount: { name: 'karpenter', ...identityAnnotations(settings, 'karpenter', cluster, platform) },
    }),
  },
  manifests: {
    cluster: ({ options }, cluster): readonly KubernetesObject[] => {
      const tag = { 'karpenter.sh/discovery': cluster.cloud.clusterName };
      return [
        {
          apiVersion: 'karpenter.k8s.aws/v1',
          kind: 'EC2NodeClass',
          metadata: { name: 'default' },
          spec: {
            role: `${cluster.cloud.clusterName}-node`,
            amiSelectorTerms: [{ alias: 'al2023@latest' }],
            subnetSelectorTerms: [{ tags: tag }],
            securityGroupSelectorTerms: [{ tags: tag }],
            // The root of Amazon Linux; Karpenter's own would be 20Gi.
            blockDeviceMappings: [
              { deviceName: '/dev/xvda', ebs: { volumeSize: options.disk, volumeType: 'gp3', encrypted: true } },
            ],
          },
        },
        {
          apiVersion: 'karpenter.sh/v1',
          kind: 'NodePool',
          metadata: { name: 'default' },
          spec: {
            template: {
              spec: {
                nodeClassRef: { group: 'karpenter.k8s.aws', kind: 'EC2NodeClass', name: 'default' },
                requirements: [
                  { key: 'kubernetes.io/arch', operator: 'In', values: ['amd64'] },
                  { key: 'karpenter.k8s.aws/instance-category', operator: 'In', values: options.categories },
                  { key: 'karpenter.sh/capacity-type', operator: 'In', values: options.capacity },
                ],
                expireAfter: '720h',
              },
            },
            limits: { cpu: options.cpuLimit },
            disruption: { consolidationPolicy: options.consolidation, consolidateAfter: options.consolidateAfter },
          },
        },
      ];
    },
  },
});
