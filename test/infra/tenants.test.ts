import { expect, test } from 'vitest';
import { parse } from 'yaml';
import {
  cloudSecrets,
  cnpgCluster,
  externalSecrets,
  fromInfra,
  keda,
  strimziKafkaOperator,
} from '../../generator/index.ts';
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

test('each service of a Kafka may write what it publishes and read what it consumes, and its scaler logs in as it does', () => {
  const service = { team: 'core', image: 'registry.shop.example/a:1.0.0', size: 'small' };
  const plan = planTestPlatform({
    infra: {
      'external-secrets': externalSecrets(),
      keda: keda(),
      events: strimziKafkaOperator({ topics: { orders: { partitions: 3, replicas: 3 } }, loginPerService: true }),
    },
    secretStores: { cloud: cloudSecrets() },
    gateways: {},
    stores: { bus: fromInfra('events') },
    services: {
      desk: { ...service, replicas: 2, uses: { bus: { publish: ['orders'] } } },
      mailer: {
        ...service,
        scale: { min: 1, max: 3, kafka: { topic: 'orders', lag: 5 } },
        uses: { bus: { consume: ['orders'] } },
      },
      web: { ...service, replicas: 2 },
    },
  });
  const objects = plan.files().flatMap(({ body }) => (body.type === 'objects' ? body.objects : []));
  const users = JSON.parse(JSON.stringify(objects.filter((one) => one.kind === 'KafkaUser')));
  const acls = new Map<string, unknown>();
  for (const { metadata, spec } of users) acls.set(metadata.name, spec.authorization.acls);
  const topic = { type: 'topic', name: 'orders', patternType: 'literal' };
  const group = (name: string) => ({ resource: { type: 'group', name, patternType: 'prefix' }, operations: ['Read'] });
  expect(acls).toEqual(
    new Map([
      ['desk', [{ resource: topic, operations: ['Describe', 'Write'] }, group('desk')]],
      ['mailer', [{ resource: topic, operations: ['Describe', 'Read'] }, group('mailer')]],
    ]),
  );
  const { config, secrets, scale } = parse(plan.text('environments/dev/apps/mailer/values.yaml'));
  expect(config).toMatchObject({ BUS_PORT: '9092', BUS_SASL_MECHANISM: 'SCRAM-SHA-512' });
  expect(secrets.data).toEqual({ BUS_USER: 'events-mailer#user', BUS_PASSWORD: 'events-mailer#password' });
  expect(scale).toEqual({ kafka: { user: 'BUS_USER', password: 'BUS_PASSWORD' } });
});
