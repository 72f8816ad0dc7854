// Bad input always gets a message, never a crash.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const STACK = /\n\s+at .*:\d+:\d+/;

test.for([
  ['throws', "throw new Error('the vault is closed');", /the vault is closed/],
  ['exports nothing', 'export const x = 1;', /does not export a platform|export default/],
  ['imports a missing file', "import './teams.ts';\nexport default {};", /teams/],
  ['does not parse', 'export default {', /platform\.config\.ts|Unexpected|expected/i],
  ['ends the process', 'process.exit(0);', /ended the process|could not be loaded/],
] as const)('a config that %s ends with 2 and a message', async ([, config, message]) => {
  const root = temporaryFolder({ 'platform.config.ts': config });
  const { code, stdout, stderr } = await runCli(['generate', '-C', root]);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).toContain('fix:');
  expect(stdout + stderr).not.toMatch(STACK);
});

test('no config at all ends with 2', async () => {
  const { code, stderr } = await runCli(['check', '-C', temporaryFolder()]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/no platform\.config\.ts/);
});

test('unknown commands and options are refused with a suggestion', async () => {
  expect((await runCli(['generat'])).stderr).toMatch(/did you mean "generate"/);
  const { code, stderr } = await runCli(['check', '--stric']);
  expect(code).toBe(2);
  expect(stderr).toMatch(/did you mean "strict"/);
});

test.for([
  ['duplicate keys', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  name: b\n', /name/],
  ['tabs', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n\tname: a\n', /tab|found character/i],
  ['binary', 'apiVersion: v1\0kind: ConfigMap', /not text/],
  ['an object without a name', 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n', /name/],
  [
    'nesting without end',
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata: ${'{a: '.repeat(9000)}1${'}'.repeat(9000)}\n`,
    /nested more than 500 levels/,
  ],
  ['an unknown field', 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndat: {}\n', /did you mean "data"/],
] as const)('validate finds %s', async ([, text, message]) => {
  const root = temporaryFolder({ 'manifests/a.yaml': text });
  const { code, stdout, stderr } = await runCli(['validate', '-C', root, 'manifests']);
  expect(code).toBe(1);
  expect(stdout).toMatch(message);
  expect(stdout + stderr).not.toMatch(STACK);
});

test('anchors, lists, empty documents and files that are no manifests are read as a cluster reads them', async () => {
  const root = temporaryFolder({
    'manifests/a.yaml':
      '# comment only\n---\n---\napiVersion: v1\nkind: List\nitems:\n  - apiVersion: v1\n    kind: ConfigMap\n    metadata: { name: a, namespace: app, labels: &l { a: b } }\n    data: *l\n',
    'manifests/values.yaml': 'replicas: 2\n',
  });
  const { code, stdout } = await runCli(['validate', '-C', root, 'manifests', '--layer', 'schema', '--format', 'json']);
  const { summary, notChecked, findings } = JSON.parse(stdout);
  expect(findings).toEqual([]);
  expect(code).toBe(0);
  expect(summary.resources).toBe(1);
  expect(notChecked).toEqual([{ what: 'manifests/values.yaml', reason: 'not a Kubernetes manifest' }]);
});

test('a file of ten megabytes is read in reasonable time', async () => {
  const one = (index: number) =>
    `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: c${index}\n  namespace: app\ndata:\n  text: ${'x'.repeat(20_000)}\n`;
  const root = temporaryFolder();
  mkdirSync(join(root, 'm'));
  writeFileSync(join(root, 'm/big.yaml'), Array.from({ length: 500 }, (_, index) => one(index)).join('---\n'));
  const { code, stdout } = await runCli(['validate', '-C', root, 'm', '--layer', 'schema', '--format', 'json']);
  expect(JSON.parse(stdout).summary.resources).toBe(500);
  expect(code).toBe(0);
});

test('standard input is validated, and the line is told', async () => {
  const stdin = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: app\ndata:\n  key: [1]\n';
  const { code, stdout } = await runCli(['validate', '-', '--layer', 'schema', '--layer=tree'], { stdin });
  expect(code).toBe(1);
  expect(stdout).toMatch(/-:7/);
});

test('a mistake in a policy is shown with its line and a caret', async () => {
  const rule = [
    '# METADATA',
    '# title: t',
    'package rules.pod.broken',
    '',
    'deny contains 1 if {',
    '\tsome x in [',
    '}',
    '',
  ];
  const root = temporaryFolder({ 'policies/lib/broken.rego': rule.join('\n').replace('rules.pod.', 'lib.') });
  const { code, stderr } = await runCli(['policy', 'build', '-C', root]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/lib\/broken\.rego:\d+:\d+: .*\n.*\n[ \t]+\^\n/);
  expect(stderr).not.toMatch(STACK);
});

test('a file that cannot be read is not passed, whatever layer was asked for', async () => {
  const root = temporaryFolder({ 'text.yaml': 'no object\n' });
  const { code, stdout } = await runCli(['validate', 'text.yaml', '-C', root, '--layer', 'admission']);
  expect({ code, stdout }).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^not checked: 1 × an error in reading.*text\.yaml/m),
  });
  expect((await runCli(['validate', 'text.yaml', '-C', root, '--rule', 'POD-001', '--strict'])).code).toBe(1);
});
