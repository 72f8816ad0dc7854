import type { KubernetesObject } from '../contract/resource.ts';
import { count, mapOf, oneOf, shape, text, textList } from '../model/option-schema.ts';
import { keptIn } from './_database.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES, soleController } from './_shared.ts';

export interface NackStream {
  readonly subjects: readonly string[];
  /** Copies, at most as many as the servers. @default 3 */
  readonly replicas?: number;
  /** How long messages are kept, e.g. `168h`. @default for ever */
  readonly maxAge?: string;
  /** `limits`: until they are too old; `workqueue`: until one consumer took them. @default 'limits' */
  readonly retention?: 'limits' | 'interest' | 'workqueue';
}

export interface NackOptions {
  /** Stream → what it keeps. */
  readonly streams: Readonly<Record<string, NackStream>>;
}

/** Makes the streams of a NATS that stands on the same cluster from objects of the cluster. */
export const nack = defineComponent<NackOptions>({
  kind: 'nack',
  summary: 'Streams and consumers of NATS as objects',
  chart: { repository: 'https://nats-io.github.io/k8s/helm/charts', name: 'nack', version: '0.34.0' },
  namespace: 'nats',
  wave: 40,
  placement: 'everywhere',
  after: ['nats'],
  requires: ['nats'],
  brings: {
    crds: { 'jetstream.nats.io': ['Account', 'Consumer', 'KeyValue', 'ObjectStore', 'Stream', 'StreamTemplate'] },
    clusterKinds: CLUSTER_ROLES,
    namespaces: [],
  },
  images: ['docker.io/natsio'],
  waivers: [
    soleController('Deployment/{release}*'),
    {
      rules: ['RBAC-003'],
      targets: ['Role/jetstream-controller-role'],
      reason: 'An Account names the Secret with its login, in the same namespace.',
    },
  ],
  podSecurity: 'restricted',
  stateful: false,
  serves: [],
  identities: [],
  options: {
    properties: {
      streams: mapOf(
        shape(
          {
            subjects: textList,
            replicas: { ...count, minimum: 1, maximum: 5 },
            maxAge: text,
            retention: oneOf('limits', 'interest', 'workqueue'),
          },
          ['subjects'],
        ),
      ),
    },
    required: [],
  },
  defaults: { streams: {} },
  examples: [{ streams: { orders: { subjects: ['orders.>'], maxAge: '168h' } } }],
  values: {
    base: (_settings, platform) => {
      const server = platform.components.find((one) => one.definition.kind === 'nats');
      const address = server?.definition.store?.(server.settings.base);
      return {
        jetstream: { nats: { url: `nats://${address?.host ?? 'nats'}:${address?.port ?? 4222}` } },
        namespaced: true,
        resources: resources('50m', '128Mi', '128Mi'),
        securityContext: { runAsUser: 1000, runAsGroup: 1000 },
        containerSecurityContext: RESTRICTED_CONTAINER,
      };
    },
  },
  manifests: {
    cluster: ({ namespace, options }, cluster): readonly KubernetesObject[] =>
      Object.entries(options.streams)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, stream]) => ({
          apiVersion: 'jetstream.nats.io/v1beta2',
          kind: 'Stream',
          metadata: { name, namespace, ...keptIn(cluster) },
          spec: {
            name,
            subjects: stream.subjects,
            storage: 'file',
            replicas: stream.replicas ?? 3,
            retention: stream.retention ?? 'limits',
            ...(stream.maxAge === undefined ? {} : { maxAge: stream.maxAge }),
          },
        })),
  },
});
