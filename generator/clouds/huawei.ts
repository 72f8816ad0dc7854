import { NO_MARKS } from '../model/cloud.ts';
import { oneOf, shape, text } from '../model/option-schema.ts';
import { defineCloud } from './_define.ts';
import { http01Solver } from './_http01.ts';
import { blockClass } from './_storage-class.ts';

export interface HuaweiOptions {
  readonly account: string;
  /** E.g. `ap-southeast-3`. */
  readonly region: string;
  /** Name of the CCE cluster. */
  readonly cluster: string;
  /** Ids of the load balancers that exist, by who reaches them. */
  readonly loadBalancers: { readonly public?: string; readonly internal?: string };
  /** Domain of the region's services. @default 'myhuaweicloud.com' */
  readonly domain?: 'myhuaweicloud.com' | 'myhuaweicloud.eu';
  /** Type of block volumes. @default 'SSD' */
  readonly disks?: 'SAS' | 'SSD' | 'GPSSD';
  /** IngressClass that answers ACME challenges, on the address of the hosts. @default that of the platform's gateway, if it is an Ingress controller */
  readonly ingressClass?: string;
}

const NO_SECRETS = 'External Secrets has no provider for Huawei';

/** Huawei Cloud Container Engine. */
export const huawei = defineCloud<HuaweiOptions>({
  name: 'huawei',
  summary: 'Huawei Cloud, CCE',
  options: {
    properties: {
      account: text,
      region: text,
      cluster: text,
      loadBalancers: { ...shape({ public: text, internal: text }), minProperties: 1 },
      domain: oneOf('myhuaweicloud.com', 'myhuaweicloud.eu'),
      disks: oneOf('SAS', 'SSD', 'GPSSD'),
      ingressClass: text,
    },
    required: ['account', 'region', 'cluster', 'loadBalancers'],
  },
  traits: {
    capabilities: {
      'load-balancer': { by: 'cloud' },
      // The autoscaler add-on of CCE.
      'node-autoscaler': { by: 'cloud' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'cloud' },
      'volume-snapshots': { by: 'cloud' },
      'secrets-csi': { by: 'none', reason: 'its secrets add-on is not in the catalogue: use vault()' },
      dns: { by: 'none', reason: 'external-dns reaches its DNS by a community webhook only' },
      'object-storage': { by: 'cloud' },
      // Associations of an agency with a ServiceAccount: there is nothing to mark.
      'workload-identity': { by: 'cloud' },
    },
    externalDnsProvider: '',
    blockStorageClass: 'block',
    // CCE ships this class.
    fileStorageClass: 'csi-nas',
    secretBackend: { missing: NO_SECRETS },
    dns01Missing: 'cert-manager has no solver for its DNS',
    registryHosts: '^swr\\.[a-z0-9-]+\\.myhuaweicloud\\.(com|eu)$',
    loadBalancerAnnotations: () => ({ 'kubernetes.io/elb.class': 'performance' }),
  },
  create(options) {
    return {
      region: options.region,
      account: options.account,
      clusterName: options.cluster,
      workloadIdentity: () => NO_MARKS,
      secretStoreProvider: () => ({ missing: NO_SECRETS }),
      acmeSolver: () => http01Solver(options.ingressClass),
      objectStore: (bucket) => ({
        type: 's3',
        bucket,
        endpoint: `obs.${options.region}.${options.domain ?? 'myhuaweicloud.com'}`,
        region: options.region,
        addressing: 'auto',
        credentials: 'keys',
      }),
      loadBalancerAnnotations: (scheme) => {
        const id = options.loadBalancers[scheme];
        return id === undefined ? {} : { 'kubernetes.io/elb.id': id };
      },
      storageClasses: () => [
        blockClass({
          name: 'block',
          provisioner: 'everest-csi-provisioner',
          parameters: {
            'csi.storage.k8s.io/csi-driver-name': 'disk.csi.everest.io',
            'everest.io/disk-volume-type': options.disks ?? 'SSD',
            'everest.io/passthrough': 'true',
          },
        }),
      ],
    };
  },
});
