// Kustomizations as Argo CD builds them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { application, configMap, own, renderFiles } from '../support/render-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const DEPLOYMENT =
  'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { template: { spec: { containers: [{ name: web, image: "registry.example.com/web:1" }] } } }\n';
const BASE = { 'base/kustomization.yaml': 'resources: [web.yaml]\n', 'base/web.yaml': DEPLOYMENT };

test('an overlay is built with what the Application adds; its parts are not judged by themselves', async () => {
  const { names, loose, object, problems } = await renderFiles({
    ...BASE,
    'prod/kustomization.yaml': 'resources: [../base]\npatches: [{ path: patch.yaml }]\n',
    'prod/patch.yaml': 'apiVersion: apps/v1\nkind: Deployment\nmetadata: { name: web }\nspec: { replicas: 3 }\n',
    'root.yaml': application(
      'x',
      own('prod', { kustomize: { namePrefix: 'shop-', images: ['registry.example.com/web:2'] } }),
    ),
  });
  expect(problems).toEqual([]);
  expect(names).toEqual(['x: Deployment shop/shop-web']);
  expect(JSON.stringify(object('Deployment', 'shop-web'))).toContain('registry.example.com/web:2');
  expect(object('Deployment', 'shop-web')).toMatchObject({ spec: { replicas: 3 } });
  expect(loose).toEqual(['Application argocd/x']);
});

test('a folder with a chart and a kustomization is a kustomization', async () => {
  const { names } = await renderFiles({
    ...BASE,
    'base/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'root.yaml': application('x', own('base')),
  });
  expect(names).toEqual(['x: Deployment shop/web']);
});

test('a remote base is named, and the rest is built', async () => {
  const { names, notChecked } = await renderFiles({
    'app/kustomization.yaml': 'resources: ["https://git.example.com/bases//web?ref=v1", a.yaml]\n',
    'app/a.yaml': configMap('a'),
    'root.yaml': application('x', own('app')),
  });
  expect(names).toEqual(['x: ConfigMap shop/a']);
  expect(notChecked).toEqual([
    'remote base, not rendered: app/kustomization.yaml: https://git.example.com/bases//web?ref=v1',
  ]);
});

test('a kustomization that cannot be built is a finding where an Application deploys it, and a note where none does', async () => {
  const files = { 'app/kustomization.yaml': 'resources: [gone.yaml]\n', 'other.yaml': configMap('other') };
  const deployed = await renderFiles({ ...files, 'root.yaml': application('x', own('app')) });
  expect(deployed.problems[0]).toMatch(/^kustomize-error: app: .*gone\.yaml/);
  const loose = await renderFiles(files);
  expect(loose.problems).toEqual([]);
  expect(loose.notChecked[0]).toMatch(/^no Application names it, and by itself it cannot be rendered: app: .*gone/);
  expect(loose.loose).toEqual(['ConfigMap other']);
});

test('a base of charts only, which an administrator may allow, is a note', async () => {
  const { problems, notChecked } = await renderFiles({
    'base/kustomization.yaml': 'helmCharts: [{ name: web, version: 1.0.0, repo: "https://charts.example.com" }]\n',
    'prod/kustomization.yaml': 'resources: [../base]\n',
    'root.yaml': application('x', own('prod')),
  });
  expect(problems).toEqual([]);
  expect(notChecked.map((one) => one.split(':')[0])).toEqual([
    'Argo CD runs it only where an administrator allows it',
    'kustomization that needs what was left out of it',
  ]);
});

test('a build is kept, unless it holds a Secret, and is made anew when a file changes', async () => {
  const cacheFolder = temporaryFolder({});
  const build = async (web: string, kustomization = 'resources: [web.yaml]\n') => {
    const files = { 'app/kustomization.yaml': kustomization, 'app/web.yaml': web };
    const { names } = await renderFiles({ ...files, 'root.yaml': application('x', own('app')) }, { cacheFolder });
    return {
      names,
      kept: readFileSync(join(cacheFolder, 'renders.records'), 'utf8').match(/^.+\t/gm)?.length,
    };
  };
  const first = await build(DEPLOYMENT);
  expect(first.kept).toBe(1);
  expect(await build(DEPLOYMENT)).toEqual(first);
  const named = 'resources: [web.yaml]\nnamePrefix: a-\n';
  expect(await build(DEPLOYMENT, named)).toEqual({ names: ['x: Deployment shop/a-web'], kept: 2 });
  const secret = 'apiVersion: v1\nkind: Secret\nmetadata: { name: token }\n';
  expect(await build(secret)).toEqual({ names: ['x: Secret shop/token'], kept: 2 });
});
