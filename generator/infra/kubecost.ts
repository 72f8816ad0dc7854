import { quantity } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { resources } from './_pods.ts';
import { CLUSTER_ROLES, disruptionBudget, PATIENT_LIVENESS } from './_shared.ts';

export interface KubecostOptions {
  /** Volume of the database with the costs. @default '128Gi' */
  readonly storage: string;
}

/**
 * Kubecost 3: what pods cost, with a database of its own. Version 2.9 of `cost-analyzer` is only a bridge to it, and
 * `opencost` is the free core. Its agent for traffic, which sees the host, and its controller, which changes workloads
 * behind Argo CD's back, are off.
 */
export const kubecost = defineComponent<KubecostOptions>({
  kind: 'kubecost',
  summary: 'What pods cost, with budgets and forecasts',
  chart: { repository: 'https://kubecost.github.io/kubecost', name: 'kubecost', version: '3.2.1' },
  namespace: 'kubecost',
  wave: 40,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver'],
  requires: [],
  brings: { crds: { 'kubecost.com': ['TurndownSchedule'] }, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['icr.io/kubecost', 'icr.io/ibm-finops'],
  waivers: [
    {
      rules: ['SEC-001', 'SEC-002'],
      targets: ['Secret/{release}-*', 'StatefulSet/{release}-aggregator'],
      reason:
        'They hold the address of its own store, names of metrics, and the vendor’s public key that reads Google’s price list.',
    },
    {
      rules: ['RBAC-003'],
      targets: ['Role/{release}*'],
      reason: 'It reads settings of its own namespace that it keeps in Secrets.',
    },
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}-*', 'StatefulSet/{release}-aggregator'],
      reason: 'Each reads or writes the files of one volume; while one restarts, pages wait and no cost is lost.',
    },
    {
      rules: ['POD-020', 'POD-021'],
      targets: ['Deployment/{release}-local-store', 'Deployment/{release}-forecasting'],
      reason: 'The chart gives these two no ServiceAccount of their own; the one that they have may do nothing.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [],
  identities: [],
  options: { properties: { storage: quantity }, required: [] },
  defaults: { storage: '128Gi' },
  values: {
    base: ({ release, options }) => ({
      fullnameOverride: release,
      // Argo CD renders without the cluster: Secrets that the chart looks for are never there.
      global: { platforms: { cicd: { enabled: true, skipSanityChecks: true } } },
      telemetry: { enabled: false },
      frontend: { replicas: 2, resources: resources('10m', '64Mi', '128Mi'), livenessProbe: PATIENT_LIVENESS },
      aggregator: {
        resources: resources('500m', '3Gi', '4Gi'),
        aggregatorDbStorage: { storageRequest: options.storage },
      },
      cloudCost: { resources: resources('50m', '256Mi', '1Gi') },
      localStore: { resources: resources('100m', '512Mi', '1Gi') },
      forecasting: { livenessProbe: { failureThreshold: 250 } },
      networkCosts: { enabled: false },
      clusterController: { enabled: false },
    }),
    cloud: (_settings, cloud) => ({ global: { defaultStorageClass: cloud.blockStorageClass } }),
    cluster: (_settings, cluster) => ({ global: { clusterId: cluster.name } }),
  },
  manifests: {
    shared: (settings) => [
      disruptionBudget(settings, `${settings.release}-frontend`, { 'app.kubernetes.io/name': 'frontend' }),
    ],
  },
});
