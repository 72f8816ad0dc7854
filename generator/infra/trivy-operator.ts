import { count, flag, quantity, textList } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

export interface TrivyOperatorOptions {
  /** Namespaces that are not scanned. @default ['kube-system'] */
  readonly exclude: readonly string[];
  /** Whether findings without a fix are left out. @default true */
  readonly ignoreUnfixed: boolean;
  /** Scans at a time. @default 5 */
  readonly concurrency: number;
  /** Volume of the vulnerability database. @default '5Gi' */
  readonly storage: string;
}

/** Scans images and objects of the cluster, and keeps what it finds as reports beside them. */
export const trivyOperator = defineComponent<TrivyOperatorOptions>({
  kind: 'trivy-operator',
  summary: 'Scans images and objects for weaknesses',
  chart: { repository: 'https://aquasecurity.github.io/helm-charts', name: 'trivy-operator', version: '0.34.0' },
  namespace: 'trivy-system',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'prometheus-operator-crds'],
  requires: [],
  brings: {
    crds: {
      'aquasecurity.github.io': [
        'ClusterComplianceReport',
        'ClusterConfigAuditReport',
        'ClusterInfraAssessmentReport',
        'ClusterRbacAssessmentReport',
        'ClusterSbomReport',
        'ClusterVulnerabilityReport',
        'ConfigAuditReport',
        'ExposedSecretReport',
        'InfraAssessmentReport',
        'RbacAssessmentReport',
        'SbomReport',
        'VulnerabilityReport',
      ],
    },
    clusterKinds: [...CLUSTER_ROLES, { group: 'aquasecurity.github.io', kind: 'ClusterComplianceReport' }],
    namespaces: [],
  },
  images: ['mirror.gcr.io/aquasec'],
  waivers: [
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}'],
      reason: 'It makes Secrets with the credentials of a scan in its own namespace, and removes them after it.',
    },
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}', 'StatefulSet/trivy-server'],
      reason: 'One scans and one keeps the database; while they restart, reports stay as they are.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 8080, pods: chartPods('trivy-operator') }],
  identities: [],
  options: {
    properties: { exclude: textList, ignoreUnfixed: flag, concurrency: { ...count, minimum: 1 }, storage: quantity },
    required: [],
  },
  defaults: { exclude: ['kube-system'], ignoreUnfixed: true, concurrency: 5, storage: '5Gi' },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      excludeNamespaces: options.exclude.join(','),
      operator: {
        scanJobsConcurrentLimit: options.concurrency,
        // One database for all scans, instead of a download by each.
        builtInTrivyServer: true,
        // Jobs on each node that mount its folders: the provider answers for them.
        infraAssessmentScannerEnabled: false,
        clusterComplianceEnabled: false,
        // Scans with the pull secrets of the workloads, not with every Secret of the cluster.
        accessGlobalSecretsAndServiceAccount: false,
      },
      trivy: {
        mode: 'ClientServer',
        ignoreUnfixed: options.ignoreUnfixed,
        storageSize: options.storage,
        server: {
          resources: resources('200m', '512Mi', '1Gi'),
          securityContext: RESTRICTED_CONTAINER,
          podSecurityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        },
      },
      trivyOperator: { scanJobPodTemplateContainerSecurityContext: RESTRICTED_CONTAINER },
      resources: resources('100m', '256Mi', '1Gi'),
      podSecurityContext: { runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      serviceMonitor: { enabled: hasMonitors(platform) },
    }),
    cloud: (_settings, cloud) => ({ trivy: { storageClassName: cloud.blockStorageClass } }),
  },
});
