// A cloud is one definition: nothing else has to know of it.
import { expect, test } from 'vitest';
import { defineCloud } from '../../generator/clouds/_define.ts';
import { checkConfig } from '../../generator/config/check-config.ts';
import { EMITTERS } from '../../generator/emit/registry.gen.ts';
import { loki } from '../../generator/index.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import { NO_MARKS } from '../../generator/model/cloud.ts';
import { resolvePlatform } from '../../generator/model/resolve.ts';
import { buildPlan } from '../../generator/plan/build-plan.ts';

test('a cloud of one file needs no other: it answers what it must, and the rest has defaults', async () => {
  const cirrus = defineCloud<{ readonly region: string }>({
    name: 'cirrus',
    summary: 'A cloud that answers the least',
    options: { properties: { region: { type: 'string' } }, required: ['region'] },
    traits: {
      capabilities: {
        'load-balancer': { by: 'cloud' },
        'node-autoscaler': { by: 'none', reason: 'nodes are bought' },
        'block-storage': { by: 'cloud' },
        'file-storage': { by: 'none', reason: 'blocks only' },
        'volume-snapshots': { by: 'none', reason: 'why not' },
        'secrets-csi': { by: 'none', reason: 'no driver' },
        dns: { by: 'none', reason: 'no zones' },
        'object-storage': { by: 'cloud' },
        'workload-identity': { by: 'none', reason: 'no identities' },
      },
      externalDnsProvider: '',
      blockStorageClass: 'block',
      fileStorageClass: { missing: 'blocks only' },
      registryHosts: { missing: 'none' },
      secretBackend: { missing: 'none' },
      dns01Missing: 'no zones',
    },
    create: ({ region }) => ({
      region,
      account: region,
      clusterName: region,
      workloadIdentity: () => NO_MARKS,
      secretStoreProvider: () => ({ missing: 'none' }),
      acmeSolver: () => ({ http01: { ingress: {} } }),
      objectStore: (bucket) => ({
        type: 's3',
        bucket,
        endpoint: 'buckets.cirrus.example',
        region,
        addressing: 'path',
        credentials: 'keys',
      }),
    }),
  });
  const config = {
    name: 'shop',
    repository: { url: 'https://git.shop.example/platform.git' },
    environments: { prod: { domain: 'shop.example' } },
    clusters: {
      main: {
        environment: 'prod',
        kubernetes: '1.34',
        hub: true,
        cloud: cirrus({ region: 'north' }),
        api: { server: 'https://main.k8s.shop.example' },
      },
    },
    teams: {},
    infra: { loki: loki() },
  };
  const registries = { clouds: [cirrus.definition], components: COMPONENTS, serviceCharts: [] };
  expect(checkConfig(config, registries, { hasImageFile: () => false })).toEqual([]);
  const plan = buildPlan(resolvePlatform(config, registries), EMITTERS, { serviceCharts: [] });
  expect(plan.get('clusters/main/values/infra/loki.yaml')?.body).toMatchObject({
    values: { loki: { storage: { object_store: { s3: { bucket_lookup_type: 'path' } } } } },
  });
});
