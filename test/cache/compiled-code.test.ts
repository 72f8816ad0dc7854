import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';

const root = mkdtempSync(join(tmpdir(), 'code-'));
afterAll(() => rmSync(root, { recursive: true }));
const code = join(root, 'node_modules/.cache/slipway/code');

/** A package with a program of two scripts, started by the built function. */
mkdirSync(join(root, 'dist'));
for (const folder of ['cache', 'engines', 'contract']) {
  cpSync(join(import.meta.dirname, '../../dist', folder), join(root, 'dist', folder), { recursive: true });
}
writeFileSync(join(root, 'package.json'), '{ "type": "module" }');
writeFileSync(join(root, 'dist/program.cjs'), "console.log(require('./scripts/words.cjs').greet(process.argv[2]));");
mkdirSync(join(root, 'dist/scripts'));
const words = (greeting: string) =>
  writeFileSync(join(root, 'dist/scripts/words.cjs'), `exports.greet = (name) => '${greeting} ' + name;`);
words('hello');
writeFileSync(
  join(root, 'start.js'),
  "import { runScript } from './dist/cache/compiled-code.js'; const [, , name, path, root] = process.argv; runScript(path, root, name);",
);
const run = (name: string, ...flags: string[]) =>
  execFileSync(process.execPath, [...flags, join(root, 'start.js'), name, join(root, 'dist/program.cjs'), root], {
    encoding: 'utf8',
  }).trim();
const kept = () =>
  readdirSync(code, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.includes('.cjs.'))
    .toSorted();

test('nothing is kept where there are no modules', () => {
  expect(run('Ada')).toBe('hello Ada');
  expect(readdirSync(root)).not.toContain('node_modules');
});

test('code is kept for each command, and not written again once three runs have gone by', () => {
  mkdirSync(join(root, 'node_modules'));
  for (let runs = 1; runs <= 4; runs++) {
    expect(run('Ada')).toBe('hello Ada');
    expect(kept().map((name) => name.slice(-2))).toEqual([`.${Math.min(runs, 3)}`, `.${Math.min(runs, 3)}`]);
  }
  expect(run('Grace')).toBe('hello Grace');
  expect(readdirSync(code)).toHaveLength(2);
});

test('another text of the same length, other flags and damaged code are compiled anew', () => {
  words('salut');
  expect(run('Ada')).toBe('salut Ada');
  expect(run('Ada', '--no-opt')).toBe('salut Ada');
  for (const name of kept()) {
    const bytes = readFileSync(join(code, name));
    writeFileSync(join(code, name), bytes.fill(7, bytes.length >> 1));
  }
  expect(run('Ada')).toBe('salut Ada');
  expect(run('Ada')).toBe('salut Ada');
});
