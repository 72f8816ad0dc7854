// A component and a cloud are one file each: nothing else has to be edited by hand.
import { execFileSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What of a checkout decides what slipway is. */
function checkout(): string {
  const root = temporaryFolder();
  for (const part of ['generator', 'scripts', 'schemas', 'policies', 'package.json']) {
    cpSync(join(ROOT, part), join(root, part), { recursive: true });
  }
  symlinkSync(join(ROOT, 'node_modules'), join(root, 'node_modules'), 'dir');
  return root;
}

test('a new component and a new cloud are a file each, which the generated registry finds and a platform can use', async () => {
  const root = checkout();
  const list = () => readdirSync(join(root, 'generator'), { recursive: true }).map(String);
  const before = list();
  for (const [family, name] of [
    ['component', 'node-agent'],
    ['cloud', 'cirrus'],
  ] as const) {
    const { code, stderr } = await runCli(['new', family, name, '-C', root]);
    expect([code, stderr]).toEqual([0, '']);
  }
  execFileSync(process.execPath, [join(root, 'scripts/write-registries.mjs')]);
  expect(
    list()
      .filter((path) => !before.includes(path))
      .toSorted(),
  ).toEqual(['clouds/cirrus.ts', 'infra/node-agent.ts']);
  // Types are those of the real files: what the skeletons leave out would not compile.
  const tsc = join(ROOT, 'node_modules/typescript/bin/tsc');
  const { compilerOptions } = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  expect(compilerOptions.strict).toBe(true);
  const flags = [
    '--noEmit',
    '--strict',
    '--target',
    'es2023',
    '--module',
    'nodenext',
    '--types',
    'node',
    '--skipLibCheck',
  ];
  const files = ['clouds/cirrus.ts', 'infra/node-agent.ts'].map((path) => join(root, 'generator', path));
  const words = [...flags, '--allowImportingTsExtensions', ...files];
  expect(() => execFileSync(process.execPath, [tsc, ...words], { cwd: root, stdio: 'pipe' })).not.toThrow();
  const registry = (family: string) => readFileSync(join(root, 'generator', family, 'registry.gen.ts'), 'utf8');
  expect(registry('infra')).toContain("export * from './node-agent.ts';");
  expect(registry('clouds')).toContain("export * from './cirrus.ts';");
});

test('a wrong family, a wrong name, a file that is there and a folder that is no checkout are told', async () => {
  const root = temporaryFolder({ 'package.json': '{"name":"slipway"}', 'generator/infra/loki.ts': '' });
  const told = async (...words: readonly string[]) => {
    const { code, stderr } = await runCli(['new', ...words]);
    expect(code).toBe(2);
    return stderr;
  };
  expect(await told('componet', 'node-agent', '-C', root)).toContain('did you mean "component"?');
  expect(await told('component', 'Node Agent', '-C', root)).toContain('is no name');
  expect(await told('component', 'loki', '-C', root)).toContain('is there already');
  expect(await told('cloud', 'cirrus', '-C', temporaryFolder())).toContain('is no checkout of slipway');
});
