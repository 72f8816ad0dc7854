// `slipway render`: what Argo CD would apply, printed or written.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { application, configMap, own } from '../support/render-files.ts';
import { runCli } from '../support/run-cli.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const FILES = {
  '.git/config': '[remote "origin"]\n\turl = https://git.example.com/team/platform\n',
  'one/a.yaml': configMap('a'),
  'two/b.yaml': configMap('b'),
  'apps/one.yaml': application('one', own('one')),
  'apps/two.yaml': application('two', { ...own('two'), destination: { name: '../prod', namespace: 'x' } }),
};

test('prints documents that a cluster can read, of everything or of what is named', async () => {
  const root = temporaryFolder(FILES);
  const all = await runCli(['render', '-C', root]);
  expect(all.code).toBe(0);
  const names = parseAllDocuments(all.stdout).map((document) => document.getIn(['metadata', 'name']));
  expect(names.sort()).toEqual(['a', 'b', 'one', 'two']);
  expect(all.stderr).toContain('4 resources of 2 applications checked: 0 errors');
  const one = await runCli(['render', '-C', root, 'one']);
  expect(one.stdout).toBe(
    '---\n# Source: one/a.yaml\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\n  namespace: shop\ndata: {}\n',
  );
});

test('-o writes a file for each cluster and Application, nowhere else', async () => {
  const root = temporaryFolder(FILES);
  const { code } = await runCli(['render', '-C', root, '-o', join(root, 'out/deep')]);
  expect(code).toBe(0);
  const written = readdirSync(join(root, 'out/deep'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1));
  expect(written.sort()).toEqual([
    'out/deep/-prod/two.yaml',
    'out/deep/in-cluster/one.yaml',
    'out/deep/no-cluster/no-application.yaml',
  ]);
  expect(readFileSync(join(root, 'out/deep/-prod/two.yaml'), 'utf8')).toContain('name: b');
});

test('a name that is none is answered with the nearest', async () => {
  const { code, stderr } = await runCli(['render', '-C', temporaryFolder(FILES), 'onne']);
  expect(code).toBe(2);
  expect(stderr).toContain('did you mean "one"?');
});

test('the config of a folder that is only pointed at is not run', async () => {
  const root = temporaryFolder({ ...FILES, 'platform.config.ts': "throw new Error('was run')\n" });
  const { code, stdout, stderr } = await runCli(['render', '-C', root]);
  expect({ code, ran: stderr.includes('was run') }).toEqual({ code: 0, ran: false });
  expect(stdout).toContain('name: a');
  expect(stderr).toContain('not checked: 1 × a config that was not run (platform.config.ts)');
});

test('a tree of ours is a repository of its own wherever it lies: its paths do not lead to the one around it', async () => {
  const chart = {
    'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'chart/templates/a.yaml':
      'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Values.name }}, namespace: shop }\n',
  };
  const source = {
    repoURL: 'https://git.example.com/team/other.git',
    path: 'chart',
    helm: { valueFiles: ['/apps/values.yaml'] },
  };
  const tree = { ...chart, 'app.yaml': application('web', { source }), 'apps/values.yaml': 'name: inner\n' };
  const inner = Object.fromEntries(Object.entries(tree).map(([path, text]) => [`examples/shop/${path}`, text]));
  const around = { '.git/config': '', ...chart, 'apps/values.yaml': 'name: outer\n', ...inner };
  const marked = temporaryFolder({ ...around, 'examples/shop/.slipway/owned': '' });
  expect((await runCli(['render', '-C', join(marked, 'examples/shop'), 'web'])).stdout).toContain('name: inner');
  const plain = temporaryFolder(around);
  expect((await runCli(['render', '-C', join(plain, 'examples/shop'), 'web'])).stdout).toContain('name: outer');
});

test('what cannot be rendered is an error; with --strict what was left out is one too', async () => {
  const root = temporaryFolder({
    ...FILES,
    'apps/gone.yaml': application('gone', own('gone')),
  });
  const { code, stderr } = await runCli(['render', '-C', root]);
  expect(code).toBe(1);
  expect(stderr).toContain('gone renders gone, which does not exist');
  const other = temporaryFolder({
    ...FILES,
    'apps/other.yaml': application('other', { source: { repoURL: 'https://git.example.com/other', path: 'x' } }),
  });
  expect((await runCli(['render', '-C', other])).code).toBe(0);
  expect((await runCli(['render', '-C', other, '--strict'])).code).toBe(1);
});
