import { NO_MARKS } from '../model/cloud.ts';
import { text } from '../model/option-schema.ts';
import { defineCloud } from './_define.ts';
import { http01Solver } from './_http01.ts';
import { blockClass, fileClass } from './_storage-class.ts';

export interface AlibabaOptions {
  /** Account id, digits only. */
  readonly account: string;
  /** E.g. `ap-southeast-5`. */
  readonly region: string;
  /** Name of the ACK cluster. */
  readonly cluster: string;
  /** vSwitch of internal load balancers. @default the cluster's own */
  readonly vswitch?: string;
  /** Server of the NAS file system, with its path. @default no class for files */
  readonly nas?: string;
  /** Key of encrypted volumes. @default the account's own */
  readonly kmsKey?: string;
  /** IngressClass that answers ACME challenges, on the address of the hosts. @default that of the platform's gateway, if it is an Ingress controller */
  readonly ingressClass?: string;
}

/** Alibaba Cloud Container Service for Kubernetes. */
export const alibaba = defineCloud<AlibabaOptions>({
  name: 'alibaba',
  summary: 'Alibaba Cloud, ACK',
  fileStorageOptions: ['nas'],
  options: {
    properties: {
      account: { type: 'string', pattern: '^[0-9]{10,20}$' },
      region: text,
      cluster: text,
      vswitch: { type: 'string', pattern: '^vsw-[a-z0-9]+$' },
      nas: text,
      kmsKey: text,
      ingressClass: text,
    },
    required: ['account', 'region', 'cluster'],
  },
  traits: {
    capabilities: {
      'load-balancer': { by: 'cloud' },
      // The node scaling add-on, which the console or the API switches on.
      'node-autoscaler': { by: 'cloud' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'cloud' },
      'volume-snapshots': { by: 'cloud' },
      'secrets-csi': { by: 'none', reason: 'its secrets add-on is not in the catalogue: use vault()' },
      dns: { by: 'component', component: 'external-dns' },
      'object-storage': { by: 'cloud' },
      // RRSA, by the add-on ack-pod-identity-webhook.
      'workload-identity': { by: 'cloud' },
    },
    externalDnsProvider: 'alibabacloud',
    blockStorageClass: 'block',
    fileStorageClass: 'file',
    secretBackend: { missing: 'External Secrets removed its provider for Alibaba from API v1' },
    dns01Missing: 'cert-manager reaches Alibaba DNS by a webhook only, which is not in the catalogue',
    registryHosts:
      '^([a-z0-9-]+-registry(-vpc)?\\.[a-z0-9-]+\\.cr|crpi-[a-z0-9]+\\.[a-z0-9-]+\\.personal\\.cr)\\.aliyuncs\\.com$',
    loadBalancerAnnotations: (scheme) => ({
      'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-address-type':
        scheme === 'public' ? 'internet' : 'intranet',
    }),
    metadataCidrs: ['100.100.100.200/32'],
  },
  create(options) {
    return {
      region: options.region,
      account: options.account,
      clusterName: options.cluster,
      workloadIdentity: ({ identity }) => ({
        ...NO_MARKS,
        serviceAccountAnnotations: { 'pod-identity.alibabacloud.com/role-name': identity },
        namespaceLabels: { 'pod-identity.alibabacloud.com/injection': 'on' },
      }),
      secretStoreProvider: () => ({ missing: 'External Secrets removed its provider for Alibaba from API v1' }),
      acmeSolver: () => http01Solver(options.ingressClass),
      // Without a file it takes the RAM role of the node: the provider has no code for RRSA.
      externalDnsValues: () => ({ extraArgs: { 'alibaba-cloud-config-file': '' } }),
      objectStore: (bucket) => ({
        type: 'oss',
        bucket,
        endpoint: `oss-${options.region}-internal.aliyuncs.com`,
        region: options.region,
        addressing: 'virtual',
        credentials: 'keys',
      }),
      loadBalancerAnnotations: (scheme) =>
        scheme === 'public' || options.vswitch === undefined
          ? {}
          : { 'service.beta.kubernetes.io/alibaba-cloud-loadbalancer-vswitch-id': options.vswitch },
      storageClasses: () => [
        blockClass({
          name: 'block',
          provisioner: 'diskplugin.csi.alibabacloud.com',
          parameters: {
            // The first that the zone and the machine take.
            type: 'cloud_essd,cloud_ssd,cloud_efficiency',
            encrypted: 'true',
            ...(options.kmsKey === undefined ? {} : { kmsKeyId: options.kmsKey }),
          },
        }),
        ...(options.nas === undefined
          ? []
          : [
              fileClass({
                name: 'file',
                provisioner: 'nasplugin.csi.alibabacloud.com',
                parameters: { volumeAs: 'subpath', server: options.nas },
                mountOptions: ['nolock,tcp,noresvport', 'vers=3'],
              }),
            ]),
      ],
    };
  },
});
