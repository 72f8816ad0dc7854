// How Argo CD hands an Application's settings to Helm.
import { expect, test } from 'vitest';
import { application, configMap, OWN, own, renderFiles } from '../support/render-files.ts';

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
  'chart/values.yaml': 'a: default\nb: default\nlist: []\nnested: { c: default }\n',
  'chart/templates/map.yaml': [
    'apiVersion: v1',
    'kind: ConfigMap',
    'metadata:',
    '  name: {{ .Release.Name }}',
    '  namespace: {{ .Release.Namespace }}',
    'data:',
    '  values: {{ toJson .Values | quote }}',
    '  kubernetes: {{ .Capabilities.KubeVersion.Version | quote }}',
    '  widgets: {{ .Capabilities.APIVersions.Has "example.com/v1/Widget" | quote }}',
    '  deployments: {{ .Capabilities.APIVersions.Has "apps/v1/Deployment" | quote }}',
    '',
  ].join('\n'),
};

async function data(helm: object, files: Readonly<Record<string, string>> = {}, name = 'x') {
  const rendered = await renderFiles({ ...CHART, ...files, 'root.yaml': application('x', own('chart', { helm })) });
  expect(rendered.problems).toEqual([]);
  const { data, metadata } = rendered.object('ConfigMap', name) as {
    data: Record<string, string>;
    metadata: Record<string, string>;
  };
  return { ...data, values: JSON.parse(data.values ?? '') as unknown, namespace: metadata.namespace };
}

test('parameters beat valuesObject, which replaces values, which beat value files in their order', async () => {
  const files = {
    'chart/one.yaml': 'a: one\nb: one\n',
    'shared/two.yaml': 'b: two\nnested: { c: two }\n',
  };
  const valueFiles = ['one.yaml', '/shared/two.yaml'];
  expect(await data({ valueFiles }, files)).toMatchObject({ values: { a: 'one', b: 'two', nested: { c: 'two' } } });
  expect(
    await data(
      {
        valueFiles,
        values: 'a: text\n',
        valuesObject: { b: 'object' },
        parameters: [{ name: 'nested.c', value: '7' }],
      },
      files,
    ),
  ).toMatchObject({ values: { a: 'one', b: 'object', nested: { c: 7 } } });
});

test('parameters are read as --set reads them, except that a comma separates nothing', async () => {
  const parameters = [
    { name: 'a', value: 'x,y' },
    { name: 'b', value: '1', forceString: true },
    { name: 'list', value: '{one,two}' },
    { name: 'nested.c', value: 'null' },
  ];
  expect(await data({ parameters })).toMatchObject({
    values: { a: 'x,y', b: '1', list: ['one', 'two'], nested: {} },
  });
});

test('file parameters hold the text of a file', async () => {
  const helm = { fileParameters: [{ name: 'a', path: 'files/motd.txt' }] };
  expect(await data(helm, { 'chart/files/motd.txt': 'hello,\nyou' })).toMatchObject({ values: { a: 'hello,\nyou' } });
});

test('a pattern gives its files by name; one that is also named stands where it is named', async () => {
  const files = { 'chart/v/1.yaml': 'a: one\n', 'chart/v/2.yaml': 'a: two\n', 'chart/v/deep/3.yaml': 'b: three\n' };
  expect(await data({ valueFiles: ['v/*.yaml'] }, files)).toMatchObject({ values: { a: 'two', b: 'default' } });
  expect(await data({ valueFiles: ['v/**/*.yaml', 'v/1.yaml'] }, files)).toMatchObject({
    values: { a: 'one', b: 'three' },
  });
});

test('release, namespace, versions and variables are the Application’s', async () => {
  const helm = {
    releaseName: 'shop',
    namespace: 'elsewhere',
    kubeVersion: '1.30.2',
    apiVersions: ['example.com/v1/Widget'],
    parameters: [{ name: 'a', value: '$ARGOCD_APP_NAME in ${ARGOCD_APP_NAMESPACE}, $$HOME $HOME' }],
  };
  expect(await data(helm, {}, 'shop')).toEqual({
    namespace: 'elsewhere',
    kubernetes: 'v1.30.2',
    widgets: 'true',
    deployments: 'false',
    values: { a: 'x in shop, $HOME ', b: 'default', list: [], nested: { c: 'default' } },
  });
});

test('the cluster offers the API versions of its minor, with their kinds', async () => {
  expect(await data({})).toMatchObject({ kubernetes: 'v1.34.0', widgets: 'false', deployments: 'true' });
});

test('.argocd-source files of the folder are merged into the source', async () => {
  const values = await data(
    { parameters: [{ name: 'a', value: 'written' }], releaseName: 'x' },
    {
      'chart/.argocd-source.yaml': 'helm:\n  parameters:\n    - { name: a, value: common }\n',
      'chart/.argocd-source-x.yaml': 'helm:\n  parameters:\n    - { name: b, value: own }\n',
      'chart/.argocd-source-y.yaml': 'helm:\n  parameters:\n    - { name: a, value: another }\n',
    },
  );
  expect(values).toMatchObject({ values: { a: 'default', b: 'own' } });
});

test('a chart from elsewhere takes value files of this repository by $ref', async () => {
  const chart = Object.fromEntries(Object.entries(CHART).map(([path, text]) => [path.replace('chart', 'web'), text]));
  const sources = [
    {
      repoURL: 'https://charts.example.com',
      chart: 'web',
      targetRevision: '1.0.0',
      helm: { valueFiles: ['$here/values/web.yaml'] },
    },
    { repoURL: OWN, targetRevision: 'main', ref: 'here' },
  ];
  const files = { 'values/web.yaml': 'a: referenced\n', 'root.yaml': application('x', { sources }) };
  const { object, problems, notChecked } = await renderFiles(files, { charts: chart });
  expect({ problems, notChecked }).toEqual({ problems: [], notChecked: [] });
  expect(JSON.stringify(object('ConfigMap', 'x'))).toContain('referenced');
  const without = await renderFiles(files);
  expect(without.names).toEqual([]);
  expect(without.notChecked).toEqual(['chart not rendered: not in slipway.lock: web 1.0.0']);
});

test('value files that are missing, or lie outside, are findings; ignoreMissingValueFiles forgives the first', async () => {
  const problemsOf = async (helm: object) =>
    (await renderFiles({ ...CHART, 'root.yaml': application('x', own('chart', { helm })) })).problems;
  expect(await problemsOf({ valueFiles: ['no.yaml', 'v/*.yaml', '../../../etc/passwd'] })).toEqual([
    'missing-value-file: no file matches v/*.yaml',
    'missing-value-file: value file chart/no.yaml does not exist',
    'outside-repository: ../../../etc/passwd lies outside of the repository',
  ]);
  expect(await problemsOf({ valueFiles: ['no.yaml', 'v/*.yaml'], ignoreMissingValueFiles: true })).toEqual([]);
});

test('hooks stay, tests go, CRDs can be left out', async () => {
  const files = {
    ...CHART,
    'chart/crds/widgets.yaml':
      'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: widgets.example.com }\n',
    'chart/templates/hook.yaml':
      'apiVersion: batch/v1\nkind: Job\nmetadata: { name: hook, annotations: { helm.sh/hook: pre-install } }\n',
    'chart/templates/tests/test.yaml':
      'apiVersion: v1\nkind: Pod\nmetadata: { name: test, annotations: { helm.sh/hook: test } }\n',
  };
  const names = async (helm: object) =>
    (await renderFiles({ ...files, 'root.yaml': application('x', own('chart', { helm })) })).names;
  expect(await names({})).toEqual([
    'x: CustomResourceDefinition widgets.example.com',
    'x: ConfigMap shop/x',
    'x: Job shop/hook',
  ]);
  expect(await names({ skipCrds: true })).toEqual(['x: ConfigMap shop/x', 'x: Job shop/hook']);
});

test('a schema that the values break is a finding, and what they make is still rendered', async () => {
  const files = {
    ...CHART,
    'chart/values.schema.json': '{"properties":{"a":{"type":"integer"}}}',
    'root.yaml': application('x', own('chart')),
  };
  const { problems, names } = await renderFiles(files);
  expect(problems).toEqual(['values-schema: a: got string, want integer']);
  expect(names).toEqual(['x: ConfigMap shop/x']);
  const skipped = { ...files, 'root.yaml': application('x', own('chart', { helm: { skipSchemaValidation: true } })) };
  expect((await renderFiles(skipped)).problems).toEqual([]);
});

test('what Helm cannot render is told in its own words, with file and line', async () => {
  const { problems } = await renderFiles({
    ...CHART,
    'chart/templates/bad.yaml': 'a: 1\n{{ fail "no port is set" }}\n',
    'root.yaml': application('x', own('chart')),
    'other/a.yaml': configMap('a'),
  });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toMatch(/^chart-error: .*web\/templates\/bad\.yaml:2:3.*no port is set/s);
});

test('a subchart that is not at hand is named, and the chart not rendered without it', async () => {
  const files = {
    ...CHART,
    'chart/Chart.yaml':
      'apiVersion: v2\nname: web\nversion: 1.0.0\ndependencies:\n  - { name: cache, version: 1.x, repository: "https://charts.example.com" }\n  - { name: lib, version: 1.0.0, repository: "file://../lib" }\n',
    'lib/Chart.yaml': 'apiVersion: v2\nname: lib\nversion: 1.0.0\n',
    'root.yaml': application('x', own('chart')),
  };
  const without = await renderFiles(files);
  expect(without.names).toEqual([]);
  expect(without.notChecked).toEqual([
    'chart not rendered: its subcharts are not at hand: chart: cache 1.x (not in slipway.lock)',
  ]);
  const { names, problems } = await renderFiles(files, {
    charts: {
      'cache/Chart.yaml': 'apiVersion: v2\nname: cache\nversion: 1.4.0\n',
      'cache/templates/a.yaml': configMap('cache'),
    },
  });
  expect({ names, problems }).toEqual({ names: ['x: ConfigMap shop/cache', 'x: ConfigMap shop/x'], problems: [] });
});

test('values of a chart that is not at hand are read all the same', async () => {
  const source = (valueFiles: readonly string[], values: string) => ({
    source: {
      repoURL: 'https://charts.example.com',
      chart: 'web',
      targetRevision: '1.0.0',
      helm: { valueFiles, values },
    },
  });
  const { problems } = await renderFiles({
    'good.yaml': application('good', source([], 'a: 1\n')),
    'list.yaml': application('list', source([], '- a\n')),
    'twice.yaml': application('twice', source([], 'a: 1\na: 2\n')),
    'broken.yaml': application('broken', source([], 'a: [\n')),
    'missing.yaml': application('missing', source(['no.yaml'], '')),
  });
  expect(problems.map((problem) => problem.slice(0, 90))).toEqual([
    'bad-values: the values of the Application: values are a map, and nothing else',
    expect.stringMatching(/^bad-values: the values of the Application: yaml: line 1/),
    'missing-value-file: value file no.yaml does not exist',
  ]);
});

test('a release without a namespace is rendered in the one that Helm takes by default', async () => {
  const chart = {
    'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
    'chart/templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { in: "{{ .Release.Namespace }}" }\n',
  };
  const destination = { server: 'https://kubernetes.default.svc' };
  const deployed = await renderFiles({ ...chart, 'root.yaml': application('x', { ...own('chart'), destination }) });
  expect([deployed.names, deployed.object('ConfigMap', 'web').data]).toEqual([['x: ConfigMap web'], { in: 'default' }]);
  expect((await renderFiles(chart)).object('ConfigMap', 'web').data).toEqual({ in: 'default' });
});
