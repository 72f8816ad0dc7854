// The reference platform broken in many ways: each gives the right line, a fix, and an untouched tree.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { planOf } from '../../generator/pipeline.ts';
import { runCli } from '../support/run-cli.ts';
import { readTree, temporaryFolder } from '../support/temporary-folder.ts';

const CONFIG = readFileSync(fileURLToPath(new URL('../../platform.config.ts', import.meta.url)), 'utf8');

interface Break {
  readonly name: string;
  readonly from: string;
  readonly to: string;
  /** Text whose line the finding must name; the replacement by default. */
  readonly at?: string;
  readonly message: RegExp;
}

const BREAKS: readonly Break[] = [
  {
    name: 'a call of an unknown service',
    from: "calls: ['payments']",
    to: "calls: ['paymnts']",
    message: /did you mean "payments"/,
  },
  {
    name: 'an unknown store',
    from: "uses: { orders: {}, events: { publish: ['payments'] } }",
    to: 'uses: { ordres: {} }',
    message: /did you mean "orders"/,
  },
  {
    name: 'an unknown team',
    from: "team: 'storefront',\n      image: `${registry}/storefront/web",
    to: "team: 'storfront',\n      image: `${registry}/storefront/web",
    at: "team: 'storfront'",
    message: /did you mean "storefront"/,
  },
  {
    name: 'an unknown environment of a cluster',
    from: "environment: 'stage'",
    to: "environment: 'stagee'",
    message: /did you mean "stage"/,
  },
  {
    name: 'an unknown environment beside a service',
    from: 'environments: { dev: { scale: { min: 1, max: 3 } } }',
    to: 'environments: { development: { scale: { min: 1, max: 3 } } }',
    message: /is not an environment|unknown/,
  },
  {
    name: 'an unknown gateway',
    from: "gateway: 'public', host: 'www', paths: ['/checkout']",
    to: "gateway: 'pubic', host: 'www', paths: ['/checkout']",
    message: /did you mean "public"/,
  },
  {
    name: 'an unknown size',
    from: "size: 'medium',\n      calls",
    to: "size: 'midium',\n      calls",
    at: "size: 'midium'",
    message: /did you mean "medium"/,
  },
  { name: 'an unknown key', from: 'port: 9090,', to: 'prot: 9090,', message: /did you mean "port"/ },
  { name: 'a port out of range', from: 'port: 9090,', to: 'port: 99999,', message: /is not a port/ },
  { name: 'a port that is text', from: 'port: 9090,', to: "port: '9090',", message: /number|integer/ },
  { name: 'an image without a tag', from: '/payments/checkout:5.0.2`', to: '/payments/checkout`', message: /tag/ },
  { name: 'two services on one path', from: "paths: ['/checkout']", to: "paths: ['/']", message: /web|checkout/ },
  {
    name: 'a name that is too long',
    from: '    mailer: {',
    to: "    'mailer-that-sends-far-too-many-messages-to-far-too-many-people': {",
    at: "'mailer-that-sends",
    message: /long|characters/,
  },
  {
    name: 'a second hub',
    from: "environment: 'stage',",
    to: "environment: 'stage', hub: true,",
    at: '      hub: true,',
    message: /hub/,
  },
  { name: 'no hub', from: '      hub: true,\n', to: '', at: 'clusters: {', message: /hub/ },
  {
    name: 'scale upside down',
    from: 'scale: { min: 2, max: 10, cpu: 70 }',
    to: 'scale: { min: 12, max: 10, cpu: 70 }',
    message: /min|max/,
  },
  { name: 'a canary that goes back', from: 'steps: [10, 50]', to: 'steps: [50, 10]', message: /step/ },
  {
    name: 'a store without an address in an environment',
    from: /\n\s+stage: \{\s*host: 'orders\.db\.stage[^}]+\},/.exec(CONFIG)?.[0] ?? '?',
    to: '',
    at: 'uses: { orders: {}, events',
    message: /stage/,
  },
  {
    name: 'a missing component',
    from: '    keda: keda(),\n',
    to: '',
    at: 'scale: { min: 1, max: 6, kafka',
    message: /keda/i,
  },
  {
    name: 'a chart version that is a range',
    from: "retention: '30d'",
    to: "chart: '^88.0.0'",
    message: /exact|range|version/,
  },
  {
    name: 'shared host without failover',
    from: ", failover: 'none' }],\n      strategy",
    to: ' }],\n      strategy',
    at: "expose: [{ gateway: 'public', host: 'www' }]",
    message: /share the host/,
  },
];

test.for(BREAKS)('$name', async ({ from, to, at, message }) => {
  expect(CONFIG).toContain(from);
  const config = CONFIG.replace(from, () => to);
  const root = temporaryFolder({ 'platform.config.ts': config });
  const { findings, plan } = await planOf({ root, date: '2026-01-01', cache: false, chartsFolders: [] });
  expect(plan).toBeNull();
  const errors = findings.filter((one) => one.level === 'error');
  const line = config.slice(0, config.indexOf(at ?? to)).split('\n').length;
  const found = errors.filter((one) => message.test(one.message) && one.origin?.line === line);
  expect(found, `line ${line} in ${JSON.stringify(errors.map((one) => [one.origin?.line, one.message]))}`).not.toEqual(
    [],
  );
  expect(found[0]?.fix).not.toBe('');
});

const WRONG = CONFIG.replace("calls: ['payments']", "calls: ['paymnts']");
const REASON = 'the run stopped at the config, which has errors';

test('nothing is written from a config with errors, and no stack is shown', async () => {
  const root = temporaryFolder({ 'platform.config.ts': WRONG, 'clusters/kept.yaml': 'kept: true\n' });
  const before = readTree(root);
  const { code, stdout, stderr } = await runCli(['generate', '-C', root, '--format', 'json']);
  expect(code).toBe(1);
  expect(JSON.parse(stdout)).toMatchObject({
    findings: [{ message: expect.stringMatching(/did you mean "payments"/) }],
  });
  expect(stderr).not.toMatch(/\bat .*\(.*:\d+:\d+\)/);
  expect(readTree(root)).toEqual(before);
});

test.for([
  ['pretty', 'stopped at the config: 1 error'],
  ['json', `"reason": "${REASON}"`],
  ['sarif', `not checked: the whole tree: ${REASON}`],
  ['github', `::notice::not checked: the whole tree: ${REASON}`],
] as const)('a report as %s says that the run stopped at the config', async ([format, words]) => {
  const root = temporaryFolder({ 'platform.config.ts': WRONG });
  const { code, stdout } = await runCli(['check', '-C', root, '--format', format, '--strict']);
  expect(code).toBe(1);
  expect(stdout).toContain(words);
  expect(stdout).not.toMatch(/nothing was left unchecked|0 resources of|not-checked/);
});

test('a config with errors does not pass because only another layer was asked for', async () => {
  const root = temporaryFolder({ 'platform.config.ts': WRONG });
  const { code, stdout } = await runCli(['validate', '-C', root, '--layer', 'policy']);
  expect(code).toBe(1);
  expect(stdout).toContain('did you mean "payments"?');
});
