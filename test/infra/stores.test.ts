// Stores of the catalogue, seen from the services that use them and from the Secrets that their pods wait for.
import { expect, test } from 'vitest';
import type { PlatformConfig } from '../../generator/config/types.ts';
import * as slipway from '../../generator/index.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import type { FilePlan } from '../../generator/plan/file-plan.ts';
import { sampleOf } from '../support/clouds.ts';
import { base, cluster, planTestPlatform } from '../support/platforms.ts';

const externalSecrets = { 'external-secrets': slipway.externalSecrets() };

/** A service that uses a store of one component, with the secrets of the cloud. */
function planWithStore(store: NonNullable<PlatformConfig['infra']>[string], changes: Partial<PlatformConfig> = {}) {
  return planTestPlatform({
    infra: { ...base.infra, ...externalSecrets, ledger: store },
    stores: { ledger: slipway.fromInfra('ledger') },
    secretStores: { cloud: slipway.cloudSecrets() },
    services: { web: { image: 'registry.shop.example/web:1.0.0', port: 8080, uses: { ledger: {} } } },
    ...changes,
  });
}

function objectAt(plan: FilePlan, path: string): unknown {
  const body = plan.get(path)?.body;
  return body?.type === 'objects' ? body.objects[0] : undefined;
}

function serviceValues(plan: FilePlan): unknown {
  const body = plan.get('environments/dev/apps/web/values.yaml')?.body;
  return body?.type === 'values' ? body.values : undefined;
}

test('a service reaches a database by host, port and database, and logs in with the entry of the secret store', () => {
  const plan = planWithStore(slipway.postgresql({ database: 'ledger' }));
  expect(serviceValues(plan)).toMatchObject({
    config: {
      LEDGER_HOST: 'ledger-primary.postgresql.svc.cluster.local',
      LEDGER_PORT: '5432',
      LEDGER_DATABASE: 'ledger',
    },
    secrets: { store: 'cloud', data: { LEDGER_USER: 'ledger#user', LEDGER_PASSWORD: 'ledger#password' } },
  });
});

test('a single instance has another host than a primary with replicas', () => {
  const plan = planWithStore(slipway.postgresql({ environments: { dev: { replicas: 1 } } }));
  expect(serviceValues(plan)).toMatchObject({ config: { LEDGER_HOST: 'ledger.postgresql.svc.cluster.local' } });
});

test('a cache with sentinels is asked on their port, and has no database', () => {
  const values = serviceValues(planWithStore(slipway.valkey({ sentinel: true })));
  expect(values).toMatchObject({ config: { LEDGER_HOST: 'ledger.valkey.svc.cluster.local', LEDGER_PORT: '26379' } });
  expect(values).not.toHaveProperty('config.LEDGER_DATABASE');
});

test('the Secrets of a component stand in an Application of their own, before its pods', () => {
  const plan = planWithStore(slipway.postgresql({ secret: 'databases/ledger' }));
  const application = (name: string) => objectAt(plan, `clusters/dev/infra/${name}.yaml`);
  expect(application('ledger-needs')).toMatchObject({
    metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '29' } },
    spec: { source: { path: 'clusters/dev/manifests/infra/ledger/needs' } },
  });
  expect(application('ledger')).toMatchObject({ metadata: { annotations: { 'argocd.argoproj.io/sync-wave': '30' } } });
  expect(objectAt(plan, 'clusters/dev/manifests/infra/ledger/needs/external-secret-ledger-login.yaml')).toMatchObject({
    kind: 'ExternalSecret',
    metadata: { name: 'ledger-login', namespace: 'postgresql' },
    spec: {
      secretStoreRef: { name: 'cloud' },
      data: [
        { secretKey: 'password', remoteRef: { key: 'databases/ledger', property: 'password' } },
        { secretKey: 'postgres-password', remoteRef: { key: 'databases/ledger', property: 'admin-password' } },
        { secretKey: 'replication-password', remoteRef: { property: 'replication-password' } },
      ],
    },
  });
});

test('the guide says what an entry of the secret store must hold, and which Secrets nobody brings', () => {
  const guide = (changes: Partial<PlatformConfig>) => {
    const body = planWithStore(slipway.redis(), changes).get('clusters/prod/BOOTSTRAP.md')?.body;
    return body?.type === 'text' ? body.text : '';
  };
  expect(guide({})).toContain('- Entry `ledger` of the secret store of `prod`: `password`, `user`.\n');
  const onPremises = { dev: cluster('dev'), prod: { ...cluster('prod'), hub: true, cloud: sampleOf('on-premises') } };
  const text = guide({ clusters: onPremises });
  expect(text).toContain(
    'Secret `ledger-login` in namespace `redis` on `prod`, with `redis-password`: no store brings it there.',
  );
  expect(
    planWithStore(slipway.redis(), { clusters: onPremises }).get('clusters/prod/infra/ledger-needs.yaml'),
  ).toBeUndefined();
});

test.for(COMPONENTS.filter((one) => one.secrets !== undefined).map((one) => [one.kind, one] as const))(
  '%s comes after what brings its Secrets',
  ([, component]) => {
    expect(component.after).toContain('external-secrets');
  },
);
