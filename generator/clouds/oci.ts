import { NO_MARKS } from '../model/cloud.ts';
import { oneOf, text } from '../model/option-schema.ts';
import { cloudConfigFile } from './_config-file.ts';
import { defineCloud } from './_define.ts';
import { http01Solver } from './_http01.ts';
import { blockClass, fileClass } from './_storage-class.ts';

export interface OciOptions {
  /** OCID of the compartment with the DNS zones and the vault. */
  readonly compartment: string;
  /** Namespace of the tenancy in Object Storage. */
  readonly namespace: string;
  /** E.g. `eu-frankfurt-1`. */
  readonly region: string;
  /** Name of the OKE cluster; an enhanced one, because others know no workload identity. */
  readonly cluster: string;
  /** OCID of the vault with the secrets. */
  readonly vault: string;
  /** OCID of the subnet of load balancers. @default the cluster's own */
  readonly subnet?: string;
  /** OCID of the mount target of File Storage. @default no class for files */
  readonly mountTarget?: string;
  /** Availability domain of the mount target; needed with it. */
  readonly availabilityDomain?: string;
  /** Performance of block volumes, in units per GB. @default '10' */
  readonly vpusPerGb?: '0' | '10' | '20';
  /** IngressClass that answers ACME challenges, on the address of the hosts. @default that of the platform's gateway, if it is an Ingress controller */
  readonly ingressClass?: string;
}

const ocid = (kind: string) => ({ type: 'string', pattern: `^ocid1\\.${kind}\\.` });

/** Oracle Kubernetes Engine. */
export const oci = defineCloud<OciOptions>({
  name: 'oci',
  summary: 'Oracle Cloud Infrastructure, OKE',
  fileStorageOptions: ['mountTarget', 'availabilityDomain'],
  options: {
    properties: {
      compartment: ocid('(compartment|tenancy)'),
      namespace: text,
      region: text,
      cluster: text,
      vault: ocid('vault'),
      subnet: ocid('subnet'),
      mountTarget: ocid('mounttarget'),
      availabilityDomain: text,
      vpusPerGb: oneOf('0', '10', '20'),
      ingressClass: text,
    },
    required: ['compartment', 'namespace', 'region', 'cluster', 'vault'],
  },
  traits: {
    capabilities: {
      'load-balancer': { by: 'cloud' },
      'node-autoscaler': { by: 'component', component: 'cluster-autoscaler' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'cloud' },
      'volume-snapshots': { by: 'component', component: 'volume-snapshot-class' },
      'secrets-csi': { by: 'none', reason: 'secrets come through External Secrets' },
      dns: { by: 'component', component: 'external-dns' },
      'object-storage': { by: 'cloud' },
      // By policies that name namespace and ServiceAccount: there is nothing to mark.
      'workload-identity': { by: 'cloud' },
    },
    externalDnsProvider: 'oci',
    blockStorageClass: 'block',
    snapshotDriver: 'blockvolume.csi.oraclecloud.com',
    fileStorageClass: 'file',
    dns01Missing: 'cert-manager reaches OCI DNS by a webhook only, which is not in the catalogue',
    registryHosts: '^[a-z0-9-]+\\.ocir\\.io$',
    loadBalancerAnnotations: (scheme) => ({
      'oci.oraclecloud.com/load-balancer-type': 'nlb',
      'oci-network-load-balancer.oraclecloud.com/internal': scheme === 'internal' ? 'true' : 'false',
    }),
  },
  create(options) {
    const { mountTarget, availabilityDomain } = options;
    return {
      region: options.region,
      account: options.compartment,
      clusterName: options.cluster,
      workloadIdentity: () => NO_MARKS,
      secretStoreProvider: () => ({
        oracle: {
          vault: options.vault,
          region: options.region,
          compartment: options.compartment,
          principalType: 'Workload',
          serviceAccountRef: { name: 'external-secrets', namespace: 'external-secrets' },
        },
      }),
      acmeSolver: () => http01Solver(options.ingressClass),
      externalDnsValues: () =>
        cloudConfigFile('oci.yaml', {
          auth: { region: options.region, useWorkloadIdentity: true },
          compartment: options.compartment,
        }),
      nodeAutoscalerValues: (principal) => ({
        cloudProvider: 'oci',
        extraEnv:
          principal === 'workload'
            ? {
                OCI_USE_WORKLOAD_IDENTITY: 'true',
                OCI_RESOURCE_PRINCIPAL_VERSION: '2.2',
                OCI_RESOURCE_PRINCIPAL_REGION: options.region,
              }
            : { OCI_USE_INSTANCE_PRINCIPAL: 'true' },
      }),
      objectStore: (bucket) => ({
        type: 's3',
        bucket,
        endpoint: `${options.namespace}.compat.objectstorage.${options.region}.oci.customer-oci.com`,
        region: options.region,
        addressing: 'path',
        // Customer secret keys: the S3 API takes no workload identity.
        credentials: 'keys',
      }),
      loadBalancerAnnotations: () =>
        options.subnet === undefined ? {} : { 'oci-network-load-balancer.oraclecloud.com/subnet': options.subnet },
      storageClasses: () => [
        blockClass({
          name: 'block',
          provisioner: 'blockvolume.csi.oraclecloud.com',
          parameters: { vpusPerGB: options.vpusPerGb ?? '10', 'attachment-type': 'paravirtualized' },
        }),
        ...(mountTarget === undefined || availabilityDomain === undefined
          ? []
          : [
              fileClass({
                name: 'file',
                provisioner: 'fss.csi.oraclecloud.com',
                parameters: { availabilityDomain, mountTargetOcid: mountTarget },
              }),
            ]),
      ],
    };
  },
});
