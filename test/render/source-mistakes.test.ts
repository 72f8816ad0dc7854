// Sources that Argo CD refuses, in Argo CD's own order.
import { expect, test } from 'vitest';
import { application, configMap, OWN, own, renderFiles } from '../support/render-files.ts';

const CHART = {
  'chart/Chart.yaml': 'apiVersion: v2\nname: chart\nversion: 1.0.0\n',
  'chart/values.yaml': 'port: 80\n',
  'chart/templates/a.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: web }\ndata: { port: "{{ .Values.port }}" }\n',
};

async function problemsOf(spec: object, files: Readonly<Record<string, string>> = {}): Promise<readonly string[]> {
  const { problems } = await renderFiles({
    'app/a.yaml': configMap('a'),
    ...files,
    'root/x.yaml': application('x', spec),
  });
  return problems;
}

test('an Application without a source, a path, or with an absolute one is refused', async () => {
  expect(await problemsOf({})).toEqual(['incomplete-source: x: it has no source']);
  expect(await problemsOf({ sources: [] })).toEqual(['incomplete-source: x: it has no source']);
  expect(await problemsOf({ source: { repoURL: OWN } })).toEqual([
    `incomplete-source: x: the source ${OWN} names neither a path nor a chart`,
  ]);
  expect(await problemsOf({ source: { repoURL: '', path: 'app' } })).toEqual([
    'incomplete-source: x: the repoURL of a source is empty',
  ]);
  expect(await problemsOf(own('/app'))).toEqual([
    'incomplete-source: x: path "/app" is absolute; paths start at the root of the repository',
  ]);
});

test('a path that is a file is not said to be missing', async () => {
  expect(await problemsOf(own('app/a.yaml'))).toEqual(['missing-source: x renders app/a.yaml, which is a file']);
});

test('two sources with one ref, or a ref of other characters, are refused', async () => {
  const sources = (...refs: string[]) => ({
    sources: [{ repoURL: OWN, path: 'app' }, ...refs.map((ref) => ({ repoURL: OWN, ref }))],
  });
  expect(await problemsOf(sources('values', 'values'))).toEqual([
    'incomplete-source: x: two sources have ref "values"',
  ]);
  expect(await problemsOf(sources('my values'))).toEqual([
    'incomplete-source: x: ref "my values" may hold letters, digits, _ and -',
  ]);
});

test('a value file of a ref that no source has says so', async () => {
  const spec = {
    sources: [
      { repoURL: OWN, path: 'chart', helm: { valueFiles: ['$value/prod.yaml'] } },
      { repoURL: OWN, ref: 'values' },
    ],
  };
  expect(await problemsOf(spec, CHART)).toEqual([
    'missing-value-file: value file prod.yaml does not exist: $value/prod.yaml names no source with ref: value; did you mean "values"?',
  ]);
});

test('an override that cannot be read is an error, as it is in Argo CD; an empty one is none', async () => {
  const source = own('chart');
  expect(await problemsOf(source, { ...CHART, 'chart/.argocd-source.yaml': 'helm: [\n' })).toEqual([
    'broken-override: x: chart/.argocd-source.yaml holds no map of fields of a source',
  ]);
  expect(await problemsOf(source, { ...CHART, 'chart/.argocd-source.yaml': '- 1\n' })).toHaveLength(1);
  expect(await problemsOf(source, { ...CHART, 'chart/.argocd-source.yaml': '# none yet\n' })).toEqual([]);
});

test('a source hydrator is rendered from its dry source', async () => {
  const { names, problems } = await renderFiles({
    'app/a.yaml': configMap('a'),
    'root/x.yaml': application('x', {
      sourceHydrator: {
        drySource: { repoURL: OWN, path: 'app', targetRevision: 'main' },
        syncSource: { targetBranch: 'environments/prod', path: 'app' },
      },
    }),
  });
  expect(problems).toEqual([]);
  expect(names).toEqual(['x: ConfigMap shop/a']);
});
