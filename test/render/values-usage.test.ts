import { beforeAll, describe, expect, it } from 'vitest';
import { type HelmEngine, openHelmEngine } from '../../generator/engines/helm-engine.ts';
import type { ValuesUsage } from '../../generator/engines/values-usage.ts';
import { checkValueKeys, type ValueProblem } from '../../generator/render/values-usage.ts';
import { readChartFiles } from '../engines/chart-files.ts';

let engine: HelmEngine;
let usage: ValuesUsage;

async function readUsage(chart: string): Promise<ValuesUsage> {
  await engine.loadFiles(chart, readChartFiles(chart));
  const answer = await engine.readUsage(chart);
  if (!answer.ok) throw new Error(answer.error);
  return answer.usage;
}

beforeAll(async () => {
  engine = await openHelmEngine();
  usage = await readUsage('usage');
});

function check(...given: unknown[]): readonly ValueProblem[] {
  return checkValueKeys({ usage, given });
}

function errors(values: unknown): string[] {
  return check(values)
    .filter(({ severity }) => severity === 'error')
    .map(({ pointer }) => pointer);
}

describe('a key that templates read', () => {
  it.each([
    ['by a path', { image: { repository: 'a', tag: 'b' } }],
    ['with a default', { nameOverride: 'a' }],
    ['in a condition', { enabled: false, replicas: 3 }],
    ['inside with, and through $', { withBlock: { inner: 1 }, outer: 1 }],
    ['in a range over a map', { hosts: { any: { address: 'a', paths: [{ prefix: '/' }] } } }],
    ['in a range over a list', { hosts: [{ address: 'a', paths: [{ prefix: '/' }] }] }],
    ['through an argument that is a dict', { service: { port: 1 }, portSuffix: 1 }],
    ['through an argument that is a tuple', { tuple: { first: 1 }, tupled: { second: 1 } }],
    [
      'by index, get, dig and hasKey',
      { indexed: { 'a-b': 1 }, got: { one: 1 }, dug: { deep: { er: 1 } }, had: { key: 1 } },
    ],
    ['by pick', { picked: { a: { b: 1 } } }],
    ['through merge, toYaml, include and fromYaml', { over: { size: 1 }, under: { size: 2 } }],
    ['by a name that a template makes', { store_gateway: { size: 1 } }],
    ['by a name out of a list and printf', { alphaService: { port: 1 }, betaService: { port: 2 } }],
    ['through a library chart', { rendered: { any: { thing: 1 } }, commonLabel: 'a' }],
    ['in a dict that set fills', { level: 1, format: 2 }],
    ['in the text of a default that goes through tpl', { inText: { name: 'a' } }],
    ['in a text given here that goes through tpl', { greeting: '{{ .Values.mine.own }}', mine: { own: 1 } }],
    ['by a subchart, under its name and under its alias', { cache: { memory: 'a' }, store: { memory: 'b' } }],
    ['as a global value, by a subchart too', { global: { region: 'a', zone: 'b' } }],
    ['by conditions, tags and import-values', { cache: { enabled: true, shared: { x: 1 } }, tags: { extras: false } }],
  ])('%s is right', (_, values) => {
    expect(check(values)).toEqual([]);
  });
});

describe('a key that is documented', () => {
  it.each([
    ['as a default', { unread: { documented: false } }],
    ['in a comment', { image: { pullPolicy: 'Never' } }],
    ['in a comment, with what is below', { ingress: { host: 'a', more: 1 } }],
    ['in the schema', { fromSchema: { inner: 'a' } }],
  ])('%s is right', (_, values) => {
    expect(check(values)).toEqual([]);
  });
});

it('takes any key in a map that is read as a whole', () => {
  expect(check({ annotations: { 'example.com/any': { thing: 1 } } })).toEqual([]);
});

describe('a key that nothing reads', () => {
  it.each([
    [{ replcias: 3 }, '/replcias', 'replicas'],
    [{ image: { tga: 'b' } }, '/image/tga', 'image.tag'],
    [{ service: { prot: 1 } }, '/service/prot', 'service.port'],
    [{ withBlock: { innner: 1 } }, '/withBlock/innner', 'withBlock.inner'],
    [{ hosts: { any: { adress: 'a' } } }, '/hosts/any/adress', 'hosts.any.address'],
    [{ hosts: [{}, { paths: [{ perfix: '/' }] }] }, '/hosts/1/paths/0/perfix', 'hosts[1].paths[0].prefix'],
    [{ store_gateway: { siez: 1 } }, '/store_gateway/siez', 'store_gateway.size'],
    [{ store: { memroy: 'b' } }, '/store/memroy', 'store.memory'],
    [{ under: { szie: 2 } }, '/under/szie', 'under.size'],
  ])('%j is told, with the name that was meant', (values, pointer, meant) => {
    const [problem, ...others] = check(values);
    expect(others).toEqual([]);
    expect(problem).toMatchObject({ pointer, severity: 'error', file: 0 });
    expect(problem?.message).toContain(`did you mean "${meant}"?`);
    expect(problem?.fix).toContain(meant);
  });

  it('is looked for one level down and one level up', () => {
    expect(check({ repository: 'a' })[0]?.message).toBe(
      'repository: no template of the chart "usage" reads this key; did you mean "image.repository"?',
    );
    expect(check({ image: { replicas: 1 } })[0]?.message).toContain('did you mean "replicas"?');
  });

  it('is told once for a whole map, and without a guess when nothing is like it', () => {
    const found = check({ autoscaling: { minimum: 1, maximum: 2 } });
    expect(found.map(({ message }) => message)).toEqual([
      'autoscaling: no template of the chart "usage" reads this key',
    ]);
    expect(found[0]?.fix).toBe("Remove autoscaling, or look for the right key in the chart's values.yaml.");
  });

  it('is told as a value of a subchart when the name of the subchart is missing', () => {
    expect(check({ memory: '1Gi' })[0]?.message).toBe(
      'memory: no template of the chart "usage" reads this key: values of the subchart "cache" stand below its name; ' +
        'did you mean "cache.memory"?',
    );
  });

  it('is told as the chart itself when all values stand below its name', () => {
    const [problem] = check({ usage: { replicas: 3 } });
    expect(problem?.message).toContain('the chart is "usage" itself, so its values stand at the top');
    expect(problem?.fix).toBe('Move what is below usage to the top of the values.');
  });

  it('is told for the last file that has it', () => {
    expect(check({ replcias: 1 }, { replicas: 2 }, { replcias: 3 })).toMatchObject([{ file: 2, pointer: '/replcias' }]);
  });

  it('does not become right because all values go into a checksum', () => {
    expect(errors({ anythingElse: 1 })).toEqual(['/anythingElse']);
  });
});

describe('a type that clashes with the default', () => {
  it.each([
    [{ image: 'web:1' }, "image is a text, where the chart's default is a map; Helm cannot merge the two"],
    [{ enabled: 'false' }, "enabled is a text, where the chart's default is a boolean; any text counts as true"],
    [{ replicas: true }, "replicas is a boolean, where the chart's default is a number"],
    [{ replicas: [1] }, "replicas is a list, where the chart's default is a number"],
  ])('%j is a warning', (values, message) => {
    expect(check(values)).toMatchObject([{ severity: 'warning', message }]);
  });

  it.each([
    ['null deletes', { image: null, replicas: null }],
    ['a number as text prints the same', { replicas: '3' }],
    ['nothing switches a map off', { image: '', service: false }],
    ['a template may give anything', { enabled: '{{ .Values.outer }}' }],
    ['the template asks for the type', { token: 'name-of-a-secret' }],
  ])('%s, so it is none', (_, values) => {
    expect(check(values)).toEqual([]);
  });
});

it('takes other keys in a map that only a comment shows, but tells slips', () => {
  expect(errors({ limits: { memory: 'a', storage: 'b' } })).toEqual([]);
  expect(errors({ limits: { memroy: 'a' } })).toEqual(['/limits/memroy']);
});

it('judges a slip only where templates visit whatever they are given', async () => {
  const dumping = await readUsage('dumped');
  const found = checkValueKeys({ usage: dumping, given: [{ anything: 1, replicsa: 2 }] });
  expect(found.map(({ pointer }) => pointer)).toEqual(['/replicsa']);
});

it('tells why a chart that is not loaded has no usage', async () => {
  expect(await engine.readUsage('nothing')).toEqual({ ok: false, error: 'chart "nothing" is not loaded' });
});
