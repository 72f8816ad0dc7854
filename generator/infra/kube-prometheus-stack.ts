import { quantity, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { CLUSTER_ROLES, MUTATING_WEBHOOKS, VALIDATING_WEBHOOKS } from './_shared.ts';
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
      grafana: { testFramework: { enabled: false }, admin: { existingSecret: 'grafana-admin' } },
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
