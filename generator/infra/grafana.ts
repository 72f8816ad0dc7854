import type { HelmValues } from '../config/component-types.ts';
import { count, mapOf, quantity, shape, text } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry } from '../model/telemetry.ts';
import { defineComponent } from './_define.ts';
import { dataSources, GRAFANA_READS } from './_grafana.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { CLUSTER_ROLES, secretEntry } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

export interface GrafanaOptions {
  /** First label of its address in the environment's domain. @default 'grafana' */
  readonly host: string;
  /** PostgreSQL for what people make: with a host, two replicas and no volume. User and password are in Secret `<release>-database`. @default none */
  readonly database: { readonly host: string; readonly name: string };
  /** With a database. @default 2 */
  readonly replicas: number;
  /** Volume without a database. @default '10Gi' */
  readonly storage: string;
  /** Name → dashboard of grafana.com, in a fixed revision; loaded when a pod starts. @default none */
  readonly dashboards: Readonly<Record<string, { readonly id: number; readonly revision: number }>>;
  /** Entry of the secret store with `user` and `password` of the administrator. @default the component's name */
  readonly secret: string;
}

const PODS = chartPods('grafana');

/**
 * Dashboards. Its data sources are the components of its cluster that answer queries; dashboards come from ConfigMaps with the
 * label `grafana_dashboard` in any namespace, and from grafana.com.
 */
export const grafana = defineComponent<GrafanaOptions>({
  kind: 'grafana',
  summary: 'Dashboards',
  chart: { repository: 'https://grafana-community.github.io/helm-charts', name: 'grafana', version: '12.11.1' },
  namespace: 'grafana',
  wave: 40,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['docker.io/grafana/grafana', 'docker.io/curlimages/curl', 'quay.io/kiwigrid/k8s-sidecar'],
  waivers: [
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}'],
      reason:
        'Without `database` its state is a file on a volume that one pod can write; dashboards and data sources are in Git.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 3000, pods: PODS }],
  telemetryClients: [{ ...GRAFANA_READS, pods: PODS }],
  identities: [],
  secrets: (settings) => [
    {
      name: `${settings.release}-admin`,
      entry: secretEntry(settings),
      data: { 'admin-user': 'user', 'admin-password': 'password' },
    },
    ...(settings.options.database.host === ''
      ? []
      : [
          {
            name: `${settings.release}-database`,
            entry: `${settings.release}-database`,
            data: { GF_DATABASE_USER: 'user', GF_DATABASE_PASSWORD: 'password' },
          },
        ]),
  ],
  options: {
    properties: {
      host: text,
      database: shape({ host: { type: 'string' }, name: text }),
      replicas: { ...count, minimum: 1 },
      storage: quantity,
      dashboards: mapOf(shape({ id: count, revision: count }, ['id', 'revision'])),
      secret: { type: 'string' },
    },
    required: [],
  },
  defaults: {
    host: 'grafana',
    database: { host: '', name: 'grafana' },
    replicas: 2,
    storage: '10Gi',
    dashboards: {},
    secret: '',
  },
  examples: [
    {},
    {
      database: { host: 'grafana.db.shop.example', name: 'grafana' },
      dashboards: { nodes: { id: 1860, revision: 37 } },
    },
  ],
  values: {
    base: ({ release, namespace, options }, platform) => ({
      fullnameOverride: release,
      ...(options.database.host === '' ? onVolume(options) : onDatabase(options, release, namespace)),
      admin: { existingSecret: `${release}-admin` },
      serviceMonitor: { enabled: hasMonitors(platform) },
      sidecar: {
        dashboards: { enabled: true, searchNamespace: 'ALL', resource: 'configmap' },
        securityContext: RESTRICTED_CONTAINER,
        resources: resources('20m', '96Mi', '192Mi'),
      },
      // The chart's role would let the sidecar read every Secret of the cluster.
      rbac: { useExistingClusterRole: `${release}-dashboards` },
      extraObjects: [dashboardReader(release)],
      ...dashboardValues(options),
      datasources: sources(release, platform, null),
      containerSecurityContext: RESTRICTED_CONTAINER,
      extraEmptyDirMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      initChownData: { enabled: false },
      testFramework: { enabled: false },
      topologySpreadConstraints: spread(PODS),
      podDisruptionBudget: { maxUnavailable: 1 },
      resources: resources('100m', '256Mi', '512Mi'),
    }),
    cloud: (_settings, cloud) => ({ persistence: { storageClassName: cloud.blockStorageClass } }),
    environment: ({ options }, { domain }) => ({
      'grafana.ini': { server: { domain: `${options.host}.${domain}`, root_url: `https://${options.host}.${domain}` } },
    }),
    cluster: ({ release }, cluster, platform) => ({ datasources: sources(release, platform, cluster) }),
  },
});

// Both say every key: a key that an environment leaves out would be deleted there, with the chart's default.
function onVolume({ storage }: GrafanaOptions): HelmValues {
  return {
    replicas: 1,
    // The volume is let go before the next pod takes it.
    deploymentStrategy: { type: 'Recreate' },
    persistence: { enabled: true, size: storage },
    headlessService: false,
    envFromSecrets: [],
  };
}

/** Replicas keep sessions in the database, and tell each other which alerts they sent. */
function onDatabase({ database, replicas, storage }: GrafanaOptions, release: string, namespace: string): HelmValues {
  return {
    replicas,
    deploymentStrategy: { type: 'RollingUpdate' },
    persistence: { enabled: false, size: storage },
    headlessService: true,
    envFromSecrets: [{ name: `${release}-database` }],
    'grafana.ini': {
      database: { type: 'postgres', host: database.host, name: database.name, ssl_mode: 'require' },
      unified_alerting: {
        ha_peers: `${release}-headless.${namespace}.svc:9094`,
        ha_listen_address: '$__env{POD_IP}:9094',
        ha_advertise_address: '$__env{POD_IP}:9094',
      },
    },
  };
}

function dashboardReader(release: string): HelmValues {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: `${release}-dashboards` },
    rules: [{ apiGroups: [''], resources: ['configmaps'], verbs: ['get', 'list', 'watch'] }],
  };
}

function dashboardValues({ dashboards }: GrafanaOptions): HelmValues {
  const entries = Object.entries(dashboards).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return {};
  const path = '/var/lib/grafana/dashboards/default';
  const provider = { name: 'default', type: 'file', disableDeletion: true, options: { path } };
  return {
    downloadDashboards: { securityContext: RESTRICTED_CONTAINER, resources: resources('20m', '32Mi', '64Mi') },
    dashboardProviders: { 'dashboardproviders.yaml': { apiVersion: 1, providers: [provider] } },
    dashboards: {
      default: Object.fromEntries(entries.map(([name, { id, revision }]) => [name, { gnetId: id, revision }])),
    },
  };
}

function sources(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const found = findTelemetry(platform, release, cluster, GRAFANA_READS);
  return { 'datasources.yaml': { apiVersion: 1, prune: true, datasources: dataSources(found) } };
}
