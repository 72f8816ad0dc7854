// What lies about in repositories of others, and is no manifest, or was one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { judgePaths } from '../../generator/judge-paths.ts';
import { application, configMap, own, renderFiles } from '../support/render-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

test('settings of tools, JSON schemas and templates of other programs are named, and are no errors', async () => {
  const { problems, notChecked } = await renderFiles({
    'kind.yaml': 'apiVersion: kind.x-k8s.io/v1alpha4\nkind: Cluster\nnodes: []\n',
    'schema.json': JSON.stringify({ properties: { kind: { type: 'string' } } }, null, 2),
    'tasks.yml': '- name: apply\n  definition:\n    kind: Secret\n',
    'rc.yaml':
      'apiVersion: v1\nkind: ReplicationController\nmetadata: { name: web }\nspec: { replicas: {{replicas}} }\n',
  });
  expect(problems).toEqual([]);
  expect(notChecked).toEqual(
    ['kind.yaml', 'rc.yaml', 'schema.json', 'tasks.yml'].map((file) => `not a Kubernetes manifest: ${file}`),
  );
});

test('a manifest that lost its metadata, its apiVersion or its syntax is an error', async () => {
  const { problems } = await renderFiles({
    'a.yaml': 'apiVersion: v1\nkind: ConfigMap\ndata: {}\n',
    'b.yaml': 'kind: Deployment\nmetadata: { name: web }\n',
    'c.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web\n',
    'd.json': '{\n  "apiVersion": "v1",\n  "kind": "Service",\n  "metadata": { "name": "web" \n',
  });
  expect(problems.map((one) => one.slice(0, 22))).toEqual([
    'not-an-object: a.yaml:',
    'not-an-object: b.yaml:',
    'not-yaml: c.yaml:1: ya',
    'not-yaml: d.json:1: ya',
  ]);
});

test('an object whose name another program fills in is left out, and named', async () => {
  const { loose, notChecked } = await renderFiles({
    'a.yaml': `${configMap('"<CLUSTER_NAME>"')}---\n${configMap('b')}`,
    'c.yaml': configMap(`'{{ name }}-c'`),
  });
  expect(loose).toEqual(['ConfigMap b']);
  expect(notChecked).toEqual([
    'another program fills in its name: a.yaml: ConfigMap <CLUSTER_NAME>',
    'another program fills in its name: c.yaml: ConfigMap {{ name }}-c',
  ]);
});

test('YAML in the folder of an Application that Argo CD passes over is named; what looks like a manifest is an error', async () => {
  const { names, problems, notChecked } = await renderFiles({
    'app/a.yaml': configMap('a'),
    'app/values.yaml': 'replicas: 3\n',
    'app/broken.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {\n',
    'app/data.json': '{"replicas": 3}',
    'root.yaml': application('x', own('app')),
  });
  expect(names).toEqual(['x: ConfigMap shop/a']);
  expect(notChecked).toEqual(['no Kubernetes manifest: Argo CD leaves it out: app/values.yaml']);
  expect(problems.map((one) => one.slice(0, 28))).toEqual([
    'not-an-object: app/data.json',
    'not-yaml: app/broken.yaml:1:',
  ]);
});

test('manifests in UTF-16 are read by their byte order mark', async () => {
  const root = temporaryFolder({ 'plain.yaml': configMap('plain') });
  writeFileSync(join(root, 'wide.yaml'), Buffer.from(`\ufeff${configMap('wide')}`, 'utf16le'));
  const { findings, summary } = await judgePaths(['.'], {
    root,
    kubernetes: '1.34',
    date: '2026-01-01',
    stdin: () => '',
    chartsFolders: [],
    cacheFolder: null,
    layers: new Set(['tree', 'schema']),
  });
  expect(findings).toEqual([]);
  expect(summary.resources).toBe(2);
});

test('a field of a stored definition that resembles none may be of a newer release: a warning; a misspelt one is an error', async () => {
  const certificate = (field: string) =>
    `apiVersion: cert-manager.io/v1\nkind: Certificate\nmetadata: { name: web }\nspec: { secretName: web, issuerRef: { name: ca }, ${field}: [a] }\n`;
  const root = temporaryFolder({ 'newer.yaml': certificate('quantumProof'), 'misspelt.yaml': certificate('dnsName') });
  const { findings } = await judgePaths(['.'], {
    root,
    kubernetes: '1.34',
    date: '2026-01-01',
    stdin: () => '',
    chartsFolders: [],
    cacheFolder: null,
    layers: new Set(['schema']),
  });
  expect(findings.map(({ file, rule, level }) => `${file} ${rule} ${level}`).sort()).toEqual([
    'misspelt.yaml unknown-field error',
    'newer.yaml unknown-field warn',
  ]);
});
