// What `slipway diff` says of changes that no API server makes.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import type { Finding } from '../../generator/contract/finding.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const BINDING = 'clusters/prod-eu/manifests/namespaces/cart/role-binding.yaml';
const HELPERS = 'charts/service/1.0.0/templates/_helpers.tpl';
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

function commit(root: string): void {
  const identity = ['-c', 'user.name=test', '-c', 'user.email=test@shop.example'];
  for (const words of [
    ['init', '-q'],
    ['add', '-A'],
    ['commit', '-qm', 'as it was'],
  ])
    execFileSync('git', [...identity, ...words], { cwd: root });
}

/** The reference platform as it lies in this repository. */
function referencePlatform(): string {
  const paths = read('.slipway/owned')
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(65));
  const images = readdirSync(join(ROOT, 'environments'), { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('image.yaml'))
    .map((path) => `environments/${path}`);
  const files = ['platform.config.ts', '.slipway/owned', ...paths, ...images].map((path) => [path, read(path)]);
  return temporaryFolder({ ...Object.fromEntries(files), 'node_modules/.keep': '' });
}

test('diff tells which changes no API server makes, in plain objects and in what charts make', async () => {
  const root = referencePlatform();
  // What was committed earlier: another role, and Pods that are found by one label more.
  writeFileIn(root, BINDING, read(BINDING).replace(/(roleRef:[\s\S]*?name: ).*/, '$1viewer'));
  const helpers = read(HELPERS).replace('{{- define "service.selector" -}}', '$&\nshop.example/generation: "1"');
  expect(helpers).not.toBe(read(HELPERS));
  writeFileIn(root, HELPERS, helpers);

  const pretty = await runCli(['diff', '-C', root]);
  expect(pretty.code).toBe(1);
  expect(pretty.stdout).toContain('error immutable-field An immutable field would change\n');
  expect(pretty.stdout).toMatch(/not rendered, so not looked at for fields that cannot change: .*\n2 files differ\n$/);

  // Generated since, as in a pull request: only the commit tells what a cluster has.
  commit(root);
  for (const path of [BINDING, HELPERS]) writeFileIn(root, path, read(path));
  expect(await runCli(['diff', '-C', root])).toMatchObject({ code: 0, stdout: '0 files differ\n' });
  const { code, stdout } = await runCli(['diff', '-C', root, '--against', 'HEAD', '--format', 'json']);
  expect(code).toBe(1);
  const { findings, changes }: { findings: Finding[]; changes: { path: string }[] } = JSON.parse(stdout);
  expect(changes.map(({ path }) => path)).toEqual([HELPERS, BINDING]);
  expect(findings.map(({ rule, level }) => `${rule} ${level}`)).toEqual(findings.map(() => 'immutable-field error'));
  const [binding] = findings.filter(({ resource }) => resource?.kind === 'RoleBinding');
  expect(binding).toMatchObject({
    pointer: '/roleRef/name',
    fix: expect.stringContaining('kubectl delete rolebinding.rbac.authorization.k8s.io team-storefront -n cart.'),
    origin: { file: 'platform.config.ts' },
    occurrences: [{ cluster: 'prod-eu', application: 'prod-eu-namespaces' }],
  });
  const deployments = findings.filter(({ resource }) => resource?.kind === 'Deployment');
  expect(new Set(deployments.map(({ pointer }) => pointer))).toEqual(new Set(['/spec/selector/matchLabels']));
  expect(deployments.flatMap(({ occurrences }) => occurrences)).toHaveLength(25);
  // A rule of its CustomResourceDefinition says so.
  const others = findings.filter((one) => one !== binding && !deployments.includes(one));
  expect(others.map(({ message }) => message)).toEqual([
    'services.web: spec.selector of Rollout web/web cannot be changed like this: .spec.selector is immutable',
  ]);
});

test('diff says which commit is not there', async () => {
  const root = temporaryFolder({ 'platform.config.ts': read('platform.config.ts') });
  const { code, stderr } = await runCli(['diff', '-C', root, '--against', 'main']);
  expect(code).toBe(2);
  expect(stderr).toContain('error unknown-revision: "main" names no commit of this repository\n');
});
