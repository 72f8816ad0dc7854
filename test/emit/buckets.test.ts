// Buckets as stores of services: what a service is told of them, and whom it may reach.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { BucketOptions } from '../../generator/config/stores.ts';
import * as slipway from '../../generator/index.ts';
import { sampleOf } from '../support/clouds.ts';
import { base, cluster, planTestPlatform } from '../support/platforms.ts';

const MESH_OF_ONE = { outbound: 'REGISTRY_ONLY' } as const;

function planWith(cloud: string, options: BucketOptions = {}): ReturnType<typeof planTestPlatform> {
  return planTestPlatform({
    clusters: { dev: cluster('dev'), prod: { ...cluster('prod'), hub: true, cloud: sampleOf(cloud) } },
    infra: Object.fromEntries(Object.entries(base.infra ?? {}).filter(([name]) => name !== 'events')),
    mesh: MESH_OF_ONE,
    secretStores: { main: slipway.cloudSecrets() },
    stores: { files: slipway.bucket(options) },
    services: { web: { image: 'registry.shop.example/web:1.0.0', port: 8080, uses: { files: {} } } },
  });
}

const read = (plan: ReturnType<typeof planWith>, path: string) => parse(plan.text(path));
const variables = (plan: ReturnType<typeof planWith>) => read(plan, 'clusters/prod/values/apps/web.yaml').config;

test('a service learns the bucket of its cluster, and needs no keys where it has an identity', () => {
  const plan = planWith('aws');
  expect(variables(plan)).toMatchObject({
    FILES_BUCKET: 'shop-prod-files',
    FILES_ENDPOINT: 'https://s3.eu-west-1.amazonaws.com',
    FILES_REGION: 'eu-west-1',
    FILES_TYPE: 's3',
  });
  expect(plan.files().some(({ path }) => plan.text(path).includes('FILES_ACCESS_KEY_ID'))).toBe(false);
});

test('where the cloud has no identity for buckets, the keys come from the secret store', () => {
  const plan = planWith('oci', { names: { prod: 'uploads' } });
  expect(variables(plan)).toMatchObject({ FILES_BUCKET: 'uploads', FILES_ADDRESSING: 'path' });
  expect(read(plan, 'environments/prod/apps/web/values.yaml').secrets.data).toEqual({
    FILES_ACCESS_KEY_ID: 'files-object-store#access-key-id',
    FILES_SECRET_ACCESS_KEY: 'files-object-store#secret-access-key',
  });
  // The other cluster's cloud has identities.
  const dev = plan.get('environments/dev/apps/web/values.yaml');
  expect(dev === undefined ? '' : plan.text('environments/dev/apps/web/values.yaml')).not.toContain('ACCESS_KEY');
});

test('other stores than S3 are told in their own words', () => {
  expect(variables(planWith('gcp'))).toMatchObject({
    FILES_TYPE: 'gcs',
    FILES_ENDPOINT: 'https://storage.googleapis.com',
  });
  expect(variables(planWith('azure'))).toMatchObject({ FILES_TYPE: 'azure', FILES_ACCOUNT: 'shopbuckets' });
});

test('the network opens to the store alone, by its addresses where it has such, and the mesh knows its hosts', () => {
  const policy = (plan: ReturnType<typeof planWith>) =>
    JSON.stringify(read(plan, 'clusters/prod/manifests/namespaces/web/network-policy-web.yaml').spec.egress);
  expect(policy(planWith('aws'))).toContain('"cidr":"0.0.0.0/0"');
  const closed = policy(planWith('on-premises', { cidrs: { prod: ['10.9.0.0/28'] } }));
  expect(closed).toContain('"cidr":"10.9.0.0/28"');
  expect(closed).not.toContain('0.0.0.0/0');
  const plan = planWith('aws');
  const entries = plan.files().filter(({ path }) => /environments\/prod\/apps\/web\/mesh\/service-entry/.test(path));
  expect(entries.map(({ path }) => parse(plan.text(path)).spec.hosts).toSorted()).toEqual([
    ['s3.eu-west-1.amazonaws.com'],
    ['shop-prod-files.s3.eu-west-1.amazonaws.com'],
  ]);
});
