// A platform started in an empty folder, as a new user would.
import { mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

test('an empty folder becomes a platform that generates and checks', async () => {
  const root = temporaryFolder();
  const { code, stdout, stderr } = await runCli(['init', '-C', root]);
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('npm install && npm run generate');
  // What `npm install` does.
  const { scripts, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const own = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(devDependencies).toEqual({ slipway: own.version });
  mkdirSync(join(root, 'node_modules'));
  symlinkSync(ROOT, join(root, 'node_modules/slipway'), 'dir');
  for (const script of ['generate', 'check']) {
    const words = String(scripts[script]).split(' ').slice(1);
    const run = await runCli([...words, '--quiet'], { cwd: root });
    expect([script, run.code, run.stderr]).toEqual([script, 0, '']);
  }
});

test('each example can be started from, and each ships its config', async () => {
  for (const name of readdirSync(join(ROOT, 'examples'))) {
    const root = temporaryFolder();
    expect((await runCli(['init', '-C', root, '--from', name])).code).toBe(0);
    const config = readFileSync(join(root, 'platform.config.ts'), 'utf8');
    expect(config).toBe(readFileSync(join(ROOT, 'examples', name, 'platform.config.ts'), 'utf8'));
    // It reads like its description.
    expect(config.split('\n').length).toBeLessThan(350);
  }
});

test('what is there stays, and a misspelt example is told', async () => {
  const root = temporaryFolder({ 'package.json': '{"name":"ours"}\n', '.gitignore': 'ours\n' });
  const misspelt = await runCli(['init', '-C', root, '--from', 'minmal']);
  expect(misspelt.code).toBe(2);
  expect(misspelt.stderr).toContain('did you mean "minimal"?');
  expect((await runCli(['init', '-C', root])).code).toBe(0);
  expect(readFileSync(join(root, 'package.json'), 'utf8')).toBe('{"name":"ours"}\n');
  expect(readFileSync(join(root, '.gitignore'), 'utf8')).toBe('ours\n');
  writeFileIn(root, 'platform.config.ts', '// ours\n');
  const again = await runCli(['init', '-C', root]);
  expect(again.code).toBe(2);
  expect(again.stderr).toContain('platform.config.ts is there already');
  expect(readFileSync(join(root, 'platform.config.ts'), 'utf8')).toBe('// ours\n');
});
