// What the charts command refuses before it does anything.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from 'citty';
import { expect, test } from 'vitest';
import { printLock } from '../../generator/chart-store/lock-file.ts';
import { packTar } from '../../generator/chart-store/pack-archive.ts';
import charts from '../../generator/commands/charts.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

/** Options by name; `action` and `name` stand by themselves. */
type Words = Readonly<Record<string, string>>;

function run({ action = '', name, ...options }: Words): Promise<unknown> {
  const flags = Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]);
  return runCommand(charts, { rawArgs: [action, ...(name === undefined ? [] : [name]), ...flags] });
}

const sha256 = 'ab'.repeat(32);
const locked = {
  name: 'redis',
  repository: 'https://charts.example.com',
  version: '7.0.1',
  wanted: [],
  url: 'u',
  sha256,
  dependencies: [],
};
const lock = printLock({ charts: [locked], folders: [] });

const REFUSALS: Readonly<Record<string, readonly [words: () => Words, code: string]>> = {
  'an action that it does not have': [() => ({ action: 'lokc' }), 'unknown-action'],
  'a format that it does not have': [() => ({ action: 'list', format: 'sarif' }), 'bad-format'],
  'a folder that is not there': [() => ({ action: 'list', root: '/nowhere' }), 'folder-not-found'],
  'to pull without a lock': [() => ({ action: 'pull', root: temporaryFolder() }), 'no-lock'],
  'to pull by a damaged lock': [
    () => ({ action: 'pull', root: temporaryFolder({ 'slipway.lock': '>>>>>>> theirs\n' }) }),
    'damaged-lock',
  ],
  'to bundle without a file to write': [() => ({ action: 'bundle', root: temporaryFolder() }), 'no-output'],
  'to bundle what was not pulled': [
    () => ({
      action: 'bundle',
      root: temporaryFolder({ 'slipway.lock': lock }),
      output: join(temporaryFolder(), 'b.tar'),
    }),
    'not-pulled',
  ],
  'to upgrade what stands in no config': [
    () => ({ action: 'upgrade', root: temporaryFolder(), name: 'redis' }),
    'no-config',
  ],
  'a bundle that is not there': [
    () => ({ action: 'pull', root: temporaryFolder(), from: '/nowhere.tar' }),
    'bad-bundle',
  ],
  'a bundle that is cut off': [
    () => {
      const root = temporaryFolder({ 'slipway.lock': lock });
      const bundle = packTar([{ name: 'slipway.lock', data: Buffer.from(lock) }]);
      writeFileSync(join(root, 'b.tar'), bundle.subarray(0, 600));
      return { action: 'pull', root, from: join(root, 'b.tar') };
    },
    'bad-bundle',
  ],
  'a bundle whose archives are not what their names say': [
    () => {
      const root = temporaryFolder({ 'slipway.lock': lock });
      const entries = [
        { name: 'slipway.lock', data: Buffer.from(lock) },
        { name: `charts/${sha256}.tgz`, data: Buffer.from('something else') },
        { name: '../../outside.txt', data: Buffer.from('never written') },
      ];
      writeFileSync(join(root, 'b.tar'), packTar(entries));
      return { action: 'pull', root, from: join(root, 'b.tar') };
    },
    'bad-bundle',
  ],
};

for (const [what, [words, code]] of Object.entries(REFUSALS)) {
  test(`refuses ${what}`, async () => {
    await expect(run(words())).rejects.toMatchObject({ code, fix: expect.stringMatching(/\.$/) });
  });
}
