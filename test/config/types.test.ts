import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

/** A config in which every kind of name is used; each case misspells one line of it. */
const GOOD = `
import { aws, cloudSecrets, definePlatform, external, fromInfra, istio, istioGateway, kafka } from 'slipway';

export default definePlatform({
  name: 'shop',
  repository: { url: 'https://git.shop.example/gitops.git' },
  environments: {
    dev: { domain: 'dev.shop.example' },
    prod: { domain: 'shop.example', protected: true },
  },
  clusters: {
    'dev-eu': {
      environment: 'dev',
      cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: 'shop-dev' }),
      kubernetes: '1.35',
      api: { server: 'https://dev.shop.example' },
    },
  },
  teams: { core: { owners: ['@shop/core'] } },
  sizes: { small: { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } } },
  infra: {
    edge: istioGateway({ replicas: 2 }),
    events: kafka({
      brokers: 3,
    }),
    queue: kafka({ environments: { prod: { brokers: 3 } } }),
    stream: kafka({ clusters: { 'dev-eu': { brokers: 3 } } }),
    log: kafka({ on: { environments: ['prod'] } }),
    bounded: kafka({ bounds: { brokers: { max: 9 } } }),
  },
  stores: {
    events: fromInfra('events'),
    ledger: external({ engine: 'redis', environments: { dev: { host: 'a', cidrs: [] } } }),
  },
  secretStores: { main: cloudSecrets() },
  gateways: {
    public: istio({ workload: 'edge' }),
  },
  services: {
    catalog: { image: 'a/b:1', port: 80 },
    web: {
      team: 'core',
      image: 'a/c:1',
      port: 8080,
      size: 'small',
      secretStore: 'main',
      calls: ['catalog'],
      uses: { ledger: {} },
      expose: [{ gateway: 'public', host: 'www' }],
      on: { environments: ['dev', 'prod'], clusters: ['dev-eu'] },
      volumes: { data: { path: '/data', size: '1Gi', kind: 'block' } },
      jobs: { migrate: { command: ['migrate'], when: 'before-sync', size: 'small' } },
      environments: {
        dev: { replicas: 1 },
      },
      clusters: {
        'dev-eu': { size: 'small' },
      },
    },
  },
  charts: {
    tracing: {
      repository: 'https://charts.shop.example',
      name: 'tracing',
      version: '1.0.0',
      namespace: 'tracing',
      team: 'core',
      serves: [{ pods: {}, port: 80, services: ['web'], gateways: ['public'] }],
      uses: [{ pods: {}, stores: ['ledger'] }],
    },
  },
  policy: {
    levels: { prod: 'low' },
  },
});
`;

/** What is misspelt, the line as it should be, and as it is. */
const TYPOS: readonly (readonly [string, string, string])[] = [
  ['the environment of a cluster', "environment: 'dev',", "environment: 'dve',"],
  ['an option of a cloud', "region: 'eu-west-1'", "regoin: 'eu-west-1'"],
  ['a team', "team: 'core',\n      image", "team: 'cor',\n      image"],
  ['a size', "size: 'small',", "size: 'smal',"],
  ['a secret store', "secretStore: 'main',", "secretStore: 'man',"],
  ['a service that reaches a chart', "services: ['web'], g", "services: ['wbe'], g"],
  ['a gateway that leads to a chart', "gateways: ['public'] }", "gateways: ['pubic'] }"],
  ['a store that a chart uses', "stores: ['ledger']", "stores: ['legder']"],
  ['a called service', "calls: ['catalog'],", "calls: ['catlog'],"],
  ['a store', 'uses: { ledger: {} },', 'uses: { ledgr: {} },'],
  ['a gateway', "gateway: 'public', host", "gateway: 'pubic', host"],
  ['an environment that a service runs in', "['dev', 'prod'], clusters", "['dev', 'prd'], clusters"],
  ['a cluster that a service runs on', "clusters: ['dev-eu'] },", "clusters: ['dev-ue'] },"],
  ['an environment beside a service', 'dev: { replicas: 1 },', 'dve: { replicas: 1 },'],
  ['a cluster beside a service', "'dev-eu': { size: 'small' },", "'dev-ue': { size: 'small' },"],
  ['a size in an override', "'dev-eu': { size: 'small' },", "'dev-eu': { size: 'smal' },"],
  ['the size of a job', "'before-sync', size: 'small'", "'before-sync', size: 'smal'"],
  ['when a job runs', "when: 'before-sync'", "when: 'after-sync'"],
  ['the kind of a volume', "kind: 'block'", "kind: 'disk'"],
  ['a key of a service', 'port: 8080,', 'prot: 8080,'],
  ['a key in an override', 'dev: { replicas: 1 },', 'dev: { replica: 1 },'],
  ['an option of a component', 'brokers: 3,\n', 'broker: 3,\n'],
  ['the value of an option', 'brokers: 3,\n', "brokers: '3',\n"],
  ['an option with bounds', 'bounds: { brokers: {', 'bounds: { broker: {'],
  ['a bound', '{ max: 9 }', '{ most: 9 }'],
  ['an environment beside a component', 'environments: { prod: { brokers', 'environments: { prd: { brokers'],
  ['a cluster beside a component', "clusters: { 'dev-eu': { brokers", "clusters: { 'dev-ue': { brokers"],
  ['an option in an override of a component', 'environments: { prod: { brokers', 'environments: { prod: { broker'],
  [
    'an environment that a component runs in',
    "log: kafka({ on: { environments: ['prod']",
    "log: kafka({ on: { environments: ['prd']",
  ],
  ['the component behind a store', "fromInfra('events')", "fromInfra('event')"],
  ['the component behind a gateway', "workload: 'edge'", "workload: 'egde'"],
  ['an environment of a store', 'environments: { dev: { host', 'environments: { dve: { host'],
  ['the team of a chart', "team: 'core',\n      serves", "team: 'coer',\n      serves"],
  ['an environment of the policy', "levels: { prod: 'low' }", "levels: { prd: 'low' }"],
  ['a severity', "levels: { prod: 'low' }", "levels: { prod: 'lo' }"],
  ['a key of the platform', "name: 'shop',", "nam: 'shop',"],
];

const folder = mkdtempSync(join(tmpdir(), 'slipway-types-'));
const repository = fileURLToPath(new URL('../..', import.meta.url));
afterAll(() => rmSync(folder, { recursive: true }));

/** Lines with an error, by file, from one run of the compiler over all of them. */
const errors = new Map<string, number[]>();

beforeAll(async () => {
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  writeFileSync(join(folder, 'good.ts'), GOOD);
  for (const [index, [, right, wrong]] of TYPOS.entries()) {
    const text = GOOD.replace(right, wrong);
    if (text === GOOD || GOOD.split(right).length !== 2)
      throw new Error(`"${right}" does not stand once in the config`);
    writeFileSync(join(folder, `typo-${index}.ts`), text);
  }
  const config = {
    extends: join(repository, 'tsconfig.json'),
    compilerOptions: {
      noEmit: true,
      paths: { slipway: [join(repository, 'generator/index.ts')] },
      typeRoots: [join(repository, 'node_modules/@types')],
    },
    include: [join(folder, '*.ts')],
    exclude: [],
  };
  writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(config));
  const compiler = join(repository, 'node_modules/typescript/bin/tsc');
  const output = await new Promise<string>((settle) => {
    execFile(
      process.execPath,
      [compiler, '-p', folder, '--pretty', 'false'],
      { cwd: folder, maxBuffer: 2 ** 26 },
      (_failed, stdout) => settle(stdout),
    );
  });
  for (const [, file = '', line] of output.matchAll(/^(\S+\.ts)\((\d+),\d+\): error/gm)) {
    const name = file.slice(file.lastIndexOf('/') + 1);
    errors.set(name, [...new Set([...(errors.get(name) ?? []), Number(line)])]);
  }
  if (errors.size === 0) throw new Error(`the compiler found nothing: ${output.slice(0, 500)}`);
}, 120_000);

test('a config without a typo compiles', () => {
  expect(errors.get('good.ts')).toBeUndefined();
});

describe('a typo is an error on its own line:', () => {
  test.each(TYPOS.map(([what, right, wrong], index) => [what, right, wrong, index] as const))(
    '%s',
    (_what, right, _wrong, index) => {
      const line = GOOD.slice(0, GOOD.indexOf(right)).split('\n').length;
      expect(errors.get(`typo-${index}.ts`)).toEqual([line]);
    },
  );
});
