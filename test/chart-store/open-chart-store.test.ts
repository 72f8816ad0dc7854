import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { cachePath } from '../../generator/chart-store/chart-cache.ts';
import { digestOf } from '../../generator/chart-store/digest.ts';
import { type Lock, type LockedChart, printLock } from '../../generator/chart-store/lock-file.ts';
import { openChartStore } from '../../generator/chart-store/open-chart-store.ts';
import { openHelmEngine } from '../../generator/engines/helm-engine.ts';
import { chartArchive, chartFiles, inFolder } from '../support/chart-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CHARTS = 'https://charts.example.com/stable';
const wanted = (name: string, version: string, repository = CHARTS) =>
  ({ kind: 'chart', name, version, repository }) as const;

function locked(name: string, version: string, archive: Buffer, more: Partial<LockedChart> = {}): LockedChart {
  const url = `${CHARTS}/${name}-${version}.tgz`;
  return { name, version, repository: CHARTS, wanted: [], url, sha256: digestOf(archive), dependencies: [], ...more };
}

/** A repository with a lock, and with archives that were pulled. */
function repository(lock: Partial<Lock>, archives: readonly Buffer[] = []): string {
  const root = temporaryFolder({ 'slipway.lock': printLock({ charts: [], folders: [], ...lock }) });
  mkdirSync(join(root, '.slipway/charts'), { recursive: true });
  for (const archive of archives) writeFileSync(cachePath(root, digestOf(archive)), archive);
  return root;
}

function folderOf(files: Readonly<Record<string, string | Buffer>>): string {
  const folder = temporaryFolder();
  for (const [name, data] of Object.entries(files)) {
    mkdirSync(join(folder, name, '..'), { recursive: true });
    writeFileSync(join(folder, name), data);
  }
  return folder;
}

const kafka = { name: 'kafka', version: '32.4.3' };

test('finds a chart in a folder of its name, in an archive, and one level deeper', async () => {
  const offered = folderOf({
    ...inFolder('kafka', chartFiles(kafka)),
    'redis-1.2.3.tgz': chartArchive({ name: 'redis', version: '1.2.3' }),
    'nats.tgz': chartArchive({ name: 'nats', version: '2.0.0' }),
    ...inFolder('more/loki', chartFiles({ name: 'loki', version: '7.0.0' })),
  });
  const store = openChartStore({ root: temporaryFolder(), chartsFolders: [offered] });
  const states = await Promise.all(
    [wanted('kafka', '32.4.3'), wanted('redis', 'v1.2.3'), wanted('nats', '2.0.0'), wanted('loki', '^7')].map((one) =>
      store.find(one),
    ),
  );
  expect(states).toMatchObject([
    { state: 'found', version: '32.4.3', note: undefined },
    { state: 'found', version: '1.2.3', note: undefined },
    { state: 'found', version: '2.0.0', note: undefined },
    { state: 'found', version: '7.0.0', note: undefined },
  ]);
});

test('finds an archive whose file has a longer name, and is not led astray by a damaged one', async () => {
  const offered = folderOf({
    'vendor-kafka-32.4.3.tgz': chartArchive(kafka),
    'kafka-ui-1.0.0.tgz': 'no archive',
    'kafka-operator.tgz': chartArchive({ name: 'kafka-operator', version: '1.0.0' }),
  });
  const store = openChartStore({ root: temporaryFolder(), chartsFolders: [offered] });
  expect(await store.find(wanted('kafka', '32.4.3'))).toMatchObject({ state: 'found', version: '32.4.3' });
});

test('a damaged archive is in the way only of what it would have been, and only before a sound one', async () => {
  const sound = folderOf({ 'kafka-32.4.3.tgz': chartArchive(kafka) });
  const broken = folderOf({ 'kafka-32.4.3.tgz': 'no archive' });
  const older = folderOf({ 'kafka-31.0.0.tgz': 'no archive' });
  const find = (...chartsFolders: string[]) =>
    openChartStore({ root: temporaryFolder(), chartsFolders }).find(wanted('kafka', '32.4.3'));
  expect(await find(sound, broken)).toMatchObject({ state: 'found', version: '32.4.3', note: undefined });
  expect(await find(older, sound)).toMatchObject({ state: 'found', version: '32.4.3', note: undefined });
  expect(await find(broken, sound)).toMatchObject({ state: 'damaged' });
  expect(await find(older)).toMatchObject({ state: 'missing' });
});

test('the version that is asked for comes before another one that is called like the chart', async () => {
  const offered = folderOf({
    'kafka-0.11.0.tgz': chartArchive({ name: 'kafka', version: '0.11.0' }),
    'vendor-kafka-32.4.3.tgz': chartArchive(kafka),
  });
  const store = openChartStore({ root: temporaryFolder(), chartsFolders: [offered] });
  expect(await store.find(wanted('kafka', '32.4.3'))).toMatchObject({ state: 'found', version: '32.4.3' });
});

test('a locked archive that was changed is not replaced by another version', async () => {
  const archive = chartArchive(kafka);
  const root = repository({ charts: [locked('kafka', '32.4.3', archive)] });
  writeFileSync(cachePath(root, digestOf(archive)), chartArchive({ name: 'kafka', version: '32.4.4' }));
  const chartsFolders = [folderOf({ 'kafka-31.0.0.tgz': chartArchive({ name: 'kafka', version: '31.0.0' }) })];
  expect(await openChartStore({ root, chartsFolders }).find(wanted('kafka', '32.4.3'))).toMatchObject({
    state: 'damaged',
  });
});

test('names what it does not have', async () => {
  const store = openChartStore({ root: temporaryFolder(), chartsFolders: [] });
  expect(await store.find(wanted('kafka', '1.0.0'))).toMatchObject({
    state: 'missing',
    reason: 'not in slipway.lock',
  });
});

test('uses another version of a name, and says so', async () => {
  const offered = folderOf(inFolder('istiod', chartFiles({ name: 'istiod', version: '1.0.0' })));
  const store = openChartStore({ root: temporaryFolder(), chartsFolders: [offered] });
  expect(await store.find(wanted('istiod', '1.27.0'))).toMatchObject({
    state: 'found',
    note: 'version 1.0.0 from --charts, in place of 1.27.0',
    instead: { asked: '1.27.0', path: join(offered, 'istiod') },
  });
});

test('reads pulled archives by the lock, whichever way the repository is spelled', async () => {
  const archive = chartArchive(kafka);
  const registry = 'oci://registry.example.com/charts';
  const root = repository({ charts: [locked('kafka', '32.4.3', archive, { repository: registry })] }, [archive]);
  const store = openChartStore({ root, chartsFolders: [] });
  const asked = [
    wanted('kafka', '32.4.3', 'registry.example.com/charts/'),
    { kind: 'git', repository: `${registry}/kafka`, path: '.', revision: '32.4.3' },
  ] as const;
  for (const one of asked) {
    const stored = await store.find(one);
    expect(stored).toMatchObject({ state: 'found', key: digestOf(archive), note: undefined });
    if (stored.state === 'found') expect(await stored.read()).toEqual({ kind: 'archive', bytes: archive });
  }
});

test('a range finds the version that the lock settled on', async () => {
  const archive = chartArchive(kafka);
  const root = repository({ charts: [locked('kafka', '32.4.3', archive, { wanted: ['32.x'] })] }, [archive]);
  const store = openChartStore({ root, chartsFolders: [] });
  expect(await store.find(wanted('kafka', '32.x'))).toMatchObject({ state: 'found', version: '32.4.3' });
  expect(await store.find(wanted('kafka', '31.x'))).toMatchObject({ state: 'missing' });
});

test('says when a chart of --charts is not the locked archive', async () => {
  const archive = chartArchive(kafka);
  const root = repository({ charts: [locked('kafka', '32.4.3', archive)] });
  const same = folderOf({ 'kafka-32.4.3.tgz': archive });
  const other = folderOf({ 'kafka-32.4.3.tgz': chartArchive({ ...kafka, files: { 'README.md': 'changed' } }) });
  const find = (folder: string) => openChartStore({ root, chartsFolders: [folder] }).find(wanted('kafka', '32.4.3'));
  expect(await find(same)).toMatchObject({ state: 'found', note: undefined });
  expect(await find(other)).toMatchObject({ state: 'found', note: 'not the locked archive' });
});

test('tells a locked chart that was not pulled from one whose archive was changed', async () => {
  const archive = chartArchive(kafka);
  const root = repository({ charts: [locked('kafka', '32.4.3', archive)] });
  const find = () => openChartStore({ root, chartsFolders: [] }).find(wanted('kafka', '32.4.3'));
  expect(await find()).toMatchObject({ state: 'missing', fix: 'Run `slipway charts pull`.' });
  writeFileSync(cachePath(root, digestOf(archive)), chartArchive({ name: 'kafka', version: '32.4.4' }));
  expect(await find()).toMatchObject({ state: 'damaged' });
});

test('a damaged lock is an answer for every chart that is looked up in it', async () => {
  const root = temporaryFolder({ 'slipway.lock': '<<<<<<< ours\nversion: 1\n' });
  const store = openChartStore({ root, chartsFolders: [] });
  expect(await store.find(wanted('kafka', '1.0.0'))).toMatchObject({
    state: 'damaged',
    reason: 'slipway.lock cannot be used: line 1 is a conflict marker of a merge',
  });
});

test('a hostile archive of --charts is an answer, not a crash', async () => {
  const store = openChartStore({ root: temporaryFolder(), chartsFolders: [folderOf({ 'kafka.tgz': 'no archive' })] });
  expect(await store.find(wanted('kafka', '1.0.0'))).toMatchObject({ state: 'damaged' });
});

test('gives a chart the dependencies that it names, from beside it, from --charts, and from the lock', async () => {
  const nats = chartArchive({ name: 'nats', version: '2.1.0' });
  const root = repository({ charts: [locked('nats', '2.1.0', nats)] }, [nats]);
  const shop = {
    name: 'shop',
    version: '1.0.0',
    dependencies: [
      { name: 'common', version: '1.x', repository: 'file://../common' },
      { name: 'redis', version: '^1.2.0', repository: CHARTS },
      { name: 'nats', version: '2.x', repository: CHARTS },
    ],
  };
  const offered = folderOf({
    ...inFolder('shop', chartFiles(shop)),
    ...inFolder('common', chartFiles({ name: 'common', version: '1.1.0' })),
    'redis-1.2.3.tgz': chartArchive({ name: 'redis', version: '1.2.3' }),
    'redis-1.9.0.tgz': chartArchive({ name: 'redis', version: '1.9.0' }),
    'redis-2.0.0.tgz': chartArchive({ name: 'redis', version: '2.0.0' }),
  });
  const stored = await openChartStore({ root, chartsFolders: [offered] }).find(wanted('shop', '1.0.0'));
  expect(stored).toMatchObject({ state: 'found', note: undefined });
  if (stored.state !== 'found') return;
  const source = await stored.read();
  const engine = await openHelmEngine();
  const loaded = source.kind === 'folder' ? await engine.loadFiles('shop', source.files) : undefined;
  expect(loaded).toMatchObject({ ok: true });
  const render = await engine.render({ chart: 'shop', name: 'shop', namespace: 'shop', values: [] });
  expect(render.error).toBeUndefined();
  const versions = render.documents.map(({ object }) => (object as { data: { version: string } }).data.version);
  expect(versions.toSorted()).toEqual(['1.0.0', '1.1.0', '1.9.0', '2.1.0']);
});

test('a dependency that is missing, or needs what needs it, is noted, and the chart is given all the same', async () => {
  const offered = folderOf({
    ...inFolder(
      'shop',
      chartFiles({ name: 'shop', version: '1.0.0', dependencies: [{ name: 'web', version: '*', repository: CHARTS }] }),
    ),
    ...inFolder(
      'web',
      chartFiles({
        name: 'web',
        version: '1.0.0',
        dependencies: [
          { name: 'shop', version: '1.0.0', repository: CHARTS },
          { name: 'gone', version: '3', repository: CHARTS },
          { name: 'local', version: '1', repository: '' },
        ],
      }),
    ),
  });
  const stored = await openChartStore({ root: temporaryFolder(), chartsFolders: [offered] }).find(
    wanted('shop', '1.0.0'),
  );
  expect(stored).toMatchObject({ state: 'found' });
  expect(stored.state === 'found' ? stored.note : '').toBe(
    'web: dependency shop 1.0.0 is not there: charts need each other in a circle; dependency gone 3 is not there: not in slipway.lock; dependency local 1 is not there: it must lie in the charts/ folder, as it names no repository',
  );
});

test('a link out of the folder of charts is not followed', async () => {
  const { symlinkSync } = await import('node:fs');
  const secret = temporaryFolder({ 'password.txt': 'nobody reads this' });
  const offered = folderOf(inFolder('kafka', chartFiles(kafka)));
  symlinkSync(join(secret, 'password.txt'), join(offered, 'kafka/templates/password.yaml'));
  const stored = await openChartStore({ root: temporaryFolder(), chartsFolders: [offered] }).find(
    wanted('kafka', '32.4.3'),
  );
  expect(stored).toMatchObject({ state: 'damaged' });
});

test('a folder of charts that does not exist ends the run', () => {
  expect(() => openChartStore({ root: temporaryFolder(), chartsFolders: ['/nowhere/at/all'] })).toThrowError(
    '/nowhere/at/all, a folder for charts, does not exist',
  );
});
