import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { cloudSecrets, cnpgCluster, externalSecrets, fromInfra } from '../../generator/index.ts';
import { planTestPlatform } from '../support/platforms.ts';

function planWith(options: Parameters<typeof cnpgCluster>[0]) {
  const service = { team: 'core', image: 'registry.shop.example/a:1.0.0', size: 'small', replicas: 2 };
  const plan = planTestPlatform({
    infra: { 'external-secrets': externalSecrets(), data: cnpgCluster(options) },
    secretStores: { cloud: cloudSecrets() },
    gateways: {},
    stores: { shared: fromInfra('data') },
    services: {
      'order-desk': { ...service, uses: { shared: {} } },
      ledger: { ...service, uses: { shared: { database: 'books' } } },
      web: service,
    },
  });
  const read = (path: string) => parse(plan.text(path));
  return { plan, read, values: read('infra/data/values.yaml') };
}

test('each service that uses the server gets a login, a database and a schema, and others that are named do, too', () => {
  const { values, read } = planWith({ schemaPerService: true, tenants: ['reports'] });
  expect(values.databases).toEqual([
    { name: 'books', owner: 'ledger', schemas: [{ name: 'ledger', owner: 'ledger' }] },
    { name: 'order_desk', owner: 'order_desk', schemas: [{ name: 'order_desk', owner: 'order_desk' }] },
    { name: 'reports', owner: 'reports', schemas: [{ name: 'reports', owner: 'reports' }] },
  ]);
  expect(values.cluster.roles[1]).toEqual({
    name: 'order_desk',
    login: true,
    passwordSecret: { name: 'data-order-desk' },
  });
  const { config, secrets } = read('environments/dev/apps/order-desk/values.yaml');
  expect(config).toMatchObject({ SHARED_DATABASE: 'order_desk' });
  expect(secrets.data).toEqual({ SHARED_USER: 'data-order-desk#user', SHARED_PASSWORD: 'data-order-desk#password' });
});

test('without it all services share the login of the server', () => {
  const { values, read } = planWith({});
  expect(values.databases).toBeUndefined();
  expect(values.cluster.roles).toBeUndefined();
  const { secrets } = read('environments/dev/apps/ledger/values.yaml');
  expect(secrets.data).toEqual({ SHARED_USER: 'data#user', SHARED_PASSWORD: 'data#password' });
});
