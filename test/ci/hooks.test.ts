import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parse, parseDocument } from 'yaml';

const root = fileURLToPath(new URL('../../', import.meta.url));
const text = readFileSync(`${root}.pre-commit-hooks.yaml`, 'utf8');
const hooks: readonly Readonly<Record<string, unknown>>[] = parse(text);
const hook = (id: string) => hooks.find((one) => one.id === id);

test('the file is YAML without errors or warnings', () => {
  const { errors, warnings } = parseDocument(text);
  expect([...errors, ...warnings]).toEqual([]);
});

test('each hook has what pre-commit requires, and no key that it does not know', () => {
  const known = [
    'id',
    'name',
    'description',
    'entry',
    'language',
    'files',
    'always_run',
    'pass_filenames',
    'require_serial',
  ];
  expect(hooks.map((one) => one.id)).toEqual(['slipway-generate', 'slipway-check']);
  for (const one of hooks) {
    expect(one).toMatchObject({ name: expect.any(String), entry: expect.any(String), language: 'node' });
    expect(Object.keys(one).filter((key) => !known.includes(key))).toEqual([]);
  }
});

test('hooks run once for the whole repository, never once per file', () => {
  for (const one of hooks) expect(one).toMatchObject({ pass_filenames: false, require_serial: true });
});

test('each entry is a command that exists, of a binary that the package has', () => {
  const { bin } = JSON.parse(readFileSync(`${root}package.json`, 'utf8'));
  for (const one of hooks) {
    const [binary = '', command = ''] = String(one.entry).split(' ');
    expect(Object.keys(bin)).toContain(binary);
    expect(existsSync(`${root}generator/commands/${command}.ts`)).toBe(true);
  }
});

test('generate runs when the config or something that it reads changed, and not for its own output', () => {
  const files = new RegExp(String(hook('slipway-generate')?.files));
  const runs = [
    'platform.config.ts',
    'platform.config.mjs',
    'platform/components/queue.ts',
    'environments/dev/apps/web/image.yaml',
  ];
  const sleeps = [
    'apps/web/values.yaml',
    'environments/dev/apps/web/values.yaml',
    'docs/platform.config.ts.md',
    'examples/shop/platform.config.ts',
  ];
  expect(runs.filter((path) => !files.test(path))).toEqual([]);
  expect(sleeps.filter((path) => files.test(path))).toEqual([]);
});

test('docs/hooks.md names both hooks, and shows husky and lefthook', () => {
  const page = readFileSync(`${root}docs/hooks.md`, 'utf8');
  for (const word of [...hooks.map((one) => String(one.id)), 'husky', 'lefthook']) expect(page).toContain(word);
});
