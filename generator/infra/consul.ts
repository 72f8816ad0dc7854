import { count, quantity, text } from '../model/option-schema.ts';
import { defineComponent } from './_define.ts';
import { RESTRICTED_CONTAINER, resources } from './_pods.ts';
import { CLUSTER_ROLES, secretEntry } from './_shared.ts';

export interface ConsulOptions {
  /** Servers; an odd number keeps a majority. @default 3 */
  readonly replicas: number;
  /** Volume of each server. @default '10Gi' */
  readonly storage: string;
  /** @default 'dc1' */
  readonly datacenter: string;
  /** Entry of the secret store with `gossip-key`, 32 bytes in base64. @default the component's name */
  readonly secret: string;
}

const SERVERS = { app: 'consul', component: 'server' };

/** Consul's servers: a key-value store that other components keep their data in. The mesh is Istio's. */
export const consul = defineComponent<ConsulOptions>({
  kind: 'consul',
  summary: 'Key-value store, highly available',
  chart: { repository: 'https://helm.releases.hashicorp.com', name: 'consul', version: '2.0.3' },
  namespace: 'consul',
  wave: 20,
  placement: 'everywhere',
  after: ['aws-ebs-csi-driver', 'external-secrets'],
  requires: [],
  brings: { crds: {}, clusterKinds: CLUSTER_ROLES, namespaces: [] },
  images: ['docker.io/hashicorp'],
  waivers: [
    {
      rules: ['RES-001', 'RES-002'],
      targets: ['StatefulSet/{release}-server'],
      reason: 'The chart sets none for the container that reads the zone of the node and ends; the server has its own.',
    },
  ],
  podSecurity: 'restricted',
  stateful: true,
  serves: [{ purpose: 'operator', operator: 'vault-server', port: 8500, pods: SERVERS }],
  identities: [],
  options: {
    properties: { replicas: { ...count, minimum: 1 }, storage: quantity, datacenter: text, secret: { type: 'string' } },
    required: [],
  },
  defaults: { replicas: 3, storage: '10Gi', datacenter: 'dc1', secret: '' },
  values: {
    base: ({ release, options }) => ({
      global: {
        name: release,
        datacenter: options.datacenter,
        installK8sNetworkingCRDs: false,
        argocd: { enabled: true },
        gossipEncryption: { secretName: `${release}-gossip`, secretKey: 'key' },
      },
      server: {
        replicas: options.replicas,
        storage: options.storage,
        disruptionBudget: { enabled: true, maxUnavailable: 1 },
        resources: resources('100m', '256Mi', '512Mi'),
        containerSecurityContext: { server: RESTRICTED_CONTAINER },
      },
      connectInject: { enabled: false },
      tests: { enabled: false },
    }),
    cloud: (_settings, cloud) => ({ server: { storageClass: cloud.blockStorageClass } }),
  },
  carries: ['vault-server'],
  secrets: (settings) => [
    {
      name: `${settings.release}-gossip`,
      entry: secretEntry(settings),
      data: { key: 'gossip-key' },
    },
  ],
});
