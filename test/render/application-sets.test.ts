// Which Applications an ApplicationSet makes.
import { expect, test } from 'vitest';
import { configMap, OWN, renderFiles } from '../support/render-files.ts';

function applicationSet(generators: readonly object[], template: object, spec: object = {}): string {
  return JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'ApplicationSet',
    metadata: { name: 'set', namespace: 'argocd' },
    spec: { generators, template, ...spec },
  });
}

function template(name: string, path: string, namespace = 'shop'): object {
  return {
    metadata: { name },
    spec: {
      project: 'default',
      source: { repoURL: OWN, path, targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace },
    },
  };
}

const APPS = {
  'apps/cart/a.yaml': configMap('cart'),
  'apps/web/a.yaml': configMap('web'),
  'apps/legacy/a.yaml': configMap('legacy'),
};
const GO = { goTemplate: true, goTemplateOptions: ['missingkey=error'] };

async function namesOf(set: string, files: Readonly<Record<string, string>> = APPS) {
  const { names, notChecked, problems } = await renderFiles({ ...files, 'set.yaml': set });
  return { names, notChecked, problems };
}

test('list: elements, in both notations', async () => {
  const elements = [
    { app: 'cart', ns: 'one' },
    { app: 'web', ns: 'two' },
  ];
  const expected = ['cart-x: ConfigMap one/cart', 'web-x: ConfigMap two/web'];
  const old = await namesOf(
    applicationSet([{ list: { elements } }], template('{{app}}-x', 'apps/{{ app }}', '{{ns}}')),
  );
  expect(old).toEqual({ names: expected, notChecked: [], problems: [] });
  const go = applicationSet([{ list: { elements } }], template('{{ .app }}-x', 'apps/{{ .app }}', '{{ .ns }}'), GO);
  expect((await namesOf(go)).names).toEqual(expected);
});

test('git: folders by pattern, without the excluded', async () => {
  const git = {
    repoURL: OWN,
    revision: 'main',
    directories: [{ path: 'apps/*' }, { path: 'apps/legacy', exclude: true }],
  };
  const go = applicationSet([{ git }], template('{{ .path.basename | upper | lower }}', '{{ .path.path }}'), GO);
  expect((await namesOf(go)).names).toEqual(['cart: ConfigMap shop/cart', 'web: ConfigMap shop/web']);
  const old = applicationSet([{ git }], template('{{path.basename}}-{{path[0]}}', '{{path}}'));
  expect((await namesOf(old)).names).toEqual(['cart-apps: ConfigMap shop/cart', 'web-apps: ConfigMap shop/web']);
});

test('git: objects in files', async () => {
  const files = {
    ...APPS,
    'envs/dev.json': '{"app": {"name": "cart"}, "replicas": 1000000}',
    'envs/prod.yaml': '- app: { name: web }\n- app: { name: legacy }\n',
  };
  const git = { repoURL: OWN, files: [{ path: 'envs/*' }], values: { from: '{{ .path.filename }}' } };
  const go = applicationSet([{ git }], template('{{ .app.name }}-{{ .values.from }}', 'apps/{{ .app.name }}'), GO);
  expect((await namesOf(go, files)).names).toEqual([
    'cart-dev.json: ConfigMap shop/cart',
    'web-prod.yaml: ConfigMap shop/web',
    'legacy-prod.yaml: ConfigMap shop/legacy',
  ]);
  const old = applicationSet(
    [{ git: { repoURL: OWN, files: [{ path: 'envs/dev.json' }] } }],
    template('{{app.name}}-{{replicas}}', 'apps/{{app.name}}'),
  );
  expect((await namesOf(old, files)).names).toEqual(['cart-1e+06: ConfigMap shop/cart']);
});

test('clusters: those whose Secrets lie in the repository, and the hub', async () => {
  const secret = (name: string, stage: string) =>
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name, labels: { 'argocd.argoproj.io/secret-type': 'cluster', stage } },
      stringData: { name, server: `https://${name}.example.com` },
    });
  const files = { ...APPS, 'c/a.json': secret('eu', 'prod'), 'c/b.json': secret('us', 'dev') };
  const all = applicationSet([{ clusters: {} }], template('{{name}}', 'apps/cart'));
  const { names, notChecked } = await namesOf(all, files);
  expect(names).toEqual(['eu: ConfigMap shop/cart', 'us: ConfigMap shop/cart', 'in-cluster: ConfigMap shop/cart']);
  expect(notChecked).toEqual([
    'only clusters whose Secrets lie in the repository are known: set.yaml: ApplicationSet set',
  ]);
  const selector = { matchExpressions: [{ key: 'stage', operator: 'In', values: ['prod'] }] };
  const chosen = applicationSet(
    [{ clusters: { selector, values: { where: '{{ .metadata.labels.stage }}' } } }],
    template('{{ .nameNormalized }}-{{ .values.where }}', 'apps/cart'),
    GO,
  );
  expect((await namesOf(chosen, files)).names).toEqual(['eu-prod: ConfigMap shop/cart']);
});

test('matrix: the second generator may use the first; merge: sets of equal keys', async () => {
  const git = { repoURL: OWN, directories: [{ path: 'apps/{{ .app }}' }] };
  const list = {
    elements: [
      { app: 'cart', name: 'one' },
      { app: 'web', name: 'two' },
    ],
  };
  const matrix = applicationSet(
    [{ matrix: { generators: [{ list }, { git }] } }],
    template('{{ .name }}-{{ .path.basename }}', '{{ .path.path }}'),
    GO,
  );
  expect((await namesOf(matrix)).names).toEqual(['one-cart: ConfigMap shop/cart', 'two-web: ConfigMap shop/web']);
  const over = {
    elements: [
      { app: 'web', name: 'changed' },
      { app: 'other', name: 'unused' },
    ],
  };
  const merge = applicationSet(
    [{ merge: { mergeKeys: ['app'], generators: [{ list }, { list: over }] } }],
    template('{{name}}', 'apps/{{app}}'),
  );
  expect((await namesOf(merge)).names).toEqual(['one: ConfigMap shop/cart', 'changed: ConfigMap shop/web']);
});

test('a selector chooses among the sets, a templatePatch changes them, a generator may bring its own template', async () => {
  const elements = [
    { app: 'cart', stage: 'dev' },
    { app: 'web', stage: 'prod' },
  ];
  const set = applicationSet(
    [
      {
        list: { elements, template: { metadata: { name: 'own-{{ .app }}' }, spec: {} } },
        selector: { matchLabels: { stage: 'prod' } },
      },
    ],
    template('{{ .app }}', 'apps/{{ .app }}'),
    { ...GO, templatePatch: 'spec:\n  project: stolen\n  destination:\n    namespace: {{ .stage }}\n' },
  );
  expect((await namesOf(set)).names).toEqual(['own-web: ConfigMap prod/web']);
});

test('generators that ask the outside are named; mistakes are findings', async () => {
  const outside = applicationSet([{ scmProvider: { github: {} } }], template('{{name}}', 'apps/cart'));
  expect((await namesOf(outside)).notChecked).toEqual([
    'its generator scmProvider asks what is outside of the repository: set.yaml: ApplicationSet set',
  ]);
  const missing = applicationSet([{ list: { elements: [{ app: 'cart' }] } }], template('{{ .ap }}', 'apps/cart'), GO);
  expect((await namesOf(missing)).problems[0]).toMatch(/^applicationset-error: set: .*map has no entry for key "ap"/);
  const twice = applicationSet(
    [{ matrix: { generators: [{ list: { elements: [{ a: '1' }] } }, { list: { elements: [{ a: '2' }] } }] } }],
    template('x', 'apps/cart'),
  );
  expect((await namesOf(twice)).problems).toEqual([
    'applicationset-error: set: both generators of a matrix give a, with different values',
  ]);
});

test('functions of chance repeat for each set of parameters; a thousand sets take one instance of the engine', async () => {
  const elements = ['cart', 'web'].map((app) => ({ app }));
  const name = template('{{ .app }}-{{ randAlphaNum 5 | lower }}', 'apps/{{ .app }}');
  const { names } = await namesOf(applicationSet([{ list: { elements } }], name, GO));
  const endings = names.map((one) => /-(\w{5}):/.exec(one)?.[1]);
  expect(endings[0]).toBeDefined();
  expect(new Set(endings).size).toBe(1);
  const many = Array.from({ length: 1000 }, (_, index) => ({ app: 'web', index: String(index) }));
  const set = applicationSet(
    [{ list: { elements: many } }],
    template('{{ .app }}-{{ .index }}', 'apps/{{ .app }}'),
    GO,
  );
  expect((await namesOf(set)).names).toHaveLength(1000);
});
