// The charts command as a person would use it, against repositories on loopback.
import { spawn } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { digestOf } from '../../generator/chart-store/digest.ts';
import { parseLock } from '../../generator/chart-store/lock-file.ts';
import { type ChartWords, chartArchive, chartFiles, hostileArchive, inFolder } from '../support/chart-files.ts';
import { helmFiles, registryHandler, startHelmRepository } from '../support/chart-servers.ts';
import { serveFiles, startServer } from '../support/loopback-server.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const env = { HOME: '/nowhere' };
const charts = (root: string, ...words: readonly string[]) => runCli(['charts', ...words, '-C', root], { env });
const CACHE = '.slipway/charts';

const redis: ChartWords = { name: 'redis', version: '7.0.1' };
const shop = (repository: string): ChartWords => ({
  name: 'shop',
  version: '1.0.0',
  dependencies: [{ name: 'redis', version: '7.x', repository }],
});

function application(name: string, source: object): string {
  const spec = { source, destination: { name: 'dev', namespace: name } };
  return `${JSON.stringify({ apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name }, spec })}\n`;
}

function lockOf(root: string) {
  const file = parseLock(readFileSync(join(root, 'slipway.lock'), 'utf8'));
  return file.state === 'read' ? file.lock : undefined;
}

function cached(root: string): readonly string[] {
  return readdirSync(join(root, CACHE)).filter((name) => name !== '.gitignore');
}

test('a foreign repository is locked, pulled, listed, bundled, and filled from the bundle elsewhere', async () => {
  const registry = await startServer(registryHandler([redis]));
  const server = await startHelmRepository([shop(`oci://${registry.host}/charts`), { name: 'shop', version: '0.9.0' }]);
  const repository = `${server.url}/charts`;
  const root = temporaryFolder({
    'apps/shop.yaml': application('shop', { repoURL: repository, chart: 'shop', targetRevision: '1.*' }),
    ...inFolder('apps/web', chartFiles({ ...shop(`${registry.host}/charts`), name: 'web' })),
    'apps/web.yaml': application('web', { repoURL: 'https://git.example.com/this.git', path: 'apps/web' }),
    'apps/template.yaml': '{{ if .Values.on }}\nkind: Application\n{{ end }}\n',
  });
  const locked = await charts(root, 'lock');
  expect(locked.stderr).toMatch(/^not read: apps\/template\.yaml: /);
  expect(locked).toMatchObject({ code: 0 });
  expect(locked.stdout).toContain('+ shop 1.0.0\n');
  const lock = lockOf(root);
  const redisDigest = digestOf(chartArchive(redis));
  expect(lock?.charts).toMatchObject([
    {
      name: 'redis',
      version: '7.0.1',
      wanted: ['7.x'],
      sha256: redisDigest,
      url: `oci://${registry.host}/charts/redis:7.0.1`,
    },
    {
      name: 'shop',
      version: '1.0.0',
      wanted: ['1.*'],
      dependencies: [{ name: 'redis', version: '7.0.1', sha256: redisDigest }],
    },
  ]);
  expect(readFileSync(join(root, CACHE, '.gitignore'), 'utf8')).toBe('*\n');

  const text = readFileSync(join(root, 'slipway.lock'), 'utf8');
  const asked = server.requests.length + registry.requests.length;
  expect((await charts(root, 'lock')).code).toBe(0);
  expect(readFileSync(join(root, 'slipway.lock'), 'utf8')).toBe(text);
  expect(server.requests.length + registry.requests.length).toBe(asked);

  rmSync(join(root, '.slipway'), { recursive: true });
  expect((await charts(root, 'pull')).stdout).toBe('2 pulled, 0 there already, 0 could not be pulled\n');
  const list = JSON.parse((await charts(root, 'list', '--format', 'json')).stdout);
  expect(list.charts).toMatchObject([
    { chart: { name: 'redis' }, by: ['apps/web'], state: 'found', version: '7.0.1' },
    { chart: { name: 'shop' }, by: ['shop'], state: 'found', version: '1.0.0' },
  ]);

  const bundle = join(temporaryFolder(), 'charts.tar');
  expect((await charts(root, 'bundle', '-o', bundle)).stdout).toContain('2 archives');
  const site = temporaryFolder({ 'slipway.lock': text });
  const taken = await charts(site, 'pull', '--from', bundle);
  expect(taken).toMatchObject({ code: 0, stdout: `2 archives taken from ${bundle}, 0 of slipway.lock not in it\n` });
  expect(cached(site)).toEqual(cached(root));
});

test('what cannot be had is told, and what can be had is locked all the same', async () => {
  const files = helmFiles([redis]);
  files.set('/evil/index.yaml', 'entries:\n  evil:\n  - version: 1.0.0\n    urls: [evil.tgz]\n');
  files.set('/evil/evil.tgz', hostileArchive([{ name: 'evil/../../../../outside', data: Buffer.from('x') }]));
  const server = await startServer(serveFiles(files));
  const source = (path: string, chart: string) => ({ repoURL: `${server.url}/${path}`, chart, targetRevision: '*' });
  const root = temporaryFolder({
    'a.yaml': application('redis', source('charts', 'redis')),
    'b.yaml': application('evil', source('evil', 'evil')),
    'c.yaml': application('gone', source('gone', 'gone')),
    'd.yaml': application('typo', source('charts', 'reddis')),
  });
  const { code, stdout, stderr } = await charts(root, 'lock');
  expect(code).toBe(1);
  expect(stdout).toContain('1 chart and 0 folders locked, 3 could not be');
  expect(stderr).toContain(
    'error bad-archive: evil 1.0.0 cannot be used: "evil/../../../../outside" leads out of its folder',
  );
  expect(stderr).toContain('error download-not-found');
  expect(stderr).toContain('did you mean "redis"?');
  expect(cached(root)).toEqual([`${digestOf(chartArchive(redis))}.tgz`]);
});

test('pull refuses an archive that was exchanged, and keeps what is there', async () => {
  const files = helmFiles([redis, { name: 'nats', version: '2.0.0' }]);
  const server = await startServer(serveFiles(files));
  const source = (chart: string, targetRevision: string) => ({
    repoURL: `${server.url}/charts`,
    chart,
    targetRevision,
  });
  const root = temporaryFolder({
    'a.yaml': application('redis', source('redis', '7.0.1')),
    'b.yaml': application('nats', source('nats', '2.0.0')),
  });
  expect((await charts(root, 'lock')).code).toBe(0);
  rmSync(join(root, CACHE, `${digestOf(chartArchive(redis))}.tgz`));
  const kept = cached(root);
  files.set('/charts/redis-7.0.1.tgz', chartArchive({ ...redis, files: { 'templates/evil.yaml': 'kind: Evil\n' } }));
  const { code, stdout, stderr } = await charts(root, 'pull');
  expect({ code, stdout }).toEqual({ code: 1, stdout: '0 pulled, 1 there already, 1 could not be pulled\n' });
  expect(stderr).toContain('error digest-differs: redis 7.0.1');
  expect(cached(root)).toEqual(kept);
});

test('nothing is written through a link that stands where the cache should be', async () => {
  const server = await startHelmRepository([redis]);
  const elsewhere = temporaryFolder();
  const source = { repoURL: `${server.url}/charts`, chart: 'redis', targetRevision: '7.0.1' };
  const root = temporaryFolder({ 'a.yaml': application('redis', source) });
  mkdirSync(join(root, '.slipway'));
  symlinkSync(elsewhere, join(root, CACHE));
  const { code, stderr } = await charts(root, 'lock');
  expect(code).toBe(1);
  expect(stderr).toContain('error cache-blocked');
  expect(readdirSync(elsewhere)).toEqual([]);
});

test('Ctrl-C in the middle of a download ends in good order, and leaves no half file', async () => {
  const files = helmFiles([redis]);
  const server = await startServer((request, response) => {
    if (request.url?.endsWith('.tgz') !== true) return serveFiles(files)(request, response);
    response.writeHead(200, { 'content-length': '100000' }).write('half');
  });
  const source = { repoURL: `${server.url}/charts`, chart: 'redis', targetRevision: '7.0.1' };
  const root = temporaryFolder({ 'a.yaml': application('redis', source) });
  const cli = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
  const child = spawn(process.execPath, [cli, 'charts', 'lock', '-C', root], { env: { ...process.env, ...env } });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk.toString('utf8');
  });
  const waitForDownload = setInterval(() => {
    if (!server.requests.some((one) => one.endsWith('.tgz'))) return;
    clearInterval(waitForDownload);
    child.kill('SIGINT');
  }, 10);
  const code = await new Promise((resolve) => child.on('close', resolve));
  expect(stderr).toContain('error stopped: redis 7.0.1: stopped');
  expect(code).toBe(2);
  expect(readdirSync(root)).toEqual(['a.yaml']);
});

/** A platform of one cluster that runs one chart of others, and one component. */
function configOf(mirror: string): string {
  return `import { aws, definePlatform, keda } from 'slipway';

export default definePlatform({
  name: 'shop',
  repository: { url: 'https://git.shop.example/platform.git' },
  environments: { dev: { domain: 'dev.shop.example' } },
  clusters: {
    dev: {
      environment: 'dev',
      cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: 'shop-dev' }),
      kubernetes: '1.34',
      hub: true,
      api: { server: 'https://dev.k8s.shop.example' },
    },
  },
  teams: { core: { owners: ['@shop/core'] } },
  infra: { keda: keda() },
  chartMirrors: {
    'https://charts.example.com': '${mirror}/charts',
    'https://kedacore.github.io/charts': '${mirror}/charts',
  },
  charts: {
    langfuse: {
      repository: 'https://charts.example.com',
      name: 'langfuse',
      version: '1.2.3',
      namespace: 'langfuse',
    },
  },
});
`;
}

test('upgrade shows the effect, edits the config only when it is told to, and locks again', async () => {
  const langfuse = ['1.2.3', '1.3.0', '2.0.0'].map((version) => ({ name: 'langfuse', version }));
  const keda = ['2.20.2', '2.20.3'].map((version) => ({ name: 'keda', version }));
  const server = await startHelmRepository([...langfuse, ...keda]);
  const config = configOf(server.url);
  const root = temporaryFolder({ 'platform.config.ts': config });
  const read = () => readFileSync(join(root, 'platform.config.ts'), 'utf8');
  const shown = await charts(root, 'upgrade', 'langfuse');
  expect(shown).toEqual({
    code: 0,
    stderr: '',
    stdout:
      'dev-langfuse:\n  ~ ConfigMap langfuse\n      /data/version: "1.2.3" → "1.3.0"\n' +
      'langfuse: 1.2.3 → 1.3.0 at platform.config.ts:26\nnothing was written; --yes writes it\n',
  });
  expect(read()).toBe(config);

  const outdated = JSON.parse((await charts(root, 'outdated', '--format', 'json')).stdout);
  expect(outdated.charts).toEqual([
    { name: 'keda', repository: 'https://kedacore.github.io/charts', current: '2.20.2', patch: '2.20.3' },
    { name: 'langfuse', repository: 'https://charts.example.com', current: '1.2.3', minor: '1.3.0', major: '2.0.0' },
  ]);

  expect((await charts(root, 'upgrade', 'langfuse', '--to', '2.0.0', '--yes')).code).toBe(0);
  expect(read()).toBe(config.replace("'1.2.3'", "'2.0.0'"));
  expect((await charts(root, 'upgrade', 'keda', '--yes')).code).toBe(0);
  expect(read()).toBe(config.replace("'1.2.3'", "'2.0.0'").replace('keda()', "keda({ chart: '2.20.3' })"));
  expect(lockOf(root)?.charts.map(({ name, version, url }) => [name, version, url])).toEqual([
    ['keda', '2.20.3', 'https://kedacore.github.io/charts/keda-2.20.3.tgz'],
    ['langfuse', '2.0.0', 'https://charts.example.com/langfuse-2.0.0.tgz'],
  ]);
  expect((await charts(root, 'upgrade', 'langfus')).stderr).toContain('did you mean "langfuse"?');
});
