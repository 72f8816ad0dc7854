import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cachePath, keepArchive } from '../../generator/chart-store/chart-cache.ts';
import type { WantedChart } from '../../generator/chart-store/chart-store.ts';
import { EMPTY_LOCK, type Lock, printLock } from '../../generator/chart-store/lock-file.ts';
import { openChartStore } from '../../generator/chart-store/open-chart-store.ts';
import { openChartSources } from '../../generator/download/chart-sources.ts';
import { NO_CREDENTIALS } from '../../generator/download/credentials.ts';
import { createHttpClient } from '../../generator/download/http-client.ts';
import { lockCharts } from '../../generator/download/lock-charts.ts';
import { mirrored } from '../../generator/download/mirrors.ts';
import { chartFiles, inFolder } from '../support/chart-files.ts';
import { helmFiles } from '../support/chart-servers.ts';
import { serveFiles, startServer } from '../support/loopback-server.ts';
import { temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

interface LockOptions {
  readonly before?: Lock;
  readonly fresh?: boolean;
  readonly root?: string;
}

async function lock(wanted: readonly WantedChart[], { before = EMPTY_LOCK, fresh = false, root }: LockOptions = {}) {
  const http = createHttpClient({ retry: { attempts: 1, first: 1, longest: 1 } });
  const sources = openChartSources({ http, credentials: NO_CREDENTIALS, mirrors: {} });
  const onArchive = (bytes: Buffer) => void (root === undefined ? undefined : keepArchive(root, bytes));
  const result = await lockCharts({ wanted, before, sources, fresh, onArchive });
  await sources.close();
  return result;
}

const named = ({ charts }: Lock) => charts.map(({ name, version, wanted }) => [name, version, ...wanted]);

test('a range stays where the lock has settled it, until it is settled afresh', async () => {
  const files = helmFiles([{ name: 'kafka', version: '1.0.0' }]);
  const server = await startServer(serveFiles(files));
  const wanted = [{ kind: 'chart', repository: `${server.url}/charts`, name: 'kafka', version: '^1' }] as const;
  const first = await lock(wanted);
  for (const [path, data] of helmFiles([{ name: 'kafka', version: '1.1.0' }])) files.set(path, data);
  const second = await lock(wanted, { before: first.lock });
  expect(named(second.lock)).toEqual([['kafka', '1.0.0', '^1']]);
  const third = await lock(wanted, { before: second.lock, fresh: true });
  expect(named(third.lock)).toEqual([['kafka', '1.1.0', '^1']]);
  files.clear();
  const fourth = await lock(wanted, { before: third.lock, fresh: true });
  expect(named(fourth.lock)).toEqual([['kafka', '1.1.0', '^1']]);
  expect(fourth.problems).toMatchObject([{ error: { code: 'download-not-found' } }]);
});

test('what is no longer wanted leaves the lock, and two ranges that meet share an entry', async () => {
  const server = await startServer(
    serveFiles(
      helmFiles([
        { name: 'kafka', version: '1.2.0' },
        { name: 'nats', version: '2.0.0' },
      ]),
    ),
  );
  const chart = (name: string, version: string) =>
    ({ kind: 'chart', repository: `${server.url}/charts`, name, version }) as const;
  const { lock: before } = await lock([
    chart('kafka', '^1'),
    chart('kafka', '~1.2'),
    chart('kafka', '1.2.0'),
    chart('nats', '*'),
  ]);
  expect(named(before)).toEqual([
    ['kafka', '1.2.0', '^1', '~1.2'],
    ['nats', '2.0.0', '*'],
  ]);
  expect(named((await lock([chart('kafka', '~1.2')], { before })).lock)).toEqual([['kafka', '1.2.0', '~1.2']]);
});

test('a chart whose dependency cannot be had is not locked, so that the next run tries again', async () => {
  const files = helmFiles([]);
  const server = await startServer(serveFiles(files));
  const dependencies = [{ name: 'redis', version: '7.x', repository: `${server.url}/charts` }];
  for (const [path, data] of helmFiles([{ name: 'shop', version: '1.0.0', dependencies }])) files.set(path, data);
  const wanted = [{ kind: 'chart', repository: `${server.url}/charts`, name: 'shop', version: '1.0.0' }] as const;
  const { lock: locked, problems } = await lock(wanted);
  expect(locked.charts).toEqual([]);
  expect(problems).toMatchObject([{ item: { name: 'redis' }, error: { code: 'chart-not-found' } }]);
});

test('a folder of a Git repository is locked with the charts that it needs, and then found offline', async () => {
  const server = await startServer(serveFiles(helmFiles([{ name: 'redis', version: '7.0.1' }])));
  const dependencies = [{ name: 'redis', version: '7.x', repository: `${server.url}/charts` }];
  const other = temporaryFolder(inFolder('charts/web', chartFiles({ name: 'web', version: '1.0.0', dependencies })));
  for (const words of [
    ['init', '-q', '-b', 'main'],
    ['add', '-A'],
    ['commit', '-q', '-m', 'start'],
  ]) {
    execFileSync('git', ['-c', 'user.name=robot', '-c', 'user.email=robot@example.com', ...words], { cwd: other });
  }
  const root = temporaryFolder();
  const wanted = { kind: 'git', repository: `file://${other}`, path: 'charts/web', revision: 'main' } as const;
  const { lock: locked, problems } = await lock([wanted], { root });
  expect(problems).toEqual([]);
  const [folder] = locked.folders;
  expect(folder).toMatchObject({ revision: 'main', dependencies: [{ name: 'redis', version: '7.0.1' }] });
  writeFileIn(root, 'slipway.lock', printLock(locked));
  const stored = await openChartStore({ root, chartsFolders: [] }).find(wanted);
  expect(stored).toMatchObject({ state: 'found', version: folder?.commit, note: undefined });
  const source = stored.state === 'found' ? await stored.read() : undefined;
  const names = source?.kind === 'folder' ? source.files.map((file) => file.name) : [];
  expect(names).toContain('templates/config-map.yaml');
  expect(names.some((name) => /^charts\/redis-.*\.tgz$/.test(name))).toBe(true);
  writeFileSync(cachePath(root, folder?.sha256 ?? ''), 'damaged');
  expect(await openChartStore({ root, chartsFolders: [] }).find(wanted)).toMatchObject({ state: 'damaged' });
});

test('of two mirrors the longer prefix counts, and no prefix ends in the middle of a name', () => {
  const mirrors = {
    'https://a.example/charts': 'https://m.example/one',
    'https://a.example': 'https://m.example/two/',
  };
  expect(mirrored('https://a.example/charts/index.yaml', mirrors)).toBe('https://m.example/one/index.yaml');
  expect(mirrored('https://a.example/charts-old/index.yaml', mirrors)).toBe(
    'https://m.example/two/charts-old/index.yaml',
  );
  expect(mirrored('https://a.example.evil.example/x', mirrors)).toBe('https://a.example.evil.example/x');
});
