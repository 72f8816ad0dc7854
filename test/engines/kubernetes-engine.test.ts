import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import {
  type KindDefinition,
  openKubernetesEngine,
  type ServerFinding,
} from '../../generator/engines/kubernetes-engine.ts';

const ROOT = join(import.meta.dirname, '../conformance');
const engine = openKubernetesEngine();
afterAll(() => engine.close());

interface Sample {
  readonly file: string;
  readonly text: string;
}

/** Every object of a folder. Those whose fields stand twice are the business of whoever reads the YAML. */
function samples(folder: string): Sample[] {
  return readdirSync(join(ROOT, folder)).flatMap((file) =>
    parseAllDocuments(readFileSync(join(ROOT, folder, file), 'utf8'), { uniqueKeys: false, logLevel: 'silent' })
      .filter((document) => document.contents !== null && !isRepeated(document.toString()))
      .map((document) => ({ file, text: JSON.stringify(document.toJS()) })),
  );
}

function isRepeated(text: string): boolean {
  return parseAllDocuments(text).some((document) => document.errors.some((error) => error.code === 'DUPLICATE_KEY'));
}

const definitions: KindDefinition[] = samples('crds').map(({ text }) => {
  const { spec } = JSON.parse(text);
  return { group: spec.group, kind: spec.names.kind, key: text, source: () => text };
});

async function judge(texts: readonly string[], kubernetes = '1.36'): Promise<readonly (readonly ServerFinding[])[]> {
  return engine.judge({ kubernetes, objects: texts, definitions });
}

async function judgeOne(object: object, kubernetes?: string): Promise<readonly ServerFinding[]> {
  const [verdict = []] = await judge([JSON.stringify(object)], kubernetes);
  return verdict;
}

function refusals(verdict: readonly ServerFinding[]): readonly ServerFinding[] {
  return verdict.filter(({ type }) => type !== 'Warning');
}

describe('what a real API server said to our objects', () => {
  test('each object that it takes is taken', async () => {
    const good = samples('objects/good');
    const verdicts = await judge(good.map(({ text }) => text));
    const refused = good.flatMap((sample, index) => {
      const found = refusals(verdicts[index] ?? []);
      return found.length === 0 ? [] : [{ ...sample, found }];
    });
    expect(refused).toEqual([]);
    expect(good.length).toBeGreaterThanOrEqual(300);
  });

  test('each object that it refuses is refused', async () => {
    const bad = samples('objects/bad');
    const verdicts = await judge(bad.map(({ text }) => text));
    expect(bad.filter((_, index) => refusals(verdicts[index] ?? []).length === 0)).toEqual([]);
    expect(bad.length).toBeGreaterThanOrEqual(300);
  });
});

const pod = (container: object, spec: object = {}) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web' },
  spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1', ...container }], ...spec },
});

describe('the words of the server', () => {
  test('name field, reason and rule', async () => {
    expect(await judgeOne(pod({ ports: [{ containerPort: 70000 }] }))).toEqual([
      {
        field: 'spec.containers[0].ports[0].containerPort',
        type: 'FieldValueInvalid',
        message: 'Invalid value: 70000: must be between 1 and 65535, inclusive',
        apply: false,
        later: false,
      },
    ]);
  });

  test('tell what only server-side apply refuses', async () => {
    const env = [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ];
    const [warning, apply] = await judgeOne(pod({ env }));
    expect(warning).toMatchObject({ type: 'Warning' });
    expect(apply).toEqual({
      field: 'spec.containers[name="web"].env',
      type: 'Apply',
      message: '.spec.containers[name="web"].env: duplicate entries for key [name="A"]',
      apply: true,
      later: false,
    });
    expect(
      await judgeOne({ ...pod({}), metadata: { name: 'web', managedFields: [{ manager: 'x', operation: 'Apply' }] } }),
    ).toMatchObject([{ field: 'metadata.managedFields', apply: true }]);
  });

  test('go on behind an unknown field, and say that the server would not', async () => {
    const verdict = await judgeOne(pod({ bogus: 1, ports: [{ containerPort: 70000 }] }));
    expect(verdict.filter(({ apply }) => !apply).map(({ field, later }) => [field, later])).toEqual([
      ['spec.containers[0].bogus', false],
      ['spec.containers[0].ports[0].containerPort', true],
    ]);
  });

  test('warn of what is deprecated', async () => {
    const found = await judgeOne({
      ...pod({}),
      metadata: { name: 'web', annotations: { 'scheduler.alpha.kubernetes.io/critical-pod': '' } },
    });
    expect(found).toMatchObject([{ type: 'Warning' }]);
  });
});

describe('minors', () => {
  test('what a gate brings is refused where the gate is off', async () => {
    const service = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'web' },
      spec: { ports: [{ port: 80 }], trafficDistribution: 'PreferSameZone' },
    };
    expect(await judgeOne(service, '1.36')).toEqual([]);
    expect(await judgeOne(service, '1.33')).toMatchObject([{ type: 'FieldValueNotSupported' }]);
    // And back.
    expect(await judgeOne(service, '1.36')).toEqual([]);
  });

  test('a minor newer than the engine is judged as its own', async () => {
    expect(await judgeOne(pod({}), '1.99')).toEqual([]);
  });
});

describe('hostile objects', () => {
  const good = JSON.stringify(pod({}));

  test('what is no object is refused, and the next one judged', async () => {
    const odd = [
      '',
      'null',
      '[]',
      '1',
      '"x"',
      '{',
      '{}',
      '{"kind":1}',
      '{"kind":"Pod"}',
      '\u0000',
      '{"apiVersion":"v1"}',
    ];
    const verdicts = await judge([...odd, good]);
    expect(verdicts.map((found) => found.length > 0)).toEqual([...odd.map(() => true), false]);
  });

  test('nesting without end costs one verdict', async () => {
    const deep = `{"apiVersion":"v1","kind":"Pod","metadata":{"name":"deep"},"spec":${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}}`;
    const list = `{"apiVersion":"shop.example.com/v1","kind":"Anything","metadata":{"name":"deep"},"spec":${'['.repeat(9000)}${']'.repeat(9000)}}`;
    const verdicts = await judge([good, deep, list, good]);
    expect(verdicts.map((found) => refusals(found).length > 0)).toEqual([false, true, true, false]);
  });

  test('the largest object that a server reads is judged, and the next one', async () => {
    const data = Object.fromEntries(Array.from({ length: 30 }, (_, index) => [`key-${index}`, 'x'.repeat(100_000)]));
    const map = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large' }, data });
    const [large, after] = await judge([map, good]);
    expect(large).toMatchObject([{ message: 'Too long: may not be more than 1048576 bytes' }]);
    expect(after).toEqual([]);
  });
});
