import type { HelmValues } from '../config/component-types.ts';
import type { CloudTraits } from '../model/cloud.ts';
import { DEFAULT_SIZE, SIZE_SCHEMAS, type SizeOptions } from './_database.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { chartFullname, hasMonitors, serviceHost } from './_telemetry.ts';

const PORT = 4222;
const PODS = { 'app.kubernetes.io/name': 'nats', 'app.kubernetes.io/component': 'nats' };

export interface NatsOptions extends SizeOptions {}

/** A container that writes nowhere but to its volumes; NATS itself takes a quarter less memory than it may have. */
function container(cpu: string, memory: string): HelmValues {
  return { merge: { resources: resources(cpu, memory, memory), securityContext: RESTRICTED_CONTAINER } };
}

/** Messages at once and, with JetStream, kept. Who reaches it needs no login: the network rules say who does. */
export const nats = defineComponent<NatsOptions>({
  kind: 'nats',
  summary: 'Messages, at once or kept in streams',
  chart: { repository: 'https://nats-io.github.io/k8s/helm/charts', name: 'nats', version: '2.14.2' },
  namespace: 'nats',
  wave: 30,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'prometheus-operator-crds'],
  requires: [],
  brings: { crds: {}, clusterKinds: [], namespaces: [] },
  images: ['docker.io/library/nats', 'docker.io/natsio'],
  podSecurity: 'restricted',
  stateful: true,
  serves: [
    { purpose: 'store', port: PORT, pods: PODS },
    { purpose: 'metrics', port: 7777, pods: PODS },
  ],
  identities: [],
  options: { properties: SIZE_SCHEMAS, required: [] },
  defaults: DEFAULT_SIZE,
  values: {
    base: ({ options }, platform): HelmValues => ({
      config: {
        cluster: { enabled: options.replicas > 1, replicas: Math.max(options.replicas, 2) },
        jetstream: { enabled: true, fileStore: { pvc: { size: options.storage } } },
      },
      container: container(options.cpu, options.memory),
      reloader: container('10m', '64Mi'),
      promExporter: {
        enabled: hasMonitors(platform),
        podMonitor: { enabled: hasMonitors(platform) },
        ...container('20m', '64Mi'),
      },
      podTemplate: {
        topologySpreadConstraints: {
          'topology.kubernetes.io/zone': { maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' },
          'kubernetes.io/hostname': { maxSkew: 1, whenUnsatisfiable: 'ScheduleAnyway' },
        },
        merge: {
          spec: {
            automountServiceAccountToken: false,
            securityContext: { runAsUser: 1000, runAsGroup: 1000, fsGroup: 1000 },
          },
        },
      },
      serviceAccount: { enabled: true },
      natsBox: { enabled: false },
    }),
    cloud: (_settings: object, cloud: CloudTraits) => ({
      config: { jetstream: { fileStore: { pvc: { storageClassName: cloud.blockStorageClass } } } },
    }),
    environment: (_settings, environment) =>
      environment.protected
        ? {
            podTemplate: {
              topologySpreadConstraints: { 'kubernetes.io/hostname': { whenUnsatisfiable: 'DoNotSchedule' } },
            },
          }
        : {},
  },
  store: (settings) => ({
    engine: 'nats',
    host: serviceHost(settings, '', chartFullname(settings.release, 'nats')),
    port: PORT,
    pods: { 'app.kubernetes.io/instance': settings.release, ...PODS },
  }),
});
