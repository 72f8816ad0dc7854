import type { HelmValues } from '../config/component-types.ts';
import type { ComponentSettings } from '../model/component.ts';
import { count, quantity, text } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry, type TelemetryClient, type TelemetryEndpoint, telemetryUrl } from '../model/telemetry.ts';
import { defineComponent } from './_define.ts';
import { reference } from './_object-store.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { scrapeJobs } from './_scrape-jobs.ts';
import { CLUSTER_ROLES } from './_shared.ts';
import { chartPods, serviceHost } from './_telemetry.ts';

export interface PrometheusOptions {
  /** How long metrics are kept. @default '15d' */
  readonly retention: string;
  /** Volume of each replica. @default '50Gi' */
  readonly storage: string;
  /** Memory of each replica; it grows with the number of series. @default '4Gi' */
  readonly memory: string;
  /** Each scrapes everything: two keep watch while one is moved. @default 2 */
  readonly replicas: number;
}

const PODS = chartPods('prometheus');
/** The chart's jobs that go by annotations: beside jobs of our own, they would count many things twice. */
const NO_ANNOTATIONS: HelmValues = Object.fromEntries(
  [
    'kubernetes-pods',
    'kubernetes-pods-slow',
    'kubernetes-service-endpoints',
    'kubernetes-service-endpoints-slow',
    'kubernetes-services',
    'prometheus-pushgateway',
  ].map((job) => [job, { enabled: false }]),
);
const ALERTS: TelemetryClient = { protocols: ['alertmanager'], choose: 'all', pods: PODS };
const WRITES: TelemetryClient = { protocols: ['metrics-store'], choose: 'all', pods: PODS };

/**
 * Prometheus without its operator: it scrapes the platform's components and services that have metrics, alerts its Alertmanagers, and
 * writes on to a store such as Mimir where there is one. Exporters are components of their own; what third-party charts annotate is
 * scraped by the chart's job `kubernetes-pods`, which is off.
 */
export const prometheus = defineComponent<PrometheusOptions>({
  kind: 'prometheus',
  summary: 'Metrics, without the operator',
  chart: { repository: 'https://prometheus-community.github.io/helm-charts', name: 'prometheus', version: '29.27.0' },
  namespace: 'prometheus',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['quay.io/prometheus/prometheus', 'quay.io/prometheus-operator/prometheus-config-reloader'],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 9090, pods: PODS }],
  telemetry: (settings) => [
    { ...{ protocol: 'prometheus', path: '' }, ...serverOf(settings) },
    { ...{ protocol: 'remote-write', path: '/api/v1/write', otlpPath: '/api/v1/otlp' }, ...serverOf(settings) },
  ],
  telemetryClients: [ALERTS, WRITES],
  scraper: PODS,
  identities: [],
  options: {
    properties: { retention: text, storage: quantity, memory: quantity, replicas: { ...count, minimum: 1 } },
    required: [],
  },
  defaults: { retention: '15d', storage: '50Gi', memory: '4Gi', replicas: 2 },
  values: {
    base: ({ release, options }, platform) => ({
      server: {
        fullnameOverride: `${release}-server`,
        replicaCount: options.replicas,
        statefulSet: { enabled: true },
        env: [{ name: 'POD_NAME', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }],
        retention: options.retention,
        extraFlags: ['web.enable-lifecycle', 'web.enable-remote-write-receiver', 'web.enable-otlp-receiver'],
        persistentVolume: { size: options.storage },
        podDisruptionBudget: { enabled: true, maxUnavailable: 1 },
        securityContext: { seccompProfile: { type: 'RuntimeDefault' } },
        containerSecurityContext: RESTRICTED_CONTAINER,
        topologySpreadConstraints: spread(PODS),
        resources: { requests: { cpu: '500m', memory: options.memory }, limits: { memory: options.memory } },
        ...targets(release, platform, null),
      },
      configmapReload: {
        prometheus: { containerSecurityContext: RESTRICTED_CONTAINER, resources: resources('10m', '32Mi', '64Mi') },
      },
      // To people, both replicas are one.
      alertRelabelConfigs: { alert_relabel_configs: [{ action: 'labeldrop', regex: '__replica__' }] },
      scrapeConfigs: { ...NO_ANNOTATIONS, ...scrapeJobs(release, platform, null) },
      alertmanager: { enabled: false },
      'kube-state-metrics': { enabled: false },
      'prometheus-node-exporter': { enabled: false },
      'prometheus-pushgateway': { enabled: false },
    }),
    cloud: (_settings, cloud) => ({ server: { persistentVolume: { storageClass: cloud.blockStorageClass } } }),
    cluster: ({ release }, cluster, platform) => ({
      scrapeConfigs: scrapeJobs(release, platform, cluster),
      server: {
        ...targets(release, platform, cluster),
        // Two replicas write the same series: what keeps them for long takes one of each cluster by these.
        global: { external_labels: { cluster: cluster.name, __replica__: reference('POD_NAME') } },
      },
    }),
  },
});

function serverOf(settings: ComponentSettings): Omit<TelemetryEndpoint, 'protocol' | 'path'> {
  return { host: serviceHost(settings, '-server'), port: 80, podPort: 9090, pods: PODS };
}

function targets(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const managers = findTelemetry(platform, release, cluster, ALERTS);
  const stores = findTelemetry(platform, release, cluster, WRITES);
  return {
    alertmanagers: managers.map(({ host, port, path }) => ({
      static_configs: [{ targets: [`${host}:${port}`] }],
      ...(path === '' ? {} : { path_prefix: path }),
    })),
    remoteWrite: stores.map((store) => ({ url: telemetryUrl(store) })),
  };
}
