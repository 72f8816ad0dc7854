import { NO_MARKS } from '../model/cloud.ts';
import { shape, text } from '../model/option-schema.ts';
import { defineCloud } from './_define.ts';
import { http01Solver } from './_http01.ts';
import { blockClass, fileClass } from './_storage-class.ts';

export interface BytePlusOptions {
  readonly account: string;
  /** E.g. `ap-southeast-1`. */
  readonly region: string;
  /** Name of the VKE cluster. */
  readonly cluster: string;
  /** Subnet of load balancers, without which none is created. */
  readonly subnet: string;
  /** Host of the S3 API of TOS in the region; it differs from the host of its own API. */
  readonly objectStorageHost: string;
  /** NAS file system. @default no class for files */
  readonly nas?: { readonly server: string; readonly id: string };
  /** IngressClass that answers ACME challenges, on the address of the hosts. @default that of the platform's gateway, if it is an Ingress controller */
  readonly ingressClass?: string;
}

/** Secret in the namespace of External Secrets that holds the keys; made by hand, once for a cluster. */
const KEYS = { name: 'volcengine-keys', namespace: 'external-secrets' };

/** BytePlus and Volcengine VKE, which are one product. */
export const byteplus = defineCloud<BytePlusOptions>({
  name: 'byteplus',
  summary: 'BytePlus and Volcengine, VKE',
  fileStorageOptions: ['nas'],
  options: {
    properties: {
      account: text,
      region: text,
      cluster: text,
      subnet: { type: 'string', pattern: '^subnet-[a-z0-9]+$' },
      objectStorageHost: { type: 'string', pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' },
      nas: shape({ server: text, id: text }, ['server', 'id']),
      ingressClass: text,
    },
    required: ['account', 'region', 'cluster', 'subnet', 'objectStorageHost'],
  },
  traits: {
    capabilities: {
      'load-balancer': { by: 'cloud' },
      // Elastic node pools.
      'node-autoscaler': { by: 'cloud' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'cloud' },
      'volume-snapshots': { by: 'none', reason: 'the page of its driver names no class of snapshots' },
      'secrets-csi': { by: 'none', reason: 'secrets come through External Secrets' },
      dns: {
        by: 'none',
        reason: 'external-dns reaches its private zones by a webhook only, which is not in the catalogue',
      },
      'object-storage': { by: 'cloud' },
      'workload-identity': {
        by: 'none',
        reason: 'IRSA is a beta by invitation, and its marks are not documented: pods take keys from a Secret',
      },
    },
    externalDnsProvider: '',
    blockStorageClass: 'block',
    fileStorageClass: 'file',
    dns01Missing: 'cert-manager has no solver for its DNS',
    registryHosts: '^[a-z0-9-]+\\.cr\\.(bytepluses|volces)\\.com$',
    loadBalancerAnnotations: (scheme) => ({
      // The default is public.
      'service.beta.kubernetes.io/volcengine-loadbalancer-address-type': scheme === 'public' ? 'PUBLIC' : 'PRIVATE',
    }),
    // Nothing that a pod may have is there.
    metadataCidrs: [],
  },
  create(options) {
    const { nas } = options;
    return {
      region: options.region,
      account: options.account,
      clusterName: options.cluster,
      workloadIdentity: () => NO_MARKS,
      secretStoreProvider: () => ({
        volcengine: {
          region: options.region,
          auth: {
            secretRef: {
              accessKeyID: { ...KEYS, key: 'access-key-id' },
              secretAccessKey: { ...KEYS, key: 'secret-access-key' },
            },
          },
        },
      }),
      keysOf: (kind) =>
        kind === 'external-secrets' ? [{ name: KEYS.name, keys: ['access-key-id', 'secret-access-key'] }] : [],
      acmeSolver: () => http01Solver(options.ingressClass),
      objectStore: (bucket) => ({
        type: 's3',
        bucket,
        endpoint: options.objectStorageHost,
        region: options.region,
        addressing: 'virtual',
        credentials: 'keys',
      }),
      loadBalancerAnnotations: () => ({
        'service.beta.kubernetes.io/volcengine-loadbalancer-subnet-id': options.subnet,
      }),
      storageClasses: () => [
        blockClass({
          name: 'block',
          provisioner: 'ebs.csi.volcengine.com',
          parameters: { type: 'ESSD_PL0', ChargeType: 'PostPaid' },
        }),
        ...(nas === undefined
          ? []
          : [
              fileClass({
                name: 'file',
                provisioner: 'nas.csi.volcengine.com',
                parameters: { volumeAs: 'subpath', server: nas.server, fsId: nas.id },
              }),
            ]),
      ],
    };
  },
});
