import { camelCase } from './_new-component.ts';

/** A cloud that has nothing but load balancers and volumes, and says so. docs/clouds.md explains each answer. */
export function cloudFile(name: string): string {
  const factory = camelCase(name);
  const type = `${factory.charAt(0).toUpperCase()}${factory.slice(1)}Options`;
  return `import { NO_MARKS } from '../model/cloud.ts';
import { text } from '../model/option-schema.ts';
import { defineCloud } from './_define.ts';

export interface ${type} {
  readonly region: string;
  readonly cluster: string;
}

/** Name of the cloud and of its Kubernetes. */
export const ${factory} = defineCloud<${type}>({
  name: '${name}',
  summary: 'Name of the cloud and of its Kubernetes',
  options: { properties: { region: text, cluster: text }, required: ['region', 'cluster'] },
  traits: {
    capabilities: {
      'load-balancer': { by: 'cloud' },
      'node-autoscaler': { by: 'none', reason: 'why not' },
      'block-storage': { by: 'cloud' },
      'file-storage': { by: 'none', reason: 'why not' },
      'volume-snapshots': { by: 'none', reason: 'why not' },
      'secrets-csi': { by: 'none', reason: 'why not' },
      dns: { by: 'none', reason: 'why not' },
      'object-storage': { by: 'cloud' },
      'workload-identity': { by: 'none', reason: 'why not' },
    },
    externalDnsProvider: '',
    blockStorageClass: 'block',
    fileStorageClass: { missing: 'why not' },
    registryHosts: { missing: 'why not' },
    secretBackend: { missing: 'why not' },
    dns01Missing: 'why not',
  },
  create: ({ region, cluster }) => ({
    region,
    account: cluster,
    clusterName: cluster,
    workloadIdentity: () => NO_MARKS,
    secretStoreProvider: () => ({ missing: 'why not' }),
    acmeSolver: () => ({ http01: { ingress: {} } }),
    objectStore: (bucket) => ({
      type: 's3',
      bucket,
      endpoint: 'buckets.example.com',
      region,
      addressing: 'path',
      credentials: 'keys',
    }),
  }),
});
`;
}
