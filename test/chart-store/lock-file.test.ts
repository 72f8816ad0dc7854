import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Lock, loadLock, parseLock, printLock, readLockFile } from '../../generator/chart-store/lock-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const sha256 = 'ab'.repeat(32);
const chart = {
  name: 'kafka',
  repository: 'oci://registry.example.com/charts',
  version: '32.4.3',
  wanted: ['^32'],
  url: 'oci://registry.example.com/charts/kafka:32.4.3',
  sha256,
  dependencies: [
    { name: 'common', version: '2.x', repository: 'oci://registry.example.com/charts', sha256: undefined },
  ],
};
const folder = {
  repository: 'https://git.example.com/charts.git',
  path: 'charts/web',
  revision: 'main',
  commit: 'c'.repeat(40),
  sha256,
  dependencies: [],
};

test('reads what it prints, sorted', () => {
  const lock: Lock = { charts: [chart, { ...chart, name: 'apache', wanted: [], dependencies: [] }], folders: [folder] };
  const read = parseLock(printLock(lock));
  expect(read).toEqual({ state: 'read', lock: { ...lock, charts: lock.charts.toReversed() } });
  expect(read.state === 'read' && printLock(read.lock)).toBe(printLock(lock));
});

test('starts with how it is made', () => {
  expect(printLock({ charts: [], folders: [] }).split('\n')[0]).toBe(
    '# The exact charts of this platform. Made by `slipway charts lock`; do not edit.',
  );
});

test('keeps versions that look like numbers', () => {
  const lock = { charts: [{ ...chart, version: '1.10', wanted: ['1.1'] }], folders: [] };
  expect(parseLock(printLock(lock))).toEqual({ state: 'read', lock });
});

const WRONG: Readonly<Record<string, readonly [text: string, words: string]>> = {
  'conflict markers': ['version: 1\n<<<<<<< HEAD\ncharts: []\n=======\n', 'line 2 is a conflict marker of a merge'],
  'no map': ['- a\n', 'it holds no map'],
  'no version': ['charts: []\n', 'it has no version that is known'],
  'a newer version': ['version: 2\n', 'made by a newer slipway'],
  'broken YAML': ['version: [1\n', 'it is no YAML'],
  'a bomb of aliases': [
    `version: 1\na: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: [*c,*c,*c,*c,*c,*c,*c,*c,*c]\n`,
    'it is no YAML',
  ],
  'deep lists': [`version: ${'['.repeat(100_000)}`, 'it is nested too deep'],
  'deep maps': [`version: 1\n${' '.repeat(400)}a: 1\n`, 'it is nested too deep'],
  'a digest that would be a path': [
    'version: 1\ncharts: [{name: a, repository: r, version: v, url: u, sha256: ../../x}]\n',
    'has no sha256',
  ],
  'a name that is no text': [
    'version: 1\ncharts: [{name: 1, repository: r, version: v, url: u}]\n',
    'charts[0].name is no text',
  ],
};

for (const [what, [text, words]] of Object.entries(WRONG)) {
  test(`says what is wrong with a lock that has ${what}`, () => {
    const file = readLockFile(temporaryFolder({ 'slipway.lock': text }));
    expect(file).toMatchObject({ state: 'damaged', reason: expect.stringContaining(words) });
    expect(() => loadLock(temporaryFolder({ 'slipway.lock': text }))).toThrow(words);
  });
}

test('a repository without a lock has an empty one', () => {
  expect(loadLock(temporaryFolder())).toEqual({ charts: [], folders: [] });
});

test('no text makes it crash', () => {
  const damaged = fc
    .array(fc.tuple(fc.nat(600), fc.constantFrom('', ' ', '\n', ':', '-', '[', '{', '"', '*a', '&a', '\t', '\0')), {
      maxLength: 6,
    })
    .map((edits) =>
      edits.reduce(
        (text, [at, word]) => text.slice(0, at) + word + text.slice(at + 1),
        printLock({ charts: [chart], folders: [folder] }),
      ),
    );
  fc.assert(fc.property(damaged, (text) => void expect(['read', 'damaged']).toContain(parseLock(text).state)));
});
