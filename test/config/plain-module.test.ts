import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, expect, test } from 'vitest';
import { loadConfig } from '../../generator/config/load.ts';
import { compilePlainModule } from '../../generator/config/plain-module.ts';

const base = mkdtempSync(join(tmpdir(), 'slipway-plain-'));
afterAll(() => rmSync(base, { recursive: true }));
let cases = 0;

async function resultOf(text: string, library: Record<string, unknown> = {}): Promise<unknown> {
  const run = compilePlainModule(text, '/repository/platform.config.ts');
  return run === undefined ? 'not plain' : (await run(library)).default;
}

async function loaded(text: string): Promise<unknown> {
  cases += 1;
  const root = join(base, String(cases));
  mkdirSync(root);
  writeFileSync(join(root, 'platform.config.ts'), text);
  return (await loadConfig(root)).config;
}

test('a config with one import and one export is run as it stands', async () => {
  const library = { double: (number: number) => number * 2, half: (number: number) => number / 2 };
  const text = `// our platform\nimport { double, half as part, type Kind } from 'slipway';\nimport { double as twice } from "slipway";\n
const four = double(2);\nexport default { four, part: part(4), six: twice(3), later: await Promise.resolve(1) };\nconst after = 1;\n`;
  expect(await resultOf(text, library)).toEqual({ four: 4, part: 2, six: 6, later: 1 });
});

test.each([
  ['types', "const name: string = 'shop';\nexport default { name };"],
  ['satisfies', "export default { name: 'shop' } satisfies object;"],
  ['type arguments', "const make = (value) => value;\nexport default make<object>({ name: 'shop' });"],
  ['another file', "import { name } from './name.ts';\nexport default { name };"],
  ['everything of a library', "import * as slipway from 'slipway';\nexport default slipway.definePlatform({});"],
  ['a named export', 'export const a = 1;\nexport default { a };'],
  ['a function', 'export default function make() {}'],
  ['an import in the middle', "const a = 1;\nimport { b } from 'slipway';\nexport default { a };"],
  ['an import on demand', "const { b } = await import('slipway');\nexport default { b };"],
  ['its own place', 'export default { here: import.meta.url };'],
  ['words of other modules', 'export default { here: typeof require };'],
  ['a mistake', 'export default {'],
  ['nothing', 'const a = 1;'],
  ['text that looks like an export', 'const text = `\nexport default 1\n`;\nexport default { text };'],
])('%s is left to the compiler', async (_, text) => {
  expect(await resultOf(text)).toBe('not plain');
});

test('lines and columns of an error are those of the file', async () => {
  const text =
    "import {\n  definePlatform,\n} from 'slipway';\nconst a = null;\nexport default definePlatform({ a: a.b });\n";
  const error: unknown = await resultOf(text).catch((thrown: unknown) => thrown);
  expect(error instanceof Error ? error.stack : '').toContain('/repository/platform.config.ts:5:38');
});

test('a plain config says what the compiler makes of it', async () => {
  const json = fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value));
  await fc.assert(
    fc.asyncProperty(
      json,
      fc.constantFrom('', "import { gcp } from 'slipway';\n", '/* import */ // export\n'),
      async (value, head) => {
        const text = `${head}const value = ${value};\nexport default { value };\n`;
        // A type that says nothing sends the same text to the compiler.
        expect(await loaded(text)).toEqual(await loaded(`${text}type Nothing = never;\n`));
      },
    ),
    { numRuns: 8 },
  );
});
