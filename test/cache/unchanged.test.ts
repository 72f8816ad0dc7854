// What is kept never changes what is said, and is used again only where nothing has changed.
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openDisk } from '../../generator/output/disk.ts';
import { openStamps } from '../../generator/output/stamps.ts';
import { differenceFindings } from '../../generator/output/tree-violations.ts';
import { writeFiles } from '../../generator/output/write.ts';
import { runPipeline } from '../../generator/pipeline.ts';
import { type RunOptions, startLoading } from '../../generator/run.ts';
import { keepCheck, readLastCheck } from '../../generator/unchanged.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CONFIG = `import { argoCd, aws, definePlatform } from 'slipway';

const cluster = (environment) => ({
  environment,
  kubernetes: '1.34',
  cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: environment }),
  api: { server: \`https://\${environment}.k8s.shop.example\` },
});

export default definePlatform({
  name: 'shop',
  repository: { url: 'https://git.shop.example/platform.git' },
  environments: { dev: { domain: 'dev.shop.example' }, prod: { domain: 'shop.example' } },
  clusters: { dev: cluster('dev'), prod: { ...cluster('prod'), hub: true } },
  teams: { core: { owners: ['@shop/core'] } },
  infra: { 'argo-cd': argoCd() },
  services: {
    web: { image: 'registry.shop.example/web:1.0.0', port: 8080, config: { GREETING: 'hello' } },
    worker: { image: 'registry.shop.example/worker:2.0.0' },
  },
});
`;
const DATE = '2026-01-01';

async function check(root: string, more: Partial<RunOptions> = {}) {
  const given = { root, date: DATE, cache: true, chartsFolders: [], ...more };
  const loaded = startLoading(given);
  const options = { ...given, loaded };
  const last = await readLastCheck(options, loaded);
  if (last !== undefined) return { said: { ...last, same: undefined }, remembered: true };
  const result = await runPipeline(options);
  await keepCheck(options, loaded, result);
  const { findings, notChecked, summary, outcome } = result;
  const differences = differenceFindings(outcome?.compared ?? []);
  return { said: { findings: [...findings, ...differences], notChecked, summary, same: undefined }, remembered: false };
}

let prepared = '';

/** A generated repository of which a check was kept, to be copied. */
beforeAll(async () => {
  const root = mkdtempSync(join(tmpdir(), 'slipway-unchanged-'));
  prepared = root;
  mkdirSync(join(root, 'node_modules'));
  writeFileSync(join(root, 'platform.config.ts'), CONFIG);
  const { outcome } = await runPipeline({ root, date: DATE, cache: true, chartsFolders: [] });
  if (outcome === null) throw new Error('the config has errors');
  await writeFiles(root, outcome.plan, outcome.compared, false);
  await check(root);
}, 30_000);
afterAll(() => rmSync(prepared, { recursive: true, force: true }));

function generated(): string {
  const root = temporaryFolder();
  cpSync(prepared, root, { recursive: true });
  return root;
}

function edit(root: string, path: string, from: string, to: string): void {
  const text = readFileSync(join(root, path), 'utf8');
  expect(text).toContain(from);
  writeFileSync(join(root, path), text.replace(from, to));
}

const APPLICATION = 'clusters/dev/apps/web.yaml';
const IMAGE = 'environments/dev/apps/web/image.yaml';

const CHANGES: Readonly<Record<string, (root: string) => void>> = {
  'a value of the config': (root) => edit(root, 'platform.config.ts', "'hello'", "'good morning'"),
  'only a comment, which moves every line': (root) =>
    edit(root, 'platform.config.ts', '\nexport', '\n// ours\n\nexport'),
  'a generated file': (root) => edit(root, APPLICATION, 'namespace: web', 'namespace: shop'),
  'the image that CI writes': (root) => edit(root, IMAGE, '1.0.0', 'latest'),
  'a file that is gone': (root) => rmSync(join(root, APPLICATION)),
  'a file that is a link': (root) => {
    renameSync(join(root, APPLICATION), join(root, 'web.yaml'));
    symlinkSync(join(root, 'web.yaml'), join(root, APPLICATION));
  },
  'a foreign file that reaches a cluster': (root) =>
    writeFileSync(
      join(root, 'clusters/dev/apps/other.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: other }\ndata: { retries: 3 }\n',
    ),
  'a chart file beside the folders of the tree': (root) => {
    mkdirSync(join(root, 'clusters/dev/apps/chart'));
    writeFileSync(join(root, 'clusters/dev/apps/Chart.yaml'), 'name: odd\nversion: 1.0.0\n');
  },
  'the ledger': (root) => appendFileSync(join(root, '.slipway/owned'), `${'0'.repeat(64)} gone.yaml\n`),
  'the lock of charts': (root) => writeFileSync(join(root, 'slipway.lock'), 'version: 1\ncharts: []\n'),
};

test('a check that finds all as it was says the same without planning, whatever was kept of it', async () => {
  const root = generated();
  const first = await check(root);
  expect(first.remembered).toBe(true);
  expect(first.said.findings.length).toBeGreaterThan(0);
  expect((await check(root, { cache: false })).said).toEqual(first.said);
  expect((await check(root, { date: '2026-01-02' })).remembered).toBe(false);
  const cache = join(root, 'node_modules/.cache/slipway');
  for (const name of readdirSync(cache)) {
    const path = join(cache, name);
    if (name.includes('.')) writeFileSync(path, readFileSync(path, 'utf8').slice(0, -40));
  }
  expect((await check(root)).said).toEqual(first.said);
});

test.each(Object.entries(CHANGES))('%s is seen', async (_, change) => {
  const root = generated();
  change(root);
  const options = { root, date: DATE, cache: true, chartsFolders: [] };
  expect(await readLastCheck(options, startLoading(options))).toBeUndefined();
});

test.each([
  'a value of the config',
  'a generated file',
  'the image that CI writes',
  'a foreign file that reaches a cluster',
])('%s is judged with what is kept as without', async (name) => {
  const root = generated();
  CHANGES[name]?.(root);
  const seen = await check(root);
  expect((await check(root, { cache: false })).said).toEqual(seen.said);
});

test('a file is seen to have changed although its size and its time are what they were', async () => {
  const root = generated();
  const old = new Date(Date.now() - 60_000);
  const path = join(root, APPLICATION);
  utimesSync(path, old, old);
  // What is settled is noted: files that were written a moment ago are not.
  const stamps = join(root, 'node_modules/.cache/slipway/stamps.json');
  const notes = openStamps(stamps, Date.now() + 60_000);
  const disk = openDisk(root, notes);
  const before = disk.hash(APPLICATION);
  for (const file of disk.list('clusters')) disk.hash(file);
  disk.save();
  expect(readFileSync(stamps, 'utf8')).toContain(APPLICATION);
  expect(openDisk(root, openStamps(stamps)).hash(APPLICATION)).toEqual(before);
  edit(root, APPLICATION, 'namespace: web', 'namespace: wob');
  utimesSync(path, old, old);
  expect(openDisk(root, openStamps(stamps)).hash(APPLICATION)).not.toEqual(before);
});
