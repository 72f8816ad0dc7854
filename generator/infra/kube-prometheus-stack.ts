import { quantity, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, MUTATING_WEBHOOKS, PATIENT_LIVENESS, SMALL_RESOURCES, VALIDATING_WEBHOOKS } from './_shared.ts';
import { chartFullname, chartPods, serviceHost } from './_telemetry.ts';

export interface KubePrometheusStackOptions {
  /** How long metrics are kept. @default '15d' */
  readonly retention: string;
  /** Volume of each Prometheus. @default '50Gi' */
  readonly storage: string;
}

/** Prometheus, Alertmanager and Grafana. */
export const kubePrometheusStack = defineComponent<KubePrometheusStackOptions>({
  kind: 'kube-prometheus-stack',
  summary: 'Metrics, alerts, dashboards',
  chart: {
    repository: 'https://prometheus-community.github.io/helm-charts',
    name: 'kube-prometheus-stack',
    version: '88.5.3',
  },
  namespace: 'monitoring',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'cert-manager', 'prometheus-operator-crds'],
  requires: ['cert-manager', 'prometheus-operator-crds'],
  brings: {
    crds: {},
    clusterKinds: [...CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS],
    namespaces: ['kube-system'],
  },
  images: [
    'quay.io/prometheus',
    'quay.io/prometheus-operator',
    'quay.io/kiwigrid',
    'docker.io/grafana',
    'registry.k8s.io/kube-state-metrics',
  ],
  waivers: [
    {
      rules: ['POD-002', 'POD-003'],
      targets: ['DaemonSet/{release}*-node-exporter'],
      reason: 'It measures the node: its network, processes and file systems, all of them read-only.',
    },
    {
      rules: ['RBAC-002', 'RBAC-003', 'REL-004'],
      targets: ['ClusterRole/{release}*-operator', 'Deployment/{release}*-operator'],
      reason:
        'It makes what Prometheus and Alertmanager run on, in any namespace, and has no leader election; what it made goes on without it.',
    },
    {
      rules: ['RBAC-003'],
      targets: ['ClusterRole/{release}-grafana-clusterrole'],
      reason: 'Dashboards come from ConfigMaps of any namespace, and the chart has one role for them and for Secrets.',
    },
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}-grafana', 'Deployment/{release}-kube-state-metrics'],
      reason:
        'Grafana keeps its sessions in a file, and a second exporter would count everything twice; both only show what is stored elsewhere.',
    },
  ],
  // The node exporter sees the host.
  podSecurity: 'privileged',
  stateful: true,
  serves: [{ purpose: 'webhook', port: 10250, pods: { app: 'kube-prometheus-stack-operator' } }],
  telemetry: (settings) => {
    const name = chartFullname(settings.release, 'kube-prometheus-stack', 26);
    const endpoint = (protocol: 'prometheus' | 'alertmanager', port: number) => ({
      ...{ protocol, port, path: '', podPort: port, pods: chartPods(protocol) },
      host: serviceHost(settings, `-${protocol}`, name),
    });
    return [endpoint('prometheus', 9090), endpoint('alertmanager', 9093)];
  },
  scraper: { 'app.kubernetes.io/name': 'prometheus' },
  identities: [],
  options: { properties: { retention: text, storage: quantity }, required: [] },
  defaults: { retention: '15d', storage: '50Gi' },
  values: {
    base: ({ options }) => ({
      crds: { enabled: false },
      prometheusOperator: {
        admissionWebhooks: { certManager: { enabled: true }, patch: { enabled: false } },
        livenessProbe: PATIENT_LIVENESS,
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      },
      prometheus: {
        podDisruptionBudget: { enabled: true, minAvailable: 1 },
        prometheusSpec: {
          replicas: 2,
          retention: options.retention,
          // Monitors of every namespace count, not only those of this release.
          serviceMonitorSelectorNilUsesHelmValues: false,
          podMonitorSelectorNilUsesHelmValues: false,
          ruleSelectorNilUsesHelmValues: false,
          resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '4Gi' } },
          storageSpec: {
            volumeClaimTemplate: {
              spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: options.storage } } },
            },
          },
        },
      },
      // The password would differ at every render: it is made by hand, or comes from a secret store.
      grafana: {
        testFramework: { enabled: false },
        admin: { existingSecret: 'grafana-admin' },
        containerSecurityContext: { readOnlyRootFilesystem: true },
        extraEmptyDirMounts: [{ name: 'tmp', mountPath: '/tmp' }],
        resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
        sidecar: {
          securityContext: { readOnlyRootFilesystem: true },
          resources: { requests: { cpu: '10m', memory: '96Mi' }, limits: { memory: '192Mi' } },
        },
      },
      // Without a Secret of this name, the operator starts with a configuration that sends nothing anywhere.
      alertmanager: { alertmanagerSpec: { useExistingSecret: true } },
      'kube-state-metrics': {
        collectorsExclude: ['secrets'],
        resources: { requests: { cpu: '20m', memory: '128Mi' }, limits: { memory: '256Mi' } },
      },
      'prometheus-node-exporter': {
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        containerSecurityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
        livenessProbe: PATIENT_LIVENESS,
        resources: SMALL_RESOURCES,
      },
      // Managed control planes show none of these.
      kubeControllerManager: { enabled: false },
      kubeScheduler: { enabled: false },
      kubeEtcd: { enabled: false },
      kubeProxy: { enabled: false },
    }),
    cloud: (_settings, cloud) => ({
      prometheus: {
        prometheusSpec: {
          storageSpec: { volumeClaimTemplate: { spec: { storageClassName: cloud.blockStorageClass } } },
        },
      },
    }),
  },
});
