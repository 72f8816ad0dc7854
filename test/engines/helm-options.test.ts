import { beforeAll, describe, expect, it } from 'vitest';
import { type HelmEngine, openHelmEngine } from '../../generator/engines/helm-engine.ts';
import type { HelmRender, HelmSetting } from '../../generator/engines/helm-protocol.ts';
import { readChartFiles } from './chart-files.ts';

let engine: HelmEngine;

const VALUES_CHART = [
  { name: 'Chart.yaml', data: Buffer.from('apiVersion: v2\nname: values\nversion: 1.0.0\n') },
  {
    name: 'templates/all.yaml',
    data: Buffer.from('kind: Values\nvalues: {{ omit .Values "unset" | toJson }}\n'),
  },
];

beforeAll(async () => {
  engine = await openHelmEngine();
  for (const name of ['features', 'passwords']) await engine.loadFiles(name, readChartFiles(name));
  await engine.loadFiles('values', VALUES_CHART);
});

async function renderValues(set: readonly HelmSetting[], values: readonly string[] = []): Promise<unknown> {
  const { documents, error } = await engine.render({
    chart: 'values',
    name: 'payments',
    namespace: 'shop',
    values,
    set,
  });
  if (error !== undefined) return error;
  const object = documents[0]?.object;
  return object instanceof Object && 'values' in object ? object.values : undefined;
}

const auto = (name: string, value: string): HelmSetting => ({ name, value, type: 'auto' });
const text = (name: string, value: string): HelmSetting => ({ name, value, type: 'string' });
const file = (name: string, value: string): HelmSetting => ({ name, value, type: 'file' });

describe('--set', () => {
  it('reads types, paths, lists and several values at once as Helm does', async () => {
    const set = [auto('a.b[1].c', '1'), auto('list', '{x,y}'), auto('yes', 'true,no=7'), auto('dots\\.kept', 'v')];
    expect(await renderValues(set)).toEqual({
      a: { b: [null, { c: 1 }] },
      list: ['x', 'y'],
      yes: true,
      no: 7,
      'dots.kept': 'v',
    });
  });

  it('keeps strings with --set-string, and takes a file as it is', async () => {
    const set = [text('tag', '1.10'), text('on', 'true'), file('config.text', 'a=1,b={2}\n')];
    expect(await renderValues(set)).toEqual({ tag: '1.10', on: 'true', config: { text: 'a=1,b={2}\n' } });
  });

  it('applies values first, then --set, --set-string and --set-file, whatever the order given', async () => {
    const set = [file('a', 'file'), text('a', 'text'), auto('a', 'auto'), text('b', 'text'), auto('b', 'auto')];
    expect(await renderValues(set, ['a: values\nb: values\nc: values\n'])).toEqual({
      a: 'file',
      b: 'text',
      c: 'values',
    });
  });

  it('tells in Helm’s words which kind of setting cannot be read', async () => {
    expect(await renderValues([auto('a', 'b,c')])).toBe('failed parsing --set data: key "c" has no value');
    expect(await renderValues([text('a[x]', 'b')])).toMatch(/^failed parsing --set-string data: .*parsing index/);
  });
});

describe('templates of ApplicationSets', () => {
  const render = (texts: readonly string[], params = {}, options: readonly string[] = []) =>
    engine.template({ texts, params, options });

  it('renders each text with sprig and Argo CD’s own functions', async () => {
    const params = { name: 'Payments_API', labels: { tier: 'back' }, size: 3, list: '- a\n- b' };
    const texts = [
      '{{ .name | normalize }}',
      '{{ .labels | toYaml }}',
      '{{ index (fromYamlArray .list) 1 }}',
      '{{ (fromYaml "a: {b: 1}").a.b }}',
      '{{ slugify 12 true "Feature/A_very.long--name" }}',
      '{{ slugify 12 false "Feature/A_very.long--name" }}',
      '{{ .size | add1 }} {{ .name | upper | trunc 3 }}',
    ];
    expect((await render(texts, params)).map((one) => (one.ok ? one.text : one.error))).toEqual([
      'payments-api',
      'tier: back',
      'b',
      '1',
      'feature-a',
      'feature-a-ve',
      '4 PAY',
    ]);
  });

  it('obeys missingkey, and gives each error with the index of its text', async () => {
    expect(await render(['{{ .absent }}', 'kept'], {}, ['missingkey=error'])).toEqual([
      { ok: false, index: 0, error: expect.stringContaining('map has no entry for key "absent"') },
      { ok: true, text: 'kept' },
    ]);
    expect(await render(['{{ .absent }}'])).toEqual([{ ok: true, text: '<no value>' }]);
    expect(await render(['{{ . '])).toMatchObject([{ ok: false, error: expect.stringContaining('unclosed action') }]);
    expect(await render(['a'], {}, ['missingkey=odd'])).toMatchObject([{ ok: false, index: 0 }]);
  });

  it('has no function that looks out of the process', async () => {
    for (const call of ['env "HOME"', 'expandenv "$HOME"', 'getHostByName "example.com"']) {
      expect(await render([`{{ ${call} }}`])).toMatchObject([{ error: expect.stringContaining('not defined') }]);
    }
  });
});

describe('seeds', () => {
  const render = (chart: string, seed?: number): Promise<HelmRender> =>
    engine.render({ chart, name: 'payments', namespace: 'shop', values: [], ...(seed === undefined ? {} : { seed }) });

  it('repeat byte for byte, and differ from each other where a chart depends on chance', async () => {
    const [first, second] = [await render('passwords'), await render('passwords', 1)];
    expect(second).not.toEqual(first);
    expect(await render('passwords', 1)).toEqual(second);
    expect(await render('passwords', 0)).toEqual(first);
  });

  it('change the order in which maps are met', async () => {
    const template = 'kind: Order\norder: {{ keys .Values | join "," }}\n';
    await engine.loadFiles('order', [
      { name: 'Chart.yaml', data: Buffer.from('apiVersion: v2\nname: order\nversion: 1.0.0\n') },
      { name: 'templates/all.yaml', data: Buffer.from(template) },
      { name: 'values.yaml', data: Buffer.from('{ a: 1, b: 1, c: 1, d: 1, e: 1, f: 1, g: 1, h: 1 }\n') },
    ]);
    const texts = await Promise.all(
      Array.from({ length: 8 }, async (_, seed) => (await render('order', seed)).documents),
    );
    expect(new Set(texts.map((documents) => documents[0]?.text)).size).toBeGreaterThan(1);
  });
});

describe('streams', () => {
  const objects = async (stream: string) => (await engine.parse(stream)).map(({ object, error }) => error ?? object);

  it('reads JSON objects that follow each other, and YAML behind the first', async () => {
    expect(await objects('{"a": 1}{"b": 2}\n{"c": 3}')).toEqual([{ a: 1 }, { b: 2 }, { c: 3 }]);
    expect(await objects('{"a": 1}\n---\nb: 2\n')).toEqual([{ a: 1 }, { b: 2 }]);
    expect(await objects('{ a: 1 }\n---\n{"b": 2}\n')).toEqual([{ a: 1 }, { b: 2 }]);
  });

  it('reads nothing behind a line of dots up to the next dashes', async () => {
    expect(await objects('a: 1\n...\nb: 2\n---\nc: 3\n')).toEqual([{ a: 1 }, { c: 3 }]);
  });

  it('counts the lines of JSON too', async () => {
    const documents = await engine.parse('{"a": 1}\n\n{"b": 1,\n "b": 2}\n');
    expect(documents).toMatchObject([
      { line: 1, duplicates: [] },
      { line: 3, object: { b: 2 }, duplicates: [{ line: 4 }] },
    ]);
  });
});
