import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { createOriginResolver } from '../../generator/config/origin.ts';

const root = mkdtempSync(join(tmpdir(), 'slipway-origin-'));
afterAll(() => rmSync(root, { recursive: true }));
let cases = 0;

/** Writes files and gives the text that stands at the place of a path: `file: text of the line from there`. */
function at(files: Readonly<Record<string, string>>, ...path: readonly (string | number)[]): string {
  cases += 1;
  const folder = join(root, String(cases));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  const place = createOriginResolver(join(folder, 'platform.config.ts'), folder)(path);
  const line = files[place.file]?.split(/\r\n?|\n/)[place.line - 1] ?? '';
  return `${place.file}: ${line.slice(place.column - 1)}`;
}

const one = (text: string) => ({ 'platform.config.ts': text });
const define = "import { definePlatform, kafka, aws } from 'slipway';\n";

describe('within one file', () => {
  test('finds keys and items of literals', () => {
    const config = one(
      `${define}export default definePlatform({\n  services: {\n    web: {\n      calls: [\n        'a',\n        'b',\n      ] } } });\n`,
    );
    expect(at(config, 'services', 'web')).toBe('platform.config.ts: web: {');
    expect(at(config, 'services', 'web', 'calls', 1)).toBe("platform.config.ts: 'b',");
  });

  test('finds quoted keys, and lines after Windows line ends', () => {
    expect(
      at(
        one("export default {\r\n  clusters: {\r\n    'dev-eu': {\r\n      hub: true } } };\r\n"),
        'clusters',
        'dev-eu',
        'hub',
      ),
    ).toBe('platform.config.ts: hub: true } } };');
  });

  test('counts columns in characters that editors count', () => {
    expect(at(one("export default { name: '🚢', ci: 'github' };"), 'ci')).toBe("platform.config.ts: ci: 'github' };");
  });

  test('follows constants, `as const`, `satisfies`, `!` and parentheses', () => {
    const config = one(
      `const web = ({\n  port: 1 } as const);\nconst services = { web } satisfies object;\nexport default { services: services! };\n`,
    );
    expect(at(config, 'services', 'web', 'port')).toBe('platform.config.ts: port: 1 } as const);');
    expect(at(config, 'services', 'web')).toBe('platform.config.ts: web } satisfies object;');
  });

  test('finds a default export by name', () => {
    expect(at(one('const platform = {\n  ci: 1 };\nexport { platform as default };'), 'ci')).toBe(
      'platform.config.ts: ci: 1 };',
    );
    expect(at(one('const platform = {\n  ci: 1 };\nexport default platform;'), 'ci')).toBe(
      'platform.config.ts: ci: 1 };',
    );
  });

  test('looks into spreads, the last one first', () => {
    const config = one(
      'const common = {\n  port: 1,\n  size: 2 };\nexport default { web: { ...common,\n  port: 3 } };',
    );
    expect(at(config, 'web', 'port')).toBe('platform.config.ts: port: 3 } };');
    expect(at(config, 'web', 'size')).toBe('platform.config.ts: size: 2 };');
  });

  test('counts items of spread lists', () => {
    const config = one("const base = ['a',\n  'b'];\nexport default { calls: [...base,\n  'c'] };");
    expect(at(config, 'calls', 1)).toBe("platform.config.ts: 'b'];");
    expect(at(config, 'calls', 2)).toBe("platform.config.ts: 'c'] };");
  });

  test('reads computed keys that are plain', () => {
    const config = one("const name = 'web';\nexport default {\n  [name]: { a: 1 },\n  [`cart`]: { a: 2 } };");
    expect(at(config, 'web', 'a')).toBe('platform.config.ts: a: 1 },');
    expect(at(config, 'cart', 'a')).toBe('platform.config.ts: a: 2 } };');
  });

  test('takes the branch of a condition that holds the key', () => {
    const config = one(
      'const big = true;\nexport default { ...(big ? { a: 1 } :\n { b: 2 }), c: big && {\n  d: 3 } };',
    );
    expect(at(config, 'b')).toBe('platform.config.ts: b: 2 }), c: big && {');
    expect(at(config, 'c', 'd')).toBe('platform.config.ts: d: 3 } };');
  });

  test('follows members of objects, and destructuring', () => {
    const config = one(
      'const all = { web: {\n  port: 1 } };\nconst { web } = all;\nexport default { a: all.web, b: web };',
    );
    expect(at(config, 'a', 'port')).toBe('platform.config.ts: port: 1 } };');
    expect(at(config, 'b', 'port')).toBe('platform.config.ts: port: 1 } };');
  });
});

describe('calls', () => {
  const infra = one(
    `${define}export default definePlatform({ infra: {\n  events: kafka({\n    topics: {\n      orders: 1 } }) } });`,
  );

  test('the argument of a factory is the options of its instance, named or not', () => {
    expect(at(infra, 'infra', 'events', 'topics', 'orders')).toBe('platform.config.ts: orders: 1 } }) } });');
    expect(at(infra, 'infra', 'events', 'options', 'topics', 'orders')).toBe(
      'platform.config.ts: orders: 1 } }) } });',
    );
  });

  test('an instance written as data has its options under `options`', () => {
    expect(
      at(
        one("export default { infra: { events: { component: 'kafka', options: {\n  topics: 1 } } } };"),
        'infra',
        'events',
        'topics',
      ),
    ).toBe('platform.config.ts: topics: 1 } } } };');
  });

  test('what a factory makes of its arguments stands at the call', () => {
    const config = one(
      `${define}export default { infra: { certs:\n  certManager({ issuer:\n    letsEncrypt({ email: 'a' }) }) } };`,
    );
    expect(at(config, 'infra', 'certs', 'issuer', 'server')).toBe(
      "platform.config.ts: letsEncrypt({ email: 'a' }) }) } };",
    );
    expect(at(config, 'infra', 'certs', 'issuer', 'email')).toBe("platform.config.ts: email: 'a' }) }) } };");
  });

  test('follows into functions of the file, and binds their parameters', () => {
    const config = one(
      "const service = (name: string, more: object) => ({\n  image: name,\n  ...more });\nexport default { services: { web: service('web', {\n  port: 1 }) } };",
    );
    expect(at(config, 'services', 'web', 'image')).toBe('platform.config.ts: image: name,');
    expect(at(config, 'services', 'web', 'port')).toBe('platform.config.ts: port: 1 }) } };');
  });

  test('follows function declarations, local constants, defaults and destructured parameters', () => {
    const config = one(
      'export default { web: service({ config: {\n  A: 1 } }) };\nfunction service({ config }: { config: object }, rest = {\n  size: 1 }) {\n  const base = {\n    port: 1 };\n  if (config) { return { ...base, ...rest,\n    config }; }\n  return base;\n}',
    );
    expect(at(config, 'web', 'port')).toBe('platform.config.ts: port: 1 };');
    expect(at(config, 'web', 'size')).toBe('platform.config.ts: size: 1 }) {');
    expect(at(config, 'web', 'config', 'A')).toBe('platform.config.ts: A: 1 } }) };');
  });

  test('keys made by a loop fall back to the nearest ancestor', () => {
    const config = one(
      "export default {\n  services: Object.fromEntries(['a', 'b'].map((name) => [name, { port: 1 }])) };",
    );
    expect(at(config, 'services', 'a', 'port')).toMatch(/^platform.config.ts: Object.fromEntries/);
  });
});

describe('other files', () => {
  test.each([
    ['a .ts specifier', './services/web.ts', 'services/web.ts'],
    ['a .js specifier for a .ts file', './services/web.js', 'services/web.ts'],
    ['no ending', './services/web', 'services/web.ts'],
    ['an index file', './services', 'services/index.ts'],
  ])('follows an import with %s', (_name, specifier, file) => {
    const files = {
      ...one(`import { web } from '${specifier}';\nexport default { web };`),
      [file]: 'export const web = {\n  port: 1 };',
    };
    expect(at(files, 'web', 'port')).toBe(`${file}: port: 1 };`);
  });

  test('follows default, renamed, star, namespace and re-exported names', () => {
    const files = {
      ...one(
        "import web, { cart as basket } from './a.ts';\nimport * as all from './all.ts';\nexport default { web, basket, mail: all.mail, deep: all.deep };",
      ),
      'a.ts': "export default {\n  port: 1 };\nexport { cart } from './b.ts';",
      'b.ts': 'const inner = {\n  port: 2 };\nexport { inner as cart };',
      'all.ts': "export * from './c.ts';\nexport { inner as deep } from './d.ts';",
      'c.ts': 'export const mail = {\n  port: 3 };',
      'd.ts': 'export const inner = {\n  port: 4 };',
    };
    expect(at(files, 'web', 'port')).toBe('a.ts: port: 1 };');
    expect(at(files, 'basket', 'port')).toBe('b.ts: port: 2 };');
    expect(at(files, 'mail', 'port')).toBe('c.ts: port: 3 };');
    expect(at(files, 'deep', 'port')).toBe('d.ts: port: 4 };');
  });

  test('follows a helper in another file back to the caller’s argument', () => {
    const files = {
      ...one("import { service } from './service.ts';\nexport default { web: service({\n  port: 1 }) };"),
      'service.ts': 'export function service(options: object) {\n  return { protocol: 1, ...options };\n}',
    };
    expect(at(files, 'web', 'port')).toBe('platform.config.ts: port: 1 }) };');
    expect(at(files, 'web', 'protocol')).toBe('service.ts: protocol: 1, ...options };');
  });
});

describe('gives up gently', () => {
  test('at the nearest ancestor when the key is not there', () => {
    expect(at(one('export default {\n  services: {} };'), 'services', 'web', 'port')).toBe(
      'platform.config.ts: services: {} };',
    );
  });

  test.each([
    ['a syntax error', 'export default {'],
    ['no default export', 'export const a = 1;'],
    ['an empty file', ''],
  ])('at line 1 for %s', (_name, text) => {
    expect(createOriginResolver(join(root, 'nowhere.ts'), root)(['a'])).toEqual({
      file: 'nowhere.ts',
      line: 1,
      column: 1,
    });
    expect(at(one(text), 'services')).toBe(`platform.config.ts: ${text}`);
  });

  test('on circles of names, imports and calls', () => {
    expect(at(one('const a = { ...b };\nconst b = { ...a };\nexport default a;'), 'x')).toContain('platform.config.ts');
    expect(at(one('const f = (x: unknown): object => f(x);\nexport default { a: f({ z: 1 }) };'), 'a', 'y')).toContain(
      'platform.config.ts',
    );
    const files = {
      ...one("import { a } from './a.ts';\nexport default { a };"),
      'a.ts': "export { a } from './b.ts';",
      'b.ts': "export { a } from './a.ts';",
    };
    expect(at(files, 'a', 'x')).toBe('platform.config.ts: a };');
  });

  test('on any path into any of these sources', () => {
    const source = `const b = { c: [1, { d: 2 }], ...e() };\nfunction e() { return { f: g?.h ?? [b] }; }\nexport default { a: b, ...(b as object), [e()]: 1, get x() { return 1 }, y: class {}, z: new Map() };`;
    writeFileSync(join(root, 'any.ts'), source);
    const place = createOriginResolver(join(root, 'any.ts'), root);
    const key = fc.oneof(
      fc.constantFrom('a', 'c', 'd', 'f', 'x', 'y', 'z', '__proto__', 'constructor'),
      fc.integer({ min: -1, max: 3 }),
      fc.string(),
    );
    fc.assert(fc.property(fc.array(key, { maxLength: 6 }), (path) => place(path).line >= 1 && place(path).column >= 1));
  });
});
