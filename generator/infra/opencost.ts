import type { HelmValues } from '../config/component-types.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry, type TelemetryClient, telemetryUrl } from '../model/telemetry.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES, PATIENT_LIVENESS, soleController } from './_shared.ts';
import { chartPods, hasMonitors } from './_telemetry.ts';

const PODS = chartPods('opencost');
const READS: TelemetryClient = { protocols: ['prometheus'], choose: 'first', pods: PODS };

/** What pods cost, from the metrics of the cluster and the cloud's price list. */
export const opencost = defineComponent<object>({
  kind: 'opencost',
  summary: 'What pods cost, as metrics and pages',
  chart: { repository: 'https://opencost.github.io/opencost-helm-chart', name: 'opencost', version: '2.5.17' },
  namespace: 'opencost',
  wave: 40,
  placement: 'everywhere',
  after: ['kube-prometheus-stack', 'prometheus-operator-crds'],
  requires: [],
  requiresOneOf: ['kube-prometheus-stack', 'prometheus', 'mimir-distributed'],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['ghcr.io/opencost'],
  waivers: [soleController('Deployment/{release}*')],
  podSecurity: 'restricted',
  stateful: false,
  serves: [{ purpose: 'metrics', port: 9003, pods: PODS }],
  telemetryClients: [READS],
  identities: [],
  options: { properties: {}, required: [] },
  defaults: {},
  values: {
    base: ({ release }, platform) => ({
      fullnameOverride: release,
      podSecurityContext: { runAsNonRoot: true, runAsUser: 1001, fsGroup: 1001 },
      opencost: {
        exporter: { resources: resources('50m', '256Mi', '1Gi'), securityContext: RESTRICTED_CONTAINER },
        ui: {
          resources: resources('10m', '64Mi', '128Mi'),
          securityContext: RESTRICTED_CONTAINER,
          livenessProbe: PATIENT_LIVENESS,
        },
        mcp: { enabled: false },
        metrics: { serviceMonitor: { enabled: hasMonitors(platform) } },
        ...source(release, platform, null),
      },
    }),
    cluster: ({ release }, cluster, platform) => ({
      opencost: {
        exporter: { defaultClusterId: cluster.name },
        ...source(release, platform, cluster),
      },
    }),
  },
});

function source(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const [found] = findTelemetry(platform, release, cluster, READS);
  if (found === undefined) return {};
  return { prometheus: { internal: { enabled: false }, external: { enabled: true, url: telemetryUrl(found) } } };
}
