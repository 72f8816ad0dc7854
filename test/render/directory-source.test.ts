// What Argo CD takes for a manifest in a folder, and where an object of it ends up.
import { expect, test } from 'vitest';
import { application, configMap, own, renderFiles } from '../support/render-files.ts';

test('a folder gives its own manifests, and those below only with recurse', async () => {
  const files = { 'app/a.yaml': configMap('a'), 'app/more/b.yml': configMap('b'), 'app/README.md': 'no manifest' };
  const flat = await renderFiles({ ...files, 'root.yaml': application('flat', own('./app/')) });
  expect(flat.names).toEqual(['flat: ConfigMap shop/a']);
  const deep = await renderFiles({
    ...files,
    'root.yaml': application('deep', own('app', { directory: { recurse: true } })),
  });
  expect(deep.names).toEqual(['deep: ConfigMap shop/a', 'deep: ConfigMap shop/b']);
});

test('include and exclude are patterns whose star crosses folders', async () => {
  const files = {
    'app/a.yaml': configMap('a'),
    'app/b.yaml': configMap('b'),
    'app/deep/a.yaml': configMap('deep-a'),
    'app/deep/c.yaml': configMap('deep-c'),
  };
  const given = async (directory: object) =>
    (await renderFiles({ ...files, 'root.yaml': application('x', own('app', { directory })) })).names.map((name) =>
      name.replace('x: ConfigMap shop/', ''),
    );
  expect(await given({ recurse: true, include: '*a.yaml' })).toEqual(['a', 'deep-a']);
  expect(await given({ recurse: true, exclude: '{b,deep/c}.yaml' })).toEqual(['a', 'deep-a']);
  expect(await given({ recurse: true, include: 'deep/*', exclude: '*/a.yaml' })).toEqual(['deep-c']);
  expect(await given({ recurse: true, include: '[' })).toEqual([]);
});

test('lists are taken apart; empty documents, comments and marked files give nothing; generateName is a name', async () => {
  const { names, problems } = await renderFiles({
    'app/a.yaml': `# nothing\n---\n---\n${configMap('a')}---\n# end\n`,
    'app/list.json': JSON.stringify({
      apiVersion: 'v1',
      kind: 'List',
      items: [{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'in-list' } }],
    }),
    'app/job.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata:\n  generateName: migrate-\n',
    'app/skipped.yaml': `# +argocd:skip-file-rendering\n${configMap('skipped')}`,
    'app/page.jsonnet': '{}',
    'root.yaml': application('x', own('app')),
  });
  expect(problems).toEqual([]);
  expect(names).toEqual(['x: ConfigMap shop/a', 'x: Job shop/migrate-*', 'x: ConfigMap shop/in-list']);
});

test('Jsonnet and plugins are named, not passed over', async () => {
  const { notChecked } = await renderFiles({
    'app/page.jsonnet': '{}',
    'plugged/a.txt': '',
    'root.yaml': application('x', own('app')),
    'plugged.yaml': application('y', own('plugged', { plugin: { name: 'kasane' } })),
  });
  expect(notChecked).toEqual([
    'Jsonnet is not rendered: app/page.jsonnet',
    'a config management plugin renders it: y: plugged',
  ]);
});

test('objects go to the namespace of the destination, unless they have one or live in none', async () => {
  const { names } = await renderFiles({
    'app/all.yaml': [
      configMap('a'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: b, namespace: other }\n',
      'apiVersion: v1\nkind: Namespace\nmetadata: { name: c, namespace: nonsense }\n',
      'apiVersion: example.com/v1\nkind: Unknown\nmetadata: { name: d }\n',
    ].join('---\n'),
    'root.yaml': application('x', own('app')),
  });
  expect(names).toEqual(['x: ConfigMap shop/a', 'x: ConfigMap other/b', 'x: Namespace c', 'x: Unknown shop/d']);
});

test('of two objects of one name the later source wins, and it is told', async () => {
  const source = (path: string) => ({ repoURL: 'https://git.example.com/team/platform', path });
  const { object, names, violations } = await renderFiles({
    'one/a.yaml': configMap('a', { from: 'one' }),
    'two/a.yaml': configMap('a', { from: 'two' }),
    'root.yaml': application('x', { sources: [source('one'), source('two')] }),
  });
  expect(names).toEqual(['x: ConfigMap shop/a']);
  expect(object('ConfigMap', 'a')).toMatchObject({ data: { from: 'two' } });
  expect(violations.map(({ rule, severity }) => [rule, severity])).toEqual([['repeated-resource', 'low']]);
});

test('a folder that is not there, and one outside of the repository, are findings', async () => {
  const { problems } = await renderFiles({
    'a.yaml': application('missing', own('nowhere')),
    'b.yaml': application('outside', own('../etc')),
    'c.yaml': application('two-tools', own('app', { helm: {}, kustomize: {} })),
    'app/a.yaml': configMap('a'),
  });
  expect(problems).toEqual([
    'ambiguous-source: two-tools: multiple application sources defined: helm, kustomize',
    'missing-source: missing renders nowhere, which does not exist',
    'outside-repository: outside renders ../etc',
  ]);
});
