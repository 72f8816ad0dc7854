// Databases that operators run: who may reach their pods, what stands before them, and where their backups go.
import { expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import type { PlatformConfig } from '../../generator/config/types.ts';
import * as slipway from '../../generator/index.ts';
import { edges } from '../../generator/model/edges.ts';
import type { FilePlan } from '../../generator/plan/file-plan.ts';
import { sampleOf } from '../support/clouds.ts';
import { planTestPlatform, resolveTestPlatform } from '../support/platforms.ts';

/** A cluster of each cloud, AWS being the hub, with what operators need. */
const platform: Partial<PlatformConfig> = {
  environments: { prod: { domain: 'shop.example', protected: true } },
  clusters: Object.fromEntries(
    CLOUDS.map(({ name }) => [
      name,
      {
        environment: 'prod',
        kubernetes: '1.34',
        hub: name === 'aws',
        cloud: sampleOf(name),
        api: { server: `https://${name}.k8s.shop.example` },
      },
    ]),
  ),
  infra: {
    'cert-manager': slipway.certManager({ issuer: slipway.letsEncrypt({ email: 'team@shop.example' }) }),
    'external-secrets': slipway.externalSecrets(),
    'postgresql-operator': slipway.cloudnativePg(),
    barman: slipway.pluginBarmanCloud(),
    ledger: slipway.cnpgCluster({ database: 'ledger', buckets: { gcp: 'shop-ledger-backups' } }),
    'mongodb-operator': slipway.psmdbOperator(),
    documents: slipway.psmdbDb({ clusters: { gcp: { backups: false } } }),
    events: slipway.strimziKafkaOperator({ topics: { orders: { partitions: 12, replicas: 3 } } }),
    backup: slipway.velero(),
    ceph: slipway.rookCeph(),
    disks: slipway.rookCephCluster(),
  },
  stores: {},
  gateways: {},
  services: {},
  secretStores: { cloud: slipway.cloudSecrets() },
};
const plan: FilePlan = planTestPlatform(platform);

function objectAt(path: string): unknown {
  const body = plan.get(path)?.body;
  return body?.type === 'objects' ? body.objects[0] : undefined;
}

function valuesAt(path: string): unknown {
  const body = plan.get(path)?.body;
  return body?.type === 'values' ? body.values : undefined;
}

const objectStore = (cloud: string) =>
  objectAt(`clusters/${cloud}/manifests/infra/ledger/needs/object-store-ledger.yaml`);

test('an operator reaches the pods that it runs in another namespace', () => {
  const resolved = resolveTestPlatform(platform);
  const reached = edges(resolved, resolved.hub)
    .filter((edge) => edge.why === 'operator')
    .map((edge) => [edge.from.name, edge.to.name, edge.ports[0]?.port]);
  expect(reached).toEqual([
    ['mongodb-operator', 'documents', 27017],
    ['postgresql-operator', 'ledger', 8000],
  ]);
});

test('the object store of a database stands before it, and is not deleted in a protected environment', () => {
  expect(objectStore('aws')).toMatchObject({
    metadata: {
      annotations: { 'argocd.argoproj.io/sync-options': expect.stringMatching(/^Prune=false,Delete=false,/) },
    },
    spec: { configuration: { destinationPath: 's3://shop-aws-ledger/', s3Credentials: { inheritFromIAMRole: true } } },
  });
  expect(objectAt('clusters/aws/infra/ledger-needs.yaml')).toMatchObject({
    metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '29' } },
  });
});

test('backups go to the bucket of each cloud, in the words of the tool', () => {
  expect(objectStore('gcp')).toMatchObject({
    spec: {
      configuration: { destinationPath: 'gs://shop-ledger-backups/', googleCredentials: { gkeEnvironment: true } },
    },
  });
  expect(objectStore('azure')).toHaveProperty('spec.configuration.azureCredentials.inheritFromAzureAD', true);
  expect(objectStore('on-premises')).toMatchObject({
    spec: { configuration: { s3Credentials: { accessKeyId: { name: 'ledger-object-store', key: 'ACCESS_KEY_ID' } } } },
  });
  const location = (cloud: string) => valuesAt(`clusters/${cloud}/values/infra/backup.yaml`);
  expect(location('gcp')).toMatchObject({ configuration: { backupStorageLocation: [{ provider: 'gcp' }] } });
  expect(location('on-premises')).toMatchObject({
    configuration: { backupStorageLocation: [{ provider: 'aws', config: { s3ForcePathStyle: 'true' } }] },
    credentials: { existingSecret: 'backup-object-store' },
  });
});

test('an option that is off keeps the other values, because a null would delete defaults of the chart', () => {
  expect(JSON.stringify(valuesAt('clusters/gcp/values/infra/documents.yaml'))).not.toContain('null');
});

test('topics and brokers are objects that only a person deletes', () => {
  for (const name of ['kafka-events', 'kafka-node-pool-nodes', 'kafka-topic-orders']) {
    expect(objectAt(`clusters/aws/manifests/infra/events/${name}.yaml`)).toHaveProperty(
      ['metadata', 'annotations', 'argocd.argoproj.io/sync-options'],
      'Prune=false,Delete=false,SkipDryRunOnMissingResource=true',
    );
  }
});

test('volumes of Ceph are the usual ones only where the cloud has no others', () => {
  const usual = ['cephBlockPools', 0, 'storageClass', 'isDefault'];
  expect(valuesAt('infra/disks/values-on-premises.yaml')).toHaveProperty(usual, true);
  expect(valuesAt('infra/disks/values-aws.yaml')).toHaveProperty(usual, false);
});
