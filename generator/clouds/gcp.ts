import { NO_MARKS } from '../model/cloud.ts';
import { text } from '../model/option-schema.ts';
import { defineCloud } from './_define.ts';

export interface GcpOptions {
  readonly project: string;
  /** Region or zone of the cluster, e.g. `us-central1`. */
  readonly location: string;
  /** Name of the GKE cluster. */
  readonly cluster: string;
}

/** Google Kubernetes Engine. */
export const gcp = defineCloud<GcpOptions>({
  name: 'gcp',
  summary: 'Google Cloud, GKE',
  options: {
    properties: { project: text, location: text, cluster: text },
    required: ['project', 'location', 'cluster'],
  },
  traits: {
    secretNames: { pattern: '^[A-Za-z0-9_-]{1,255}$', words: 'letters, digits, `_` and `-`' },
    capabilities: {
      'load-balancer': { by: 'cloud' },
      'node-autoscaler': { by: 'cloud' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'cloud' },
      'volume-snapshots': { by: 'component', component: 'volume-snapshot-class' },
      'secrets-csi': { by: 'cloud' },
      dns: { by: 'component', component: 'external-dns' },
      'object-storage': { by: 'cloud' },
      'workload-identity': { by: 'cloud' },
    },
    externalDnsProvider: 'google',
    // GKE ships this class; its volumes wait for the first consumer.
    blockStorageClass: 'premium-rwo',
    snapshotDriver: 'pd.csi.storage.gke.io',
    fileStorageClass: 'standard-rwx',
    registryHosts: '^[a-z0-9-]+-docker\\.pkg\\.dev$',
    istioPlatform: 'gke',
    loadBalancerAnnotations: (scheme) =>
      scheme === 'public'
        ? { 'cloud.google.com/l4-rbs': 'enabled' }
        : { 'networking.gke.io/load-balancer-type': 'Internal' },
  },
  create(options) {
    return {
      region: options.location,
      account: options.project,
      clusterName: options.cluster,
      workloadIdentity: ({ identity }) => ({
        ...NO_MARKS,
        serviceAccountAnnotations: {
          'iam.gke.io/gcp-service-account': `${identity}@${options.project}.iam.gserviceaccount.com`,
        },
      }),
      secretStoreProvider: () => ({ gcpsm: { projectID: options.project } }),
      acmeSolver: () => ({ dns01: { cloudDNS: { project: options.project } } }),
      argocdClusterConfig: (caData) => ({
        execProviderConfig: {
          command: 'argocd-k8s-auth',
          args: ['gcp'],
          apiVersion: 'client.authentication.k8s.io/v1beta1',
        },
        tlsClientConfig: caData === null ? {} : { caData },
      }),
      externalDnsValues: () => ({ extraArgs: { 'google-project': options.project } }),
      logs: () => ({ type: 'stackdriver', location: options.location }),
      objectStore: (bucket) => ({ type: 'gcs', bucket, credentials: 'identity' }),
    };
  },
});
