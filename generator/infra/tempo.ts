import type { HelmValues } from '../config/component-types.ts';
import { quantity, text } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { findTelemetry, METRICS_TAKERS, telemetryUrl } from '../model/telemetry.ts';
import { defineComponent } from './_define.ts';
import {
  BUCKET_SCHEMAS,
  type BucketOptions,
  bucketOn,
  objectStoreSecret,
  objectStoreSecrets,
} from './_object-store.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { identityAnnotations, identityPodLabels } from './_shared.ts';
import { chartPods, hasMonitors, serviceHost } from './_telemetry.ts';
import { tempoStore } from './_tempo.ts';

export interface TempoOptions extends BucketOptions {
  /** How long traces are kept. @default '168h' */
  readonly retention: string;
  /** Volume for traces that are not in the bucket yet. @default '10Gi' */
  readonly storage: string;
}

const PODS = chartPods('tempo');
const WRITES = { ...METRICS_TAKERS, pods: PODS };

/** Traces in the cloud's object store, in one process: for more traffic, or for two of everything, there is `tempoDistributed`. */
export const tempo = defineComponent<TempoOptions>({
  kind: 'tempo',
  summary: 'Traces, in the object store of the cloud',
  chart: { repository: 'https://grafana-community.github.io/helm-charts', name: 'tempo', version: '2.2.4' },
  namespace: 'tempo',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/grafana/tempo'],
  waivers: [
    {
      rules: ['REL-004'],
      targets: ['StatefulSet/{release}'],
      reason:
        'One process takes the traces and answers for them; while it is moved, collectors keep them and try again.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 3200, pods: PODS }],
  telemetry: (settings) => [
    { protocol: 'tempo', host: serviceHost(settings), port: 3200, path: '', podPort: 3200, pods: PODS },
    { protocol: 'otlp', host: serviceHost(settings), port: 4317, path: '', podPort: 4317, pods: PODS },
  ],
  telemetryClients: [WRITES],
  identities: ['tempo'],
  secrets: objectStoreSecrets,
  options: { properties: { ...BUCKET_SCHEMAS, retention: text, storage: quantity }, required: [] },
  defaults: { buckets: {}, retention: '168h', storage: '10Gi' },
  values: {
    base: ({ release, options }, platform) => ({
      fullnameOverride: release,
      tempo: {
        retention: options.retention,
        reportingEnabled: false,
        metricsGenerator: generator(release, platform, null),
        securityContext: RESTRICTED_CONTAINER,
        // The chart's two probes are one: it must not be restarted while it reads its log again.
        livenessProbe: { failureThreshold: 12 },
        resources: resources('200m', '1Gi', '2Gi'),
        memBallastSizeMbs: 256,
      },
      // It asks the API server nothing.
      serviceAccount: { name: 'tempo', automountServiceAccountToken: false },
      persistence: { enabled: true, size: options.storage },
      serviceMonitor: { enabled: hasMonitors(platform) },
    }),
    cloud: (_settings, cloud) => ({ persistence: { storageClassName: cloud.blockStorageClass } }),
    cluster: (settings, cluster, platform) => {
      const store = bucketOn(settings, cluster, platform.name);
      const secretRef = { name: objectStoreSecret(settings.release) };
      return {
        tempo: {
          storage: { trace: tempoStore(store) },
          metricsGenerator: generator(settings.release, platform, cluster),
          ...(store.credentials === 'identity'
            ? {}
            : { extraArgs: { 'config.expand-env': 'true' }, extraEnvFrom: [{ secretRef }] }),
        },
        serviceAccount: identityAnnotations(settings, 'tempo', cluster, platform),
        ...identityPodLabels(settings, 'tempo', cluster, platform),
      };
    },
  },
});

/** Rates and durations of requests, for a store of metrics if there is one. */
function generator(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const stores = findTelemetry(platform, release, cluster, WRITES);
  return {
    enabled: stores.length > 0,
    storage: { remote_write: stores.map((store) => ({ url: telemetryUrl(store), send_exemplars: true })) },
  };
}
