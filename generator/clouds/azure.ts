import { NO_MARKS } from '../model/cloud.ts';
import { mapOf, oneOf, text } from '../model/option-schema.ts';
import { cloudConfigFile } from './_config-file.ts';
import { defineCloud } from './_define.ts';
import { blockClass, fileClass } from './_storage-class.ts';

export interface AzureOptions {
  readonly subscription: string;
  readonly tenant: string;
  /** Resource group of the DNS zones. */
  readonly resourceGroup: string;
  /** E.g. `westeurope`. */
  readonly location: string;
  /** Name of the AKS cluster. */
  readonly cluster: string;
  /** URL of the Key Vault with the secrets. */
  readonly keyVault: string;
  /** Storage account of the buckets, which Azure calls containers. */
  readonly storageAccount: string;
  /** Client id of the managed identity by the name of the identity, e.g. `shop-external-dns`. */
  readonly clientIds: Readonly<Record<string, string>>;
  /** Type of block volumes. @default 'Premium_LRS' */
  readonly disks?: 'StandardSSD_LRS' | 'Premium_LRS' | 'Premium_ZRS' | 'PremiumV2_LRS';
  /** Disk encryption set, for keys of one's own. @default the platform's keys */
  readonly diskEncryptionSet?: string;
}

const GUID = { type: 'string', pattern: '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' };
const EXTERNAL_SECRETS = { name: 'external-secrets', namespace: 'external-secrets' };

/** Azure Kubernetes Service. */
export const azure = defineCloud<AzureOptions>({
  name: 'azure',
  summary: 'Microsoft Azure, AKS',
  options: {
    properties: {
      subscription: GUID,
      tenant: GUID,
      resourceGroup: text,
      location: text,
      cluster: text,
      keyVault: { type: 'string', pattern: '^https://[a-z0-9-]+\\.vault\\.[a-z.]+/?$' },
      storageAccount: { type: 'string', pattern: '^[a-z0-9]{3,24}$' },
      clientIds: mapOf(GUID),
      disks: oneOf('StandardSSD_LRS', 'Premium_LRS', 'Premium_ZRS', 'PremiumV2_LRS'),
      diskEncryptionSet: text,
    },
    required: [
      'subscription',
      'tenant',
      'resourceGroup',
      'location',
      'cluster',
      'keyVault',
      'storageAccount',
      'clientIds',
    ],
  },
  identities: 'clientIds',
  traits: {
    secretNames: { pattern: '^[A-Za-z0-9-]{1,127}$', words: 'letters, digits and `-`' },
    capabilities: {
      'load-balancer': { by: 'cloud' },
      'node-autoscaler': { by: 'cloud' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'cloud' },
      'volume-snapshots': { by: 'component', component: 'volume-snapshot-class' },
      'secrets-csi': { by: 'component', component: 'secrets-store-provider-azure' },
      dns: { by: 'component', component: 'external-dns' },
      'object-storage': { by: 'cloud' },
      'workload-identity': { by: 'cloud' },
    },
    externalDnsProvider: 'azure',
    blockStorageClass: 'block',
    snapshotDriver: 'disk.csi.azure.com',
    fileStorageClass: 'file',
    registryHosts: '^[a-z0-9]+\\.azurecr\\.io$',
    // Said both ways, so that a reader sees which one is meant.
    loadBalancerAnnotations: (scheme) => ({
      'service.beta.kubernetes.io/azure-load-balancer-internal': scheme === 'internal' ? 'true' : 'false',
    }),
  },
  create(options) {
    return {
      region: options.location,
      account: options.subscription,
      clusterName: options.cluster,
      workloadIdentity: ({ identity }) => {
        const clientId = options.clientIds[identity];
        // Nobody can derive a client id: an identity without one does not exist.
        if (clientId === undefined) return NO_MARKS;
        return {
          ...NO_MARKS,
          serviceAccountAnnotations: { 'azure.workload.identity/client-id': clientId },
          podLabels: { 'azure.workload.identity/use': 'true' },
        };
      },
      secretStoreProvider: () => ({
        azurekv: {
          authType: 'WorkloadIdentity',
          vaultUrl: options.keyVault,
          tenantId: options.tenant,
          serviceAccountRef: EXTERNAL_SECRETS,
        },
      }),
      acmeSolver: () => {
        // Ambient: the identity of cert-manager's own ServiceAccount.
        const { subscription, resourceGroup } = options;
        return { dns01: { azureDNS: { subscriptionID: subscription, resourceGroupName: resourceGroup } } };
      },
      argocdClusterConfig: (caData) => ({
        // Its login is workload identity when no variable says another.
        execProviderConfig: {
          command: 'argocd-k8s-auth',
          args: ['azure'],
          apiVersion: 'client.authentication.k8s.io/v1beta1',
        },
        tlsClientConfig: caData === null ? {} : { caData },
      }),
      externalDnsValues: () =>
        cloudConfigFile('azure.json', {
          tenantId: options.tenant,
          subscriptionId: options.subscription,
          resourceGroup: options.resourceGroup,
          useWorkloadIdentityExtension: true,
        }),
      objectStore: (bucket) => ({ type: 'azure', bucket, account: options.storageAccount, credentials: 'identity' }),
      storageClasses: () => [
        blockClass({
          name: 'block',
          provisioner: 'disk.csi.azure.com',
          parameters: {
            skuName: options.disks ?? 'Premium_LRS',
            ...(options.diskEncryptionSet === undefined ? {} : { diskEncryptionSetID: options.diskEncryptionSet }),
          },
        }),
        fileClass({ name: 'file', provisioner: 'file.csi.azure.com', parameters: { skuName: 'Premium_LRS' } }),
      ],
    };
  },
});
