import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import { checkConfig } from '../../generator/config/check-config.ts';
import { checkShape, KEYWORDS } from '../../generator/config/check-shape.ts';
import { platformSchema } from '../../generator/config/schema/platform.ts';
import { isRecord } from '../../generator/contract/resource.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import { goodPlatform, platformWith, registries } from './support/platform.ts';

const catalogue = { clouds: CLOUDS, components: COMPONENTS, serviceCharts: ['1.0.0'] };

/** Every path of a value, parents first. */
function pathsOf(value: unknown, path: readonly (string | number)[] = []): readonly (readonly (string | number)[])[] {
  const children: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((item: unknown, index) => [index, item] as const)
    : isRecord(value)
      ? Object.entries(value)
      : [];
  return [path, ...children.flatMap(([key, item]) => pathsOf(item, [...path, key]))];
}

function replaceAt(value: unknown, path: readonly (string | number)[], replacement: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return replacement;
  if (Array.isArray(value))
    return value.map((item: unknown, index) => (index === key ? replaceAt(item, rest, replacement) : item));
  if (!isRecord(value)) return value;
  return { ...value, [key]: replaceAt(value[key], rest, replacement) };
}

const paths = pathsOf(goodPlatform);
/** What a message shows that was made of something that is not there. */
const HOLES = /undefined|\[object|NaN/;
/** Names of prototypes beside ordinary junk. A message may quote what an author wrote: nobody writes these words. */
const junk = fc
  .oneof(
    fc.jsonValue({ maxDepth: 3 }),
    fc.constantFrom<unknown>(
      undefined,
      [],
      {},
      '',
      'dev',
      'web',
      -1,
      1e99,
      [null],
      { dev: false },
      { constructor: {} },
      'toString',
      '__proto__',
    ),
    fc.constant(JSON.parse('{"__proto__": {"port": 80}, "constructor": {"prototype": 1}}')),
  )
  .filter((value) => value === undefined || !HOLES.test(JSON.stringify(value)));
const mutated = fc
  .array(fc.tuple(fc.constantFrom(...paths), junk), { minLength: 1, maxLength: 4 })
  .map((changes) => changes.reduce<unknown>((config, [path, value]) => replaceAt(config, path, value), goodPlatform));

describe('a config of any shape', () => {
  test('is checked to the end when it is arbitrary JSON', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (config) => Array.isArray(checkConfig(config, registries))),
      { numRuns: 500 },
    );
  });

  test('is checked to the end when parts of a good one are anything, and each problem is whole', () => {
    fc.assert(
      fc.property(mutated, (config) => {
        for (const problem of checkConfig(config, registries)) {
          expect(problem.message).not.toMatch(HOLES);
          // biome-ignore lint/suspicious/noControlCharactersInRegex: messages must hold none
          expect(`${problem.message}${problem.fix}`).not.toMatch(/[\u0000-\u001f\u007f-\u009f]/);
          expect(problem.fix).not.toBe('');
        }
      }),
      { numRuns: 500 },
    );
  });

  test.each([[null], [undefined], [[]], ['text'], [7], [{}]])('%j is a problem and not a crash', (config) => {
    expect(checkConfig(config, registries).length).toBeGreaterThan(0);
  });

  test('reports meaning beside mistakes of shape', () => {
    const rules = checkConfig(
      platformWith({ 'services.web.port': '8080', 'services.catalog.calls': ['wbe'], environments: ['dev'] }),
      registries,
    ).map(({ rule }) => rule);
    expect(rules).toContain('wrong-type');
    expect(rules).toContain('unknown-service');
    expect(rules).toContain('unknown-environment');
  });
});

test('a name cannot break out of a line of the report', () => {
  const name = 'a\u001b[2J\n::error::\u202e';
  const problems = checkConfig(
    platformWith({ [`services.${name}`]: { image: 7, calls: [name], team: name, [name]: 1 } }),
    registries,
  );
  expect(problems.length).toBeGreaterThan(3);
  for (const { message, fix } of problems) expect(message + fix).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
});

describe('shape', () => {
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: false });

  test.each([
    ['the made-up registries', registries],
    ['the catalogue', catalogue],
  ])('the schema of %s is JSON Schema and uses only keywords that the check knows', (_name, one) => {
    const schema = platformSchema(one);
    expect(ajv.validateSchema(schema)).toBe(true);
    const unknown = new Set<string>();
    const visit = (node: unknown): void => {
      if (!isRecord(node)) return;
      for (const [key, value] of Object.entries(node)) {
        if (!KEYWORDS.has(key)) unknown.add(key);
        if (key === 'properties' && isRecord(value)) Object.values(value).forEach(visit);
        else if (key === 'anyOf' || key === 'oneOf') (Array.isArray(value) ? value : []).forEach(visit);
        else visit(value);
      }
    };
    visit(schema);
    expect([...unknown]).toEqual([]);
  });

  test('agrees with ajv about what is well formed', () => {
    const schema = platformSchema(registries);
    const validate = ajv.compile(schema);
    fc.assert(
      fc.property(mutated, (config) => {
        const plain: unknown = JSON.parse(JSON.stringify(config) ?? 'null');
        expect(checkShape(plain, schema).length === 0).toBe(validate(plain));
      }),
      { numRuns: 1000 },
    );
  });

  test.each([
    [{ 'services.web.porst': 1 }, 'services.web.porst: "porst" is not a key here; did you mean "port"?'],
    [{ 'services.web.port': '8080' }, 'services.web.port: expected a whole number, found the text "8080"'],
    [
      { 'services.web.protocol': 'htpp' },
      'services.web.protocol: the text "htpp" is not one of http, http2, grpc, tcp; did you mean "http"?',
    ],
    [{ 'services.web.image': undefined }, 'services.web: "image" is missing'],
    [
      { 'services.web.image': 7 },
      'services.web.image: expected an image such as registry.example.com/shop/cart:1.4.2, found the number 7',
    ],
    [
      { 'services.web.strategy': { type: 'canry' } },
      'services.web.strategy.type: the text "canry" is not one of rolling, canary, blueGreen; did you mean "canary"?',
    ],
    [
      { 'services.web.environments.dev': true },
      'services.web.environments.dev: expected the settings that differ there, or false, found true',
    ],
    [
      { 'services.web.environments.dev': { porst: 1 } },
      'services.web.environments.dev.porst: "porst" is not a key here; did you mean "port"?',
    ],
    [{ 'infra.keda.component': 'keddda' }, 'infra.keda.component: the text "keddda" is not one of'],
    [{ 'infra.edge.options.replcas': 1 }, 'infra.edge.replcas: "replcas" is not a key here; did you mean "replicas"?'],
    [{ 'infra.edge.options.replicas': 0 }, 'infra.edge.replicas: the number 0 is less than 1'],
    [{ 'infra.edge': 'istio' }, 'infra.edge: expected a component such as kafka({ … }), found the text "istio"'],
    [{ 'clusters.dev-eu.cloud.options': {} }, 'clusters[\'dev-eu\'].cloud: "region" is missing'],
    [
      { 'clusters.dev-eu.kubernetes': 1.35 },
      "clusters['dev-eu'].kubernetes: expected a Kubernetes minor in quotes, e.g. '1.34', found the number 1.35",
    ],
    [
      { 'policy.rules': { 'POD-001': 'of' } },
      'policy.rules[\'POD-001\']: the text "of" is not one of error, warn, off; did you mean "off"?',
    ],
    [{ ci: 'jenkins' }, 'ci: the text "jenkins" is not one of github, gitlab, bitbucket'],
    [{ services: [] }, 'services: expected an object, found an empty list'],
    [{ 'services.web.calls': 'catalog' }, 'services.web.calls: expected a list, found the text "catalog"'],
    [
      { 'services.web.config': { A: null } },
      'services.web.config.A: expected text, a number, true or false, found null',
    ],
    [
      { 'services.mailer.secrets.SMTP_PASSWORD': 5 },
      'services.mailer.secrets.SMTP_PASSWORD: expected text, found the number 5',
    ],
  ])('one sentence for %j', (changes, message) => {
    const found = checkShape(platformWith(changes), platformSchema(registries));
    expect(found.map((one) => one.message.slice(0, message.length))).toEqual([message]);
  });
});

test('ten thousand services are checked, each by the time limit of a test', () => {
  const services = Object.fromEntries(
    Array.from({ length: 10_000 }, (_, index) => [
      `service-${index}`,
      { ...goodPlatform.services.catalog, calls: [`service-${(index + 1) % 10_000}`] },
    ]),
  );
  // A check that compares each with each would never come to the end.
  expect(checkConfig(platformWith({ services }), registries)).toEqual([]);
});
