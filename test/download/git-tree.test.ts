import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { digestOf } from '../../generator/chart-store/digest.ts';
import { openChartSources } from '../../generator/download/chart-sources.ts';
import { NO_CREDENTIALS } from '../../generator/download/credentials.ts';
import { createHttpClient } from '../../generator/download/http-client.ts';
import { chartFiles, inFolder } from '../support/chart-files.ts';
import { temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

/** Runs git as a person would, without whatever is configured on this machine. */
function git(folder: string, ...words: readonly string[]): string {
  const env = { PATH: process.env.PATH, HOME: folder, GIT_CONFIG_NOSYSTEM: '1', GIT_CONFIG_GLOBAL: '/dev/null' };
  const who = ['-c', 'user.name=robot', '-c', 'user.email=robot@example.com'];
  return execFileSync('git', [...who, ...words], { cwd: folder, env, encoding: 'utf8', stdio: 'pipe' }).trim();
}

function commitAll(folder: string, message: string): string {
  git(folder, 'add', '-A');
  git(folder, 'commit', '-q', '-m', message);
  return git(folder, 'rev-parse', 'HEAD');
}

function repository(files: Readonly<Record<string, string>>): string {
  const folder = temporaryFolder(files);
  git(folder, 'init', '-q', '-b', 'main');
  commitAll(folder, 'start');
  return folder;
}

const sources = () => openChartSources({ http: createHttpClient(), credentials: NO_CREDENTIALS, mirrors: {} });
const wanted = (folder: string, path: string, revision = 'main') =>
  ({ kind: 'git', repository: `file://${folder}`, path, revision }) as const;
const web = {
  name: 'web',
  version: '1.0.0',
  dependencies: [{ name: 'common', version: '*', repository: 'file://../common' }],
};

test('packs a folder of another repository, with the charts beside it that it needs, always into the same bytes', async () => {
  const folder = repository({
    ...inFolder('charts/web', chartFiles(web)),
    ...inFolder('charts/common', chartFiles({ name: 'common', version: '1.0.0' })),
    'README.md': 'not packed',
  });
  const first = await sources().folder(wanted(folder, 'charts/web'));
  const again = await sources().folder(wanted(folder, 'charts/web'));
  expect(first.commit).toBe(git(folder, 'rev-parse', 'main'));
  expect(first.bytes.equals(again.bytes)).toBe(true);
  const names = first.files.map((file) => file.name).toSorted();
  expect(names).toEqual([
    'Chart.yaml',
    'charts/common/Chart.yaml',
    'charts/common/templates/config-map.yaml',
    'charts/common/values.yaml',
    'templates/config-map.yaml',
    'values.yaml',
  ]);
});

test('finds branches, tags, ranges of tags and commits', async () => {
  const folder = repository(inFolder('app', chartFiles({ name: 'app', version: '1.0.0' })));
  const old = git(folder, 'rev-parse', 'HEAD');
  git(folder, 'tag', 'v1.2.0');
  writeFileIn(folder, 'app/values.yaml', 'greeting: changed\n');
  const now = commitAll(folder, 'change');
  git(folder, 'tag', '-a', 'v2.0.0', '-m', 'two');
  const commitOf = async (revision: string) => (await sources().folder(wanted(folder, 'app', revision))).commit;
  expect(await commitOf('main')).toBe(now);
  expect(await commitOf('HEAD')).toBe(now);
  expect(await commitOf('v1.2.0')).toBe(old);
  expect(await commitOf('v2.0.0')).toBe(now);
  expect(await commitOf('^1')).toBe(old);
  expect(await commitOf(now)).toBe(now);
});

test('brings what was locked after the branch has moved on, and refuses another content', async () => {
  const folder = repository(inFolder('app', chartFiles({ name: 'app', version: '1.0.0' })));
  git(folder, 'config', 'uploadpack.allowAnySHA1InWant', 'true');
  const { commit, bytes } = await sources().folder(wanted(folder, 'app'));
  const locked = { ...wanted(folder, 'app'), commit, sha256: digestOf(bytes), dependencies: [] };
  writeFileIn(folder, 'app/values.yaml', 'greeting: changed\n');
  const now = commitAll(folder, 'change');
  expect((await sources().lockedFolder(locked)).equals(bytes)).toBe(true);
  await expect(sources().lockedFolder({ ...locked, commit: now })).rejects.toMatchObject({ code: 'digest-differs' });
});

test('says what is not there', async () => {
  const folder = repository({ 'a.yaml': 'a: 1\n' });
  await expect(sources().folder(wanted(folder, 'charts'))).rejects.toMatchObject({ code: 'folder-not-found' });
  await expect(sources().folder(wanted(folder, '', 'gone'))).rejects.toMatchObject({ code: 'revision-not-found' });
  await expect(sources().folder(wanted(`${folder}-gone`, ''))).rejects.toMatchObject({ code: 'git-failed' });
});

test('follows links inside the repository, and none that lead out of it', async () => {
  const folder = repository({
    'shared/values.yaml': 'greeting: shared\n',
    'app/Chart.yaml': 'name: app\nversion: 1.0.0\n',
  });
  symlinkSync('../shared/values.yaml', join(folder, 'app/values.yaml'));
  commitAll(folder, 'a link');
  const { files } = await sources().folder(wanted(folder, 'app'));
  expect(files.map(({ name, data }) => [name, Buffer.from(data).toString()])).toContainEqual([
    'values.yaml',
    'greeting: shared\n',
  ]);
  symlinkSync('../../../../../etc/passwd', join(folder, 'app/passwd.yaml'));
  commitAll(folder, 'a worse link');
  await expect(sources().folder(wanted(folder, 'app'))).rejects.toThrow('is a link out of the repository');
});

test('takes no option for an address or a revision, and no unusual protocol', async () => {
  const folder = repository({ 'a.yaml': 'a: 1\n' });
  const mark = join(folder, 'mark');
  const tricks = [
    wanted(folder, '', `--upload-pack=touch ${mark}`),
    { ...wanted(folder, ''), repository: `ext::sh -c touch% ${mark}` },
    { ...wanted(folder, ''), repository: `--upload-pack=touch ${mark}` },
    wanted(folder, '', 'main:refs/heads/other'),
  ];
  for (const trick of tricks) await expect(sources().folder(trick)).rejects.toMatchObject({ code: 'bad-git-address' });
  expect(existsSync(mark)).toBe(false);
});

test('runs no hook, heeds no configuration of the user, and leaves nothing in the temporary folder', async () => {
  const folder = repository({ 'a.yaml': 'a: 1\n' });
  const hooks = temporaryFolder();
  const mark = join(hooks, 'mark');
  mkdirSync(join(hooks, 'hooks'));
  for (const hook of ['post-checkout', 'reference-transaction', 'post-merge']) {
    writeFileSync(join(hooks, 'hooks', hook), `#!/bin/sh\ntouch ${mark}\n`, { mode: 0o755 });
  }
  writeFileSync(join(hooks, '.gitconfig'), `[core]\n\thooksPath = ${join(hooks, 'hooks')}\n`);
  const temporary = temporaryFolder();
  const { HOME, TMPDIR } = process.env;
  process.env.HOME = hooks;
  process.env.TMPDIR = temporary;
  try {
    const used = sources();
    await used.folder(wanted(folder, ''));
    await used.close();
  } finally {
    process.env.HOME = HOME;
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
  }
  expect(existsSync(mark)).toBe(false);
  expect(readdirSync(temporary)).toEqual([]);
});
