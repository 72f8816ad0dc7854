// The committed reference platform, through the command line as a person would use it.
import { copyFileSync, cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Finding } from '../../generator/contract/finding.ts';
import { runCli } from '../support/run-cli.ts';
import { readTree, temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));
const CONFIG = readFileSync(join(ROOT, 'platform.config.ts'), 'utf8');

/** The platform, generated elsewhere in the world, to be copied. */
const prepared = mkdtempSync(join(tmpdir(), 'slipway-reference-'));

beforeAll(async () => {
  writeFileIn(prepared, 'platform.config.ts', CONFIG);
  // With this folder results of earlier runs are kept, as in a repository that installs slipway.
  writeFileIn(prepared, 'node_modules/.keep', '');
  const env = { TZ: 'Pacific/Kiritimati', LC_ALL: 'tr_TR.UTF-8', LANG: 'tr_TR.UTF-8' };
  const { code, stderr } = await runCli(['generate', '-C', prepared, '--quiet'], { env });
  expect([code, stderr]).toEqual([0, '']);
}, 60_000);
afterAll(() => rmSync(prepared, { recursive: true, force: true }));

function generated(): string {
  const root = temporaryFolder();
  cpSync(prepared, root, { recursive: true });
  return root;
}

/** The committed files that the ledger names: path → text. */
function committedTree(): Readonly<Record<string, string>> {
  const ledger = readFileSync(join(ROOT, '.slipway/owned'), 'utf8');
  const paths = ledger
    .trimEnd()
    .split('\n')
    .map((line) => line.slice(65));
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]));
}

function findingsOf(stdout: string): readonly Finding[] {
  const { findings } = JSON.parse(stdout) as { readonly findings: readonly Finding[] };
  return findings;
}

test('the committed tree is what the config says, and has no error', async () => {
  const { code, stdout, stderr } = await runCli(['check', '-C', ROOT, '--no-cache', '--format', 'json']);
  expect(stderr).toBe('');
  expect(findingsOf(stdout).filter((one) => one.level === 'error')).toEqual([]);
  expect(code).toBe(0);
});

test('the same bytes come out in another folder, time zone and language, and a second run changes nothing', async () => {
  const root = generated();
  const tree = readTree(root);
  const { 'platform.config.ts': _config, '.slipway/owned': _ledger, ...files } = tree;
  const committed = committedTree();
  expect(Object.keys(files).filter((path) => !path.endsWith('/image.yaml'))).toEqual(Object.keys(committed).toSorted());
  for (const [path, text] of Object.entries(committed)) expect([path, files[path]]).toEqual([path, text]);
  expect((await runCli(['generate', '-C', root, '--quiet'])).code).toBe(0);
  expect(readTree(root)).toEqual(tree);
});

test('check tells edited, deleted, stale and foreign files apart, heals nothing, and diff shows the change', async () => {
  const root = generated();
  const values = join(root, 'apps/web/values.yaml');
  writeFileIn(root, 'apps/web/values.yaml', readFileSync(values, 'utf8').replace('max: 10', 'max: 11'));
  rmSync(join(root, 'apps/cart/values.yaml'));
  writeFileIn(root, 'notes/ours.txt', 'not yours\n');
  writeFileIn(root, 'platform.config.ts', CONFIG.replace('storefront/catalog:2.4.0', 'storefront/catalogue:2.4.0'));
  const before = readTree(root);
  const { code, stdout } = await runCli(['check', '-C', root, '--format', 'json']);
  expect(code).toBe(1);
  const tree = findingsOf(stdout)
    .filter((one) => one.layer === 'tree')
    .map((one) => [one.rule, one.file]);
  expect(tree.toSorted()).toEqual([
    ['edited-file', 'apps/web/values.yaml'],
    ['missing-file', 'apps/cart/values.yaml'],
    ['stale-file', 'apps/catalog/values.yaml'],
  ]);
  const diff = await runCli(['diff', '-C', root]);
  expect(diff.code).toBe(1);
  expect(diff.stdout).toContain(
    '/image/repository: "registry.shop.example/storefront/catalog" → "registry.shop.example/storefront/catalogue"',
  );
  expect(readTree(root)).toEqual(before);
  const refused = await runCli(['generate', '-C', root, '--quiet']);
  expect(refused.code).toBe(1);
  expect(readTree(root)).toEqual(before);
  expect((await runCli(['generate', '-C', root, '--quiet', '--overwrite'])).code).toBe(0);
  writeFileIn(root, 'environments/prod/apps/gone/image.yaml', 'image:\n  tag: 1.0.0\n');
  const last = await runCli(['check', '-C', root, '--format', 'json']);
  expect(last.code).toBe(0);
  expect(findingsOf(last.stdout).map((one) => one.rule)).toContain('left-over-image');
  expect(readTree(root)['notes/ours.txt']).toBe('not yours\n');
});

test('a mistake that only the rendered chart shows points to its line in the config', async () => {
  const broken = CONFIG.replace(
    "probes: { readiness: { path: '/ready', port: 8081 }, liveness: { path: '/healthz', port: 8081 } },",
    "probes: { liveness: { path: '/healthz', port: 8081 } },\n      values: { podLabels: { 'a label': 'x' } },",
  );
  expect(broken).not.toBe(CONFIG);
  const root = generated();
  writeFileIn(root, 'platform.config.ts', broken);
  const { code, stdout } = await runCli(['generate', '-C', root, '--format', 'json']);
  expect(code).toBe(1);
  const line = broken.slice(0, broken.indexOf("'a label'")).split('\n').length;
  const label = findingsOf(stdout).find((one) => one.rule === 'invalid-label');
  expect(label?.resource?.kind).toBe('Deployment');
  expect(label?.origin).toMatchObject({ file: 'platform.config.ts', line });
});

test('an image that CI broke fails the check, not the write', async () => {
  const root = generated();
  copyFileSync(join(root, 'environments/prod/apps/web/image.yaml'), join(root, 'kept.yaml'));
  writeFileIn(root, 'environments/prod/apps/web/image.yaml', 'image:\n  digest: sha256:short\n');
  const { code, stdout } = await runCli(['check', '-C', root, '--format', 'json']);
  expect(code).toBe(1);
  expect(
    findingsOf(stdout)
      .map((one) => one.message)
      .join('\n'),
  ).toMatch(/image\.digest/);
});
