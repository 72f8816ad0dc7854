import { beforeAll, describe, expect, it } from 'vitest';
import { type HelmEngine, openHelmEngine } from '../../generator/engines/helm-engine.ts';
import type { HelmRender, HelmRequest } from '../../generator/engines/helm-protocol.ts';
import { readChartFiles } from './chart-files.ts';

let engine: HelmEngine;

beforeAll(async () => {
  engine = await openHelmEngine();
  for (const name of ['features', 'passwords', 'broken']) await engine.loadFiles(name, readChartFiles(name));
});

function render(options: Partial<HelmRequest> = {}): Promise<HelmRender> {
  return engine.render({ chart: 'features', name: 'payments', namespace: 'shop', values: [], ...options });
}

function configMapData(result: HelmRender): unknown {
  const found = result.documents.find(({ object }) => JSON.stringify(object).includes('"kind":"ConfigMap"'));
  return found?.object instanceof Object && 'data' in found.object ? found.object.data : undefined;
}

describe('rendering', () => {
  it('gives CRDs, then manifests and hooks in install order, each with its template', async () => {
    const { documents, error } = await render();
    expect(error).toBeUndefined();
    expect(documents.map(({ kind, source }) => `${kind} ${source}`)).toEqual([
      'crd features/crds/widgets.yaml',
      'manifest features/templates/workload.yaml',
      'manifest features/templates/configmap.yaml',
      'manifest features/charts/cache/templates/service.yaml',
      'manifest features/templates/workload.yaml',
      'test features/templates/tests/connection.yaml',
      'hook features/templates/migrate.yaml',
    ]);
    expect(documents[1]).toMatchObject({
      text: 'apiVersion: v1\nkind: ServiceAccount\nmetadata:\n  name: payments\n',
      object: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'payments' } },
      duplicates: [],
    });
  });

  it('leaves CRDs and tests out when asked to', async () => {
    const { documents } = await render({ skipCrds: true, skipTests: true, omitText: true });
    expect(new Set(documents.map(({ kind }) => kind))).toEqual(new Set(['manifest', 'hook']));
    expect(documents.every(({ text }) => text === '')).toBe(true);
  });

  it('renders the notes', async () => {
    expect((await render()).notes).toBe('Thank you for installing payments.\n');
  });

  it('fills tpl, .Files, .Release and the fixed day, and ignores what .helmignore names', async () => {
    expect(configMapData(await render())).toEqual({
      'app.properties': 'level=info\nformat=json\n',
      day: '2024-01-01',
      greeting: 'hello payments',
      ignored: '',
      kubernetes: '36',
      legacy: 'true',
      monitoring: 'false',
      upgrade: 'false',
    });
  });

  it('passes on the Kubernetes version, API versions and upgrades', async () => {
    const options = { kubeVersion: '1.34', apiVersions: ['monitoring.coreos.com/v1'], isUpgrade: true };
    expect(configMapData(await render(options))).toMatchObject({
      kubernetes: '34',
      monitoring: 'true',
      upgrade: 'true',
    });
  });

  it('merges values in order, and null deletes', async () => {
    const values = ['greeting: first\nlegacy: null\n', '{"greeting": "second"}'];
    expect(configMapData(await render({ values }))).toMatchObject({ greeting: 'second', legacy: 'false' });
  });

  it('leaves out a subchart whose condition is false', async () => {
    const { documents } = await render({ values: ['cache: { enabled: false }'] });
    expect(documents.filter(({ source }) => source.includes('charts/cache'))).toEqual([]);
  });

  it('gives the same bytes for a chart with random values, whatever was rendered before', async () => {
    const first = await render({ chart: 'passwords' });
    await render();
    expect(await render({ chart: 'passwords' })).toEqual(first);
    const other = await openHelmEngine();
    await other.loadFiles('passwords', readChartFiles('passwords'));
    expect(await other.render({ chart: 'passwords', name: 'payments', namespace: 'shop', values: [] })).toEqual(first);
  });
});

describe('errors in Helm’s words', () => {
  it('names the value that the schema refuses', async () => {
    expect((await render({ values: ['replicas: 0'] })).error).toContain("at '/replicas': minimum: got 0, want 1");
    expect((await render({ values: ['replicas: 0'], skipSchema: true })).error).toBeUndefined();
  });

  it('tells where a template called fail', async () => {
    const { error } = await render({ values: ['failWith: no image'] });
    expect(error).toBe('execution error at (features/templates/workload.yaml:1:29): no image');
  });

  it('refuses values that are no YAML', async () => {
    expect((await render({ values: ['a: [1'] })).error).toMatch(/^failed to parse values\[0\]: .*yaml: line 1/);
  });

  it('refuses release names of more than 53 characters', async () => {
    expect((await render({ name: 'x'.repeat(53) })).error).toBeUndefined();
    expect((await render({ name: 'x'.repeat(54) })).error).toContain('the length must not be longer than 53');
  });

  it('still gives the documents beside one that is no YAML, and tells keys that stand twice', async () => {
    const { documents, error } = await render({ chart: 'broken' });
    const words = 'error converting YAML to JSON: yaml: line 4: mapping values are not allowed in this context';
    expect(error).toBe(`YAML parse error on broken/templates/pair.yaml: ${words}`);
    expect(documents.map((document) => document.error)).toEqual([undefined, words]);
    expect(documents[0]?.duplicates).toEqual([{ line: 7, message: 'key "key" already set in map' }]);
  });

  it('refuses folders without Chart.yaml, foreign API versions and archives that are none', async () => {
    const folder = (text: string) => engine.loadFiles('other', [{ name: 'Chart.yaml', data: Buffer.from(text) }]);
    expect(await engine.loadFiles('other', [])).toEqual({ ok: false, error: 'Chart.yaml file is missing' });
    expect(await folder('apiVersion: v3\nname: other\nversion: 1.0.0')).toMatchObject({
      error: 'invalid chart apiVersion',
    });
    expect(await engine.load('other', Buffer.from('no archive'))).toEqual({ ok: false, error: 'gzip: invalid header' });
    expect((await render({ chart: 'other' })).error).toBe('chart "other" is not loaded');
  });
});

describe('parsing as the cluster does', () => {
  it('reads YAML 1.1 booleans, octal numbers, times and dates', async () => {
    const text = 'a: 22:22\nb: yes\nc: off\nd: 010\ne: 1_000\nf: 2024-01-01\ng: "yes"\nh: ~\n';
    expect((await engine.parse(text))[0]?.object).toEqual({
      a: '22:22',
      b: true,
      c: false,
      d: 8,
      e: 1000,
      f: '2024-01-01',
      g: 'yes',
      h: null,
    });
  });

  it('counts lines from the start of the text, and keeps the last of two equal keys', async () => {
    const documents = await engine.parse('# nothing\n---\na: 1\n---\n# nothing\n---\nb: 1\nb: 2\n');
    expect(documents).toMatchObject([
      { index: 0, line: 3, object: { a: 1 }, duplicates: [] },
      { index: 1, line: 7, object: { b: 2 }, duplicates: [{ line: 8, message: 'key "b" already set in map' }] },
    ]);
  });

  it('reports each document that cannot be read, and reads the others', async () => {
    const documents = await engine.parse('a: 1\n---\nb: [\n---\nc: 1\n--- d\n');
    expect(documents.map(({ error }) => error)).toEqual([
      undefined,
      'yaml: line 3: did not find expected node content',
      undefined,
      'line 6: invalid Yaml document separator: d',
    ]);
  });

  it('reads JSON that is indented with tabs', async () => {
    expect((await engine.parse('{\n\t"a": 1\n}\n'))[0]?.object).toEqual({ a: 1 });
  });
});
