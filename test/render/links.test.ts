// Symbolic links in a repository: what they stand for, and where they end.
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { withEngines } from '../../generator/open-engines.ts';
import { renderForeign } from '../../generator/render-foreign.ts';
import { application, configMap, OWN, own } from '../support/render-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const CHART = {
  'shared/Chart.yaml': 'apiVersion: v2\nname: shared\nversion: 1.0.0\n',
  'shared/templates/a.yaml': configMap('of-chart'),
};

async function render(files: Readonly<Record<string, string>>, links: Readonly<Record<string, string>>) {
  const root = temporaryFolder({ '.git/config': `[remote "origin"]\n\turl = ${OWN}\n`, ...files });
  for (const [path, target] of Object.entries(links)) {
    mkdirSync(join(root, path, '..'), { recursive: true });
    symlinkSync(target, join(root, path));
  }
  const rendered = await withEngines((engines) =>
    renderForeign(root, '1.34', { chartsFolders: [], cacheFolder: null }, engines),
  );
  return {
    names: rendered.resources.map(({ application: by, resource }) => `${by}: ${resource.metadata.name}`),
    problems: rendered.violations.map((one) => one.message),
    notChecked: rendered.notChecked.map(({ what, reason }) => `${reason}: ${what}`).sort(),
  };
}

test('an Application may render a linked folder, and a chart may hold one', async () => {
  const { names, problems, notChecked } = await render(
    {
      ...CHART,
      'more/b.yaml': configMap('of-link'),
      'root.yaml': application('x', own('apps/web')),
    },
    { 'apps/web': '../shared', 'shared/templates/more': '../../more' },
  );
  expect({ problems, notChecked }).toEqual({ problems: [], notChecked: [] });
  expect(names).toContain('x: of-chart');
  expect(names).toContain('x: of-link');
});

test('a walk over manifests enters no linked folder, and nothing is judged twice', async () => {
  const { names } = await render(
    { 'app/a.yaml': configMap('a'), 'app/inner/b.yaml': configMap('b'), 'other/c.yaml': configMap('c') },
    { 'app/linked': '../other' },
  );
  expect(names.toSorted()).toEqual([': a', ': b', ': c']);
});

test('links that leave the repository, end nowhere or lead back are named', async () => {
  const { names, notChecked } = await render(
    { 'a.yaml': configMap('a') },
    { outside: '/etc', nowhere: 'gone', 'deep/back': '..', 'secret.yaml': '/etc/hostname' },
  );
  expect(names).toEqual([': a']);
  expect(notChecked).toEqual([
    'a symbolic link that ends nowhere: nowhere',
    'a symbolic link that leaves the repository: outside',
    'a symbolic link that leaves the repository: secret.yaml',
    'a symbolic link to a folder that it lies in: deep/back',
  ]);
});
