import type { HelmValues } from '../config/component-types.ts';
import { count, quantity, text } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry, type TelemetryClient, telemetryUrl } from '../model/telemetry.ts';
import { defineComponent } from './_define.ts';
import { dataSources, GRAFANA_READS } from './_grafana.ts';
import { CLUSTER_ROLES, MUTATING_WEBHOOKS, PATIENT_LIVENESS, SMALL_RESOURCES, VALIDATING_WEBHOOKS } from './_shared.ts';
import { chartFullname, chartPods, serviceHost } from './_telemetry.ts';

export interface KubePrometheusStackOptions {
  /** How long metrics are kept. @default '15d' */
  readonly retention: string;
  /** Volume of each Prometheus. @default '50Gi' */
  readonly storage: string;
  /** Alertmanagers, which share what is silenced and told. @default 1 */
  readonly alertmanagers: number;
  /** Volume of each Alertmanager; empty for none: silences are then lost with the last pod. @default '' */
  readonly alertStorage: string;
}

const WRITES: TelemetryClient = { protocols: ['metrics-store'], choose: 'all', pods: chartPods('prometheus') };

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
    const endpoint = (program: 'prometheus' | 'alertmanager', port: number) => ({
      ...{ protocol: program, port, path: '', podPort: port, pods: chartPods(program) },
      host: serviceHost(settings, `-${program}`, name),
    });
    const metrics = endpoint('prometheus', 9090);
    return [
      metrics,
      { ...metrics, protocol: 'remote-write', path: '/api/v1/write', otlpPath: '/api/v1/otlp' },
      endpoint('alertmanager', 9093),
    ];
  },
  telemetryClients: [WRITES, { ...GRAFANA_READS, pods: chartPods('grafana') }],
  scraper: chartPods('prometheus'),
  identities: [],
  options: {
    properties: {
      retention: text,
      storage: quantity,
      alertmanagers: { ...count, minimum: 1 },
      alertStorage: { type: 'string', pattern: '^([1-9][0-9]*[MGT]i)?$' },
    },
    required: [],
  },
  defaults: { retention: '15d', storage: '50Gi', alertmanagers: 1, alertStorage: '' },
  examples: [{}, { alertmanagers: 2, alertStorage: '10Gi' }],
  values: {
    base: ({ release, options }, platform) => ({
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
          enableRemoteWriteReceiver: true,
          enableOTLPReceiver: true,
          ...writes(release, platform, null),
          // Monitors of every namespace count, not only those of this release.
          serviceMonitorSelectorNilUsesHelmValues: false,
          podMonitorSelectorNilUsesHelmValues: false,
          ruleSelectorNilUsesHelmValues: false,
          resources: { requests: { cpu: '500m', memory: '2Gi' }, limits: { memory: '4Gi' } },
          storageSpec: { volumeClaimTemplate: claim(options.storage) },
        },
      },
      // The password would differ at every render: it is made by hand, or comes from a secret store.
      grafana: {
        additionalDataSources: sources(release, platform, null),
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
      alertmanager: {
        ...(options.alertmanagers > 1 ? { podDisruptionBudget: { enabled: true } } : {}),
        alertmanagerSpec: {
          // Without a Secret of this name, the operator starts with a configuration that sends nothing anywhere.
          useExistingSecret: true,
          ...(options.alertmanagers > 1 ? { replicas: options.alertmanagers } : {}),
          ...(options.alertStorage === '' ? {} : { storage: { volumeClaimTemplate: claim(options.alertStorage) } }),
        },
      },
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
    cloud: ({ options }, cloud) => {
      const volumeClaimTemplate = { spec: { storageClassName: cloud.blockStorageClass } };
      return {
        prometheus: { prometheusSpec: { storageSpec: { volumeClaimTemplate } } },
        ...(options.alertStorage === ''
          ? {}
          : { alertmanager: { alertmanagerSpec: { storage: { volumeClaimTemplate } } } }),
      };
    },
    cluster: ({ release }, cluster, platform) => ({
      prometheus: {
        prometheusSpec: { ...writes(release, platform, cluster), externalLabels: { cluster: cluster.name } },
      },
      grafana: { additionalDataSources: sources(release, platform, cluster) },
    }),
  },
});

function claim(storage: string): HelmValues {
  return { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } } };
}

/** Two replicas write the same series: what keeps them for long takes one of each cluster. */
function writes(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const stores = findTelemetry(platform, release, cluster, WRITES);
  return {
    replicaExternalLabelName: '__replica__',
    remoteWrite: stores.map((store) => ({ url: telemetryUrl(store) })),
  };
}

/** Beside the data source of its own Prometheus, which stays the default. */
function sources(release: string, platform: Platform, cluster: Cluster | null): readonly HelmValues[] {
  return dataSources(findTelemetry(platform, release, cluster, GRAFANA_READS)).map((one) => ({
    ...one,
    ...(one.isDefault === true ? { isDefault: false } : {}),
  }));
}
