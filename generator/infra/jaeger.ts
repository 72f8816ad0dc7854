import type { HelmValues } from '../config/component-types.ts';
import { count, quantity, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { jaegerConfig } from './_jaeger.ts';
import { RESTRICTED_CONTAINER, resources, spread } from './_pods.ts';
import { chartPods, serviceHost } from './_telemetry.ts';

export interface JaegerOptions {
  /** How long traces are kept on the volume; in Elasticsearch, its own policies say. @default '168h' */
  readonly retention: string;
  /** Volume without Elasticsearch. @default '20Gi' */
  readonly storage: string;
  /** URL of an Elasticsearch or OpenSearch: with it, several replicas and no volume. Entry `<component>-elasticsearch` has `user` and `password`. @default none */
  readonly elasticsearch: string;
  /** With Elasticsearch. @default 2 */
  readonly replicas: number;
}

const PODS = chartPods('jaeger');

/** Traces in Jaeger, version 2: in one pod with a volume, or in several before an Elasticsearch. */
export const jaeger = defineComponent<JaegerOptions>({
  kind: 'jaeger',
  summary: 'Traces, in Jaeger',
  chart: { repository: 'https://jaegertracing.github.io/helm-charts', name: 'jaeger', version: '4.11.1' },
  namespace: 'jaeger',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/jaegertracing/jaeger'],
  waivers: [
    {
      rules: ['REL-004'],
      targets: ['Deployment/{release}'],
      reason:
        'Without `elasticsearch` the traces are files on a volume that one pod can write; collectors try again while it is moved.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'metrics', port: 8888, pods: PODS }],
  telemetry: (settings) => [
    { protocol: 'jaeger', host: serviceHost(settings), port: 16686, path: '', podPort: 16686, pods: PODS },
    { protocol: 'otlp', host: serviceHost(settings), port: 4317, path: '', podPort: 4317, pods: PODS },
  ],
  identities: [],
  secrets: ({ release, options }) =>
    options.elasticsearch === ''
      ? []
      : [
          {
            name: `${release}-elasticsearch`,
            entry: `${release}-elasticsearch`,
            data: { ELASTICSEARCH_USER: 'user', ELASTICSEARCH_PASSWORD: 'password' },
          },
        ],
  options: {
    properties: {
      retention: text,
      storage: quantity,
      elasticsearch: { type: 'string' },
      replicas: { ...count, minimum: 1 },
    },
    required: [],
  },
  defaults: { retention: '168h', storage: '20Gi', elasticsearch: '', replicas: 2 },
  examples: [{}, { elasticsearch: 'https://search.shop.example:9200' }],
  values: {
    base: ({ release, options }): HelmValues => ({
      fullnameOverride: release,
      userconfig: jaegerConfig(options),
      // Says only what the chart's maintenance jobs clean, and they are off.
      storage: { type: options.elasticsearch === '' ? 'badger' : 'elasticsearch' },
      jaeger: {
        serviceAccount: { automountServiceAccountToken: false },
        podSecurityContext: { runAsNonRoot: true },
        securityContext: RESTRICTED_CONTAINER,
        resources: resources('200m', '512Mi', '1Gi'),
        ...(options.elasticsearch === '' ? onVolume(release) : beforeElasticsearch(options, release)),
      },
      extraObjects: options.elasticsearch === '' ? [volume(release, options.storage, null)] : [budget(release)],
    }),
    cloud: ({ release, options }, cloud) =>
      options.elasticsearch === '' ? { extraObjects: [volume(release, options.storage, cloud.blockStorageClass)] } : {},
  },
});

// Both say every key: a key that an environment leaves out would be deleted there, with the chart's default.
function onVolume(release: string): HelmValues {
  return {
    replicas: 1,
    strategy: { type: 'Recreate' },
    extraEnv: [],
    extraVolumes: [{ name: 'traces', persistentVolumeClaim: { claimName: release } }],
    extraVolumeMounts: [{ name: 'traces', mountPath: '/traces' }],
    topologySpreadContraints: [],
  };
}

function beforeElasticsearch({ replicas }: JaegerOptions, release: string): HelmValues {
  const env = (name: string) => ({
    name,
    valueFrom: { secretKeyRef: { name: `${release}-elasticsearch`, key: name } },
  });
  return {
    replicas,
    strategy: { type: 'RollingUpdate' },
    extraEnv: ['ELASTICSEARCH_USER', 'ELASTICSEARCH_PASSWORD'].map(env),
    extraVolumes: [],
    extraVolumeMounts: [],
    // The chart spells it so.
    topologySpreadContraints: spread(PODS),
  };
}

function volume(release: string, storage: string, storageClassName: string | null): HelmValues {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name: release, annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(storageClassName === null ? {} : { storageClassName }),
      resources: { requests: { storage } },
    },
  };
}

function budget(release: string): HelmValues {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name: release },
    spec: { maxUnavailable: 1, selector: { matchLabels: { ...PODS, 'app.kubernetes.io/instance': release } } },
  };
}
