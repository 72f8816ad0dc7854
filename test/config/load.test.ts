import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { type LoadedConfig, type LoadOptions, loadConfig } from '../../generator/config/load.ts';
import { PlatformError } from '../../generator/contract/platform-error.ts';

const base = mkdtempSync(join(tmpdir(), 'slipway-load-'));
afterAll(() => rmSync(base, { recursive: true }));
let cases = 0;

function folderWith(files: Readonly<Record<string, string>>): string {
  cases += 1;
  const root = join(base, String(cases));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const load = (
  text: string,
  more: Readonly<Record<string, string>> = {},
  limits: LoadOptions = {},
): Promise<LoadedConfig> => loadConfig(folderWith({ 'platform.config.ts': text, ...more }), undefined, limits);

/** The error of a load: code and message, which must hold no stack trace. */
async function errorOf(
  text: string,
  more: Readonly<Record<string, string>> = {},
  limits: LoadOptions = {},
): Promise<PlatformError> {
  const error: unknown = await load(text, more, limits).then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!(error instanceof PlatformError)) throw new Error(`expected a PlatformError, got ${String(error)}`);
  expect(`${error.message} ${error.fix}`).not.toMatch(/\n|\bat .*:\d+:\d+|node_modules/);
  expect(error.fix).toMatch(/^[A-Z].*\.$/);
  return error;
}

describe('what a config exports', () => {
  test('comes back as data', async () => {
    const { config } = await load(
      "import { definePlatform } from 'slipway';\nexport default definePlatform({ name: 'shop' } as never);",
    );
    expect(config).toEqual({ name: 'shop' });
  });

  test('has one zero, as a file has', async () => {
    const { config } = await load('export default { zeros: [0, -0] };');
    expect(config.zeros).toEqual([0, 0]);
  });

  test('may be a promise', async () => {
    expect((await load("export default Promise.resolve({ name: 'shop' });")).config).toEqual({ name: 'shop' });
  });

  test('may read the environment, the clock and random numbers', async () => {
    const { config } = await load(
      'export default { home: typeof process.env.PATH, now: Date.now(), random: Math.random() };',
    );
    expect(config).toMatchObject({ home: 'string' });
  });

  test.each([
    ['nothing', 'const a = 1;', 'config-export', 'platform.config.ts: it exports nothing'],
    [
      'no default',
      'export const platform = {};',
      'config-export',
      'platform.config.ts: it exports platform, but nothing by default',
    ],
    ['a number', 'export default 7;', 'config-export', 'platform.config.ts exports the number 7, not a platform'],
    ['a list', 'export default [1];', 'config-export', 'platform.config.ts exports a list, not a platform'],
    [
      'a function',
      'export default () => ({});',
      'config-not-data',
      'platform.config.ts: config is a function, not data; call it',
    ],
    [
      'a function inside',
      'export default { services: { web: { calls: [() => 1] } } };',
      'config-not-data',
      'platform.config.ts: services.web.calls[0] is a function, not data; call it',
    ],
    [
      'a promise inside',
      'export default { a: { b: Promise.resolve(1) } };',
      'config-not-data',
      'platform.config.ts: a.b is a promise; await it',
    ],
    [
      'a Map',
      'export default { a: new Map() };',
      'config-not-data',
      'platform.config.ts: a is a Map, not a plain object',
    ],
    [
      'a Date',
      'export default { a: new Date(0) };',
      'config-not-data',
      'platform.config.ts: a is a Date, not a plain object',
    ],
    ['a bigint', 'export default { a: 1n };', 'config-not-data', 'platform.config.ts: a is a bigint, not data'],
    [
      'NaN',
      'export default { a: 0 / 0 };',
      'config-not-data',
      'platform.config.ts: a is NaN, which is not a number that a file can hold',
    ],
    [
      'a circle',
      'const a: any = { b: {} }; a.b.c = a; export default a;',
      'config-not-data',
      'platform.config.ts: b.c holds itself, in a circle',
    ],
    [
      'a key __proto__',
      'export default { a: JSON.parse(\'{"__proto__": 1}\') };',
      'config-not-data',
      'platform.config.ts: a has a key "__proto__", which cannot be a name',
    ],
    [
      'a prototype',
      'export default { a: { __proto__: { b: 1 } } };',
      'config-not-data',
      'platform.config.ts: a is an object with a prototype of its own, not a plain object',
    ],
    [
      'endless depth',
      'let a: object = {}; for (let i = 0; i < 9999; i++) a = { a }; export default a;',
      'config-not-data',
      'platform.config.ts: a.a.a is nested more than 100 levels deep',
    ],
  ])('%s is an error', async (_what, text, code, message) => {
    expect(await errorOf(text)).toMatchObject({ code, message });
  });

  test('shared parts that are no circle are fine', async () => {
    expect((await load('const c = { d: 1 }; export default { a: c, b: [c, c] };')).config).toEqual({
      a: { d: 1 },
      b: [{ d: 1 }, { d: 1 }],
    });
  });

  test('may be huge', async () => {
    const text =
      "export default { services: Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => ['s' + i, { image: 'a/b:' + i, calls: ['s' + (i + 1)] }])) };";
    expect(Object.keys((await load(text)).config.services ?? {}).length).toBe(10_000);
  });
});

describe('a config that fails', () => {
  const padding = 'interface Padding {\n  a: number;\n}\n';

  test('names its own line', async () => {
    expect(await errorOf(`${padding}throw new Error('no luck\\nsecond line');\nexport default {};`)).toMatchObject({
      code: 'config-failed',
      message: 'platform.config.ts:4: no luck',
    });
  });

  test('names the line of an imported file, and the kind of error', async () => {
    const files = { 'teams/core.ts': `${padding}${padding}export const core = (undefined as any).owners;` };
    const { message } = await errorOf("import { core } from './teams/core.ts';\nexport default { core };", files);
    expect(message).toMatch(/^teams\/core\.ts:7: TypeError: Cannot read properties of undefined/);
  });

  test.each([
    ["throw 'no luck';", 'platform.config.ts: it threw the text "no luck"'],
    ['throw { secret: 1 };', 'platform.config.ts: it threw a value of type object'],
    ["throw new Error('');", 'platform.config.ts:1: it threw an error without a message'],
    ["throw new Error('\\u001b[31mred');", 'platform.config.ts:1: \\u001b[31mred'],
    ['await Promise.reject(new RangeError("late"));', 'platform.config.ts:1: RangeError: late'],
  ])('%s', async (text, message) => {
    expect((await errorOf(`${text}\nexport default {};`)).message).toBe(message);
  });

  test('a syntax error names file and line', async () => {
    expect((await errorOf(`${padding}export default {\n  a: 1 2 };`)).message).toMatch(
      /^platform\.config\.ts:5: syntax error: Unexpected token/,
    );
    const files = { 'a.ts': '\n\nexport const = 1;' };
    expect((await errorOf("import './a.ts';\nexport default {};", files)).message).toMatch(/^a\.ts:3: syntax error/);
  });

  test('a missing import names the importing line', async () => {
    expect(await errorOf("\nimport { a } from './nowhere.ts';\nexport default { a };")).toMatchObject({
      code: 'config-failed',
      message: "platform.config.ts:2: cannot find './nowhere.ts'",
    });
    const inner = await errorOf("import './a.ts';\nexport default {};", { 'a.ts': "\n\nimport './b.ts';" });
    expect(inner.message).toBe("a.ts:3: cannot find './b.ts'");
  });

  test.each(['@/teams', '~/teams', '#teams'])('an alias such as %s is told to be one', async (specifier) => {
    const error = await errorOf(`import { a } from '${specifier}';\nexport default { a };`);
    expect(error.message).toBe(`platform.config.ts:1: cannot find '${specifier}'`);
    expect(error.fix).toContain('`paths` of a tsconfig.json are not followed');
  });

  test('a missing package says how to install it', async () => {
    expect((await errorOf("import a from '@shop/not-installed/deep';\nexport default { a };")).fix).toContain(
      'npm install @shop/not-installed`',
    );
  });

  test('there is none', async () => {
    await expect(loadConfig(folderWith({ 'a.txt': '' }))).rejects.toMatchObject({ code: 'config-not-found' });
    await expect(loadConfig(folderWith({ 'a.txt': '' }), 'other.ts')).rejects.toMatchObject({
      code: 'config-not-found',
    });
  });
});

describe('a config that does not end well', () => {
  test('a loop without end is ended', async () => {
    expect(await errorOf('for (;;);', {}, { time: 1500 })).toMatchObject({
      code: 'config-timeout',
      message: 'platform.config.ts was still running after 1.5 s',
    });
  });

  test('a wait without end is ended', async () => {
    expect(
      await errorOf(
        'setInterval(() => {}, 1000);\nawait new Promise(() => {});\nexport default {};',
        {},
        { time: 1500 },
      ),
    ).toMatchObject({ code: 'config-timeout' });
    expect((await errorOf('await new Promise(() => {});\nexport default {};')).message).toBe(
      'platform.config.ts: it waits for something that never comes',
    );
  });

  test('memory without end is ended', async () => {
    expect(
      await errorOf('const all: unknown[] = [];\nfor (;;) all.push({ a: [all.length] });', {}, { memory: 64 }),
    ).toMatchObject({ code: 'config-memory' });
  });

  test('buffers without end are ended', async () => {
    expect(
      await errorOf('const all: Buffer[] = [];\nfor (;;) all.push(Buffer.alloc(2 ** 20, 1));', {}, { memory: 128 }),
    ).toMatchObject({ code: 'config-memory' });
  });

  test('process.exit is no way out', async () => {
    expect((await errorOf('process.exit(0);')).message).toBe('platform.config.ts: it ended the process');
  });

  test('a timer that is left does not hold the run', async () => {
    expect((await load('setInterval(() => {}, 1000);\nexport default { name: 1 };')).config).toEqual({ name: 1 });
  });
});

test('compiled files are kept in the cache folder, and a changed file is compiled anew', async () => {
  const root = folderWith({
    'platform.config.ts': "import { a } from './a.ts';\nexport default { a };",
    'a.ts': 'export const a = 1;',
  });
  const cacheFolder = join(root, 'node_modules/.cache/slipway/config');
  const loaded = async () => (await loadConfig(root, undefined, { cacheFolder })).config;
  expect(await loaded()).toEqual({ a: 1 });
  expect(readdirSync(cacheFolder).length).toBe(2);
  expect(await loaded()).toEqual({ a: 1 });
  writeFileSync(join(root, 'a.ts'), 'export const a = 2;');
  expect(await loaded()).toEqual({ a: 2 });
});

test('what a config prints goes to the caller, and only the first part of it', async () => {
  let printed = '';
  await load(
    "console.log('hello'); console.error('world'); for (let i = 0; i < 9999; i++) console.log('x'.repeat(50)); export default {};",
    {},
    {
      onOutput: (text) => {
        printed += text;
      },
    },
  );
  expect(printed).toContain('hello\n');
  expect(printed.length).toBeLessThanOrEqual(65_536);
});
