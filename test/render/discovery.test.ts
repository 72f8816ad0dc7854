// Applications out of Applications, what nobody deploys, and what a cluster offers by then.
import { expect, test } from 'vitest';
import { application, configMap, OWN, own, renderFiles } from '../support/render-files.ts';

function crd(kind: string, versions: readonly { readonly name: string; readonly served: boolean }[]): string {
  const plural = `${kind.toLowerCase()}s`;
  return JSON.stringify({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `${plural}.example.com` },
    spec: {
      group: 'example.com',
      scope: 'Cluster',
      names: { kind, plural },
      versions: versions.map((one) => ({
        ...one,
        storage: one.served,
        schema: { openAPIV3Schema: { type: 'object' } },
      })),
    },
  });
}

const ASKING = {
  'asking/Chart.yaml': 'apiVersion: v2\nname: asking\nversion: 1.0.0\n',
  'asking/templates/a.yaml': `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data:
  v1: {{ .Capabilities.APIVersions.Has "example.com/v1/Widget" | quote }}
  v2: {{ .Capabilities.APIVersions.Has "example.com/v2" | quote }}
`,
};
const wave = (number: number) => ({ annotations: { 'argocd.argoproj.io/sync-wave': String(number) } });

test('templates see the served versions of definitions that earlier waves bring, and no others', async () => {
  const { object } = await renderFiles({
    ...ASKING,
    'crds/a.json': crd('Widget', [
      { name: 'v1', served: true },
      { name: 'v2', served: false },
    ]),
    'apps/crds.yaml': application('crds', own('crds'), wave(5)),
    'apps/before.yaml': application('before', own('asking'), wave(-1)),
    'apps/same.yaml': application('same', own('asking'), wave(5)),
    'apps/after.yaml': application('after', own('asking'), wave(6)),
  });
  const seen = (name: string) => object('ConfigMap', name).data;
  expect(seen('before')).toEqual({ v1: 'false', v2: 'false' });
  expect(seen('same')).toEqual({ v1: 'false', v2: 'false' });
  expect(seen('after')).toEqual({ v1: 'true', v2: 'false' });
});

test('an Application that another one renders stands in the waves of both', async () => {
  const { object, names } = await renderFiles({
    ...ASKING,
    'crds/a.json': crd('Widget', [{ name: 'v1', served: true }]),
    'first/crds.yaml': application('crds', own('crds'), wave(90)),
    'second/late.yaml': application('late', own('asking'), wave(-90)),
    'root/first.yaml': application('first', own('first'), wave(1)),
    'root/second.yaml': application('second', own('second'), wave(2)),
    'root.yaml': application('root', own('root')),
  });
  expect(names).toContain('root: Application argocd/first');
  expect(object('ConfigMap', 'late').data).toEqual({ v1: 'true', v2: 'false' });
});

test('definitions of the cluster decide the scope of a kind', async () => {
  const { names } = await renderFiles({
    'app/crd.json': crd('Widget', [{ name: 'v1', served: true }]),
    'app/widget.yaml': 'apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a }\n',
    'root.yaml': application('x', own('app')),
  });
  expect(names).toEqual(['x: CustomResourceDefinition widgets.example.com', 'x: Widget a']);
});

test('Applications that a chart makes are followed, even if nobody deploys the chart', async () => {
  const { names, loose, notChecked } = await renderFiles({
    'apps/Chart.yaml': 'apiVersion: v2\nname: apps\nversion: 1.0.0\n',
    'apps/values.yaml': 'names: [cart, web]\n',
    'apps/templates/apps.yaml': `{{ range .Values.names }}---\n${application('{{ . }}', {
      source: { repoURL: 'https://git.example.com/forked/elsewhere.git', path: '{{ . }}' },
    })}\n{{ end }}`,
    'cart/a.yaml': configMap('cart'),
    'web/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'web/templates/a.yaml': configMap('web'),
  });
  expect(names).toEqual(['cart: ConfigMap shop/cart', 'web: ConfigMap shop/web']);
  expect(loose).toEqual(['Application argocd/cart', 'Application argocd/web']);
  expect(notChecked).toEqual([
    'https://git.example.com/forked/elsewhere.git is taken for this repository, because the folder is here: https://git.example.com/forked/elsewhere.git',
  ]);
});

test('another repository is not rendered, and says so', async () => {
  const { names, notChecked } = await renderFiles({
    'root.yaml': application('x', { source: { repoURL: 'https://git.example.com/other.git', path: 'deploy' } }),
  });
  expect(names).toEqual([]);
  expect(notChecked).toEqual([
    'source not rendered: another repository, not in slipway.lock: https://git.example.com/other.git deploy',
  ]);
});

test('of a folder inside a repository only what lies there is judged, though it may use the rest', async () => {
  const { loose } = await renderFiles(
    {
      'base/kustomization.yaml': 'resources: [a.yaml]\n',
      'base/a.yaml': configMap('a'),
      'prod/kustomization.yaml': 'resources: [../base]\nnamePrefix: prod-\n',
      'other.yaml': configMap('other'),
    },
    { folder: 'prod' },
  );
  expect(loose).toEqual(['ConfigMap prod-a']);
});

test('SSH and HTTPS spellings of a repository are one', async () => {
  const spellings = [OWN, 'git@git.example.com:team/platform.git', 'ssh://git@GIT.example.com/team/platform'];
  for (const repoURL of spellings) {
    const { names, notChecked } = await renderFiles({
      'app/a.yaml': configMap('a'),
      'root.yaml': application('x', { source: { repoURL, path: 'app' } }),
    });
    expect({ repoURL, names, notChecked }).toEqual({ repoURL, names: ['x: ConfigMap shop/a'], notChecked: [] });
  }
});

const OVERLAY = {
  'base/app.yaml': application('web', own('to-be-patched')),
  'base/kustomization.yaml': 'resources: [app.yaml]\n',
  'prod/kustomization.yaml':
    'resources: [../base]\npatches:\n  - target: { kind: Application }\n    patch: |-\n      - { op: replace, path: /spec/source/path, value: shop }\n',
  'shop/a.yaml': configMap('a'),
};

test('an Application in a base counts as its overlays make it, whether an Application deploys them or nobody', async () => {
  const applied = await renderFiles(OVERLAY);
  expect([applied.names, applied.problems]).toEqual([['web: ConfigMap shop/a'], []]);
  const deployed = await renderFiles({ ...OVERLAY, 'root.yaml': application('root', own('prod')) });
  expect(deployed.problems).toEqual([]);
  expect([...deployed.names].sort()).toEqual(['root: Application argocd/web', 'web: ConfigMap shop/a']);
});

test('an Application of a kustomization that cannot be built is rendered as it stands', async () => {
  const { names } = await renderFiles({
    'apps/app.yaml': application('web', own('shop')),
    'apps/kustomization.yaml': 'resources: [app.yaml, gone.yaml]\n',
    'shop/a.yaml': configMap('a'),
  });
  expect(names).toEqual(['web: ConfigMap shop/a']);
});

test('of two different Applications with one name the second is named as not rendered', async () => {
  const files = { 'one/a.yaml': configMap('a'), 'two/a.yaml': configMap('a') };
  const { notChecked } = await renderFiles({
    ...files,
    'dev/web.yaml': application('web', own('one')),
    'prod/web.yaml': application('web', own('two')),
    'stage/web.yaml': application('web', own('one')),
  });
  expect(notChecked).toEqual(['another Application of that name is rendered: web of prod/web.yaml']);
});
