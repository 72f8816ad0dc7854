import { afterAll, describe, expect, it } from 'vitest';
import { type KustomizeOptions, openKustomizeEngine } from '../../generator/engines/kustomize-engine.ts';

const engine = openKustomizeEngine();
afterAll(() => engine.close());

const WORKLOAD = `apiVersion: apps/v1
kind: Deployment
metadata: { name: payments }
spec:
  replicas: 1
  selector: { matchLabels: { app: payments } }
  template:
    metadata: { labels: { app: payments } }
    spec: { containers: [{ name: payments, image: 'registry.example.com/shop/payments:1.0.0' }] }
`;
const BASE = {
  'base/kustomization.yaml': 'resources: [workload.yaml]\n',
  'base/workload.yaml': WORKLOAD,
};

function build(files: Readonly<Record<string, string>>, folder: string, options: KustomizeOptions = {}) {
  const given = Object.entries(files).map(([name, text]) => ({ name, data: Buffer.from(text) }));
  return engine.build({ files: given, folder, options });
}

const overlay = (text: string) => ({ ...BASE, 'prod/kustomization.yaml': text });

describe('building', () => {
  it('gives an overlay’s objects with the files they stand in', async () => {
    const files = overlay(
      'namespace: shop\nnamePrefix: prod-\nresources: [../base]\nconfigMapGenerator: [{ name: settings, literals: [LEVEL=info] }]\n',
    );
    const built = await build(files, 'prod');
    expect(built).toMatchObject({ error: undefined, remote: [], skipped: [] });
    expect(built.objects).toMatchObject([
      { kind: 'ConfigMap', metadata: { name: expect.stringMatching(/^prod-settings-\w+$/), namespace: 'shop' } },
      { kind: 'Deployment', metadata: { name: 'prod-payments', namespace: 'shop' } },
    ]);
    expect(built.origins).toEqual(['prod/kustomization.yaml', 'base/workload.yaml']);
    expect(JSON.stringify(built.objects)).not.toContain('config.kubernetes.io/origin');
  });

  it('gives the same bytes again', async () => {
    const files = overlay('resources: [../base]\ncommonLabels: { team: core, tier: back }\n');
    expect(await build(files, 'prod')).toEqual(await build(files, 'prod'));
  });

  it('keeps the origin annotation where the file asks for it', async () => {
    const built = await build(overlay('resources: [../base]\nbuildMetadata: [originAnnotations]\n'), 'prod');
    expect(built.objects).toMatchObject([
      { metadata: { annotations: { 'config.kubernetes.io/origin': 'path: ../base/workload.yaml\n' } } },
    ]);
  });

  it('refuses files outside of the folder, in kustomize’s words', async () => {
    const { error } = await build(overlay('resources: [../base/workload.yaml]\n'), 'prod');
    expect(error).toContain("security; file '/base/workload.yaml' is not in or below '/prod'");
  });

  it('names unknown fields, missing files and folders without a kustomization', async () => {
    expect((await build(overlay('resource: [../base]\n'), 'prod')).error).toContain('unknown field "resource"');
    expect((await build(overlay('resources: [absent.yaml]\n'), 'prod')).error).toContain('absent.yaml');
    expect((await build(BASE, 'prod')).error).toContain("'/prod' doesn't exist");
  });
});

describe('what cannot be built here', () => {
  it('leaves remote entries out and names them, at any depth', async () => {
    const built = await build(
      {
        ...BASE,
        'base/kustomization.yaml': 'resources:\n- workload.yaml\n- https://example.com/crds.yaml\n',
        'prod/kustomization.yaml':
          'resources:\n- ../base\n- github.com/example/platform//base?ref=v1\n- git@example.com:team/base.git\ncomponents: [git::https://example.com/parts]\n',
      },
      'prod',
    );
    expect(built.remote).toEqual([
      { file: 'prod/kustomization.yaml', entry: 'github.com/example/platform//base?ref=v1' },
      { file: 'prod/kustomization.yaml', entry: 'git@example.com:team/base.git' },
      { file: 'prod/kustomization.yaml', entry: 'git::https://example.com/parts' },
      { file: 'base/kustomization.yaml', entry: 'https://example.com/crds.yaml' },
    ]);
    expect(built.objects).toMatchObject([{ kind: 'Deployment' }]);
  });

  it('leaves charts and foreign plugins out, and keeps kustomize’s own', async () => {
    const built = await build(
      {
        ...overlay(
          'resources: [../base]\nhelmCharts: [{ name: redis, repo: https://example.com/charts }]\ngenerators: [plugin.yaml]\ntransformers: [prefix.yaml]\n',
        ),
        'prod/plugin.yaml': 'apiVersion: example.com/v1\nkind: SecretsFromVault\nmetadata: { name: vault }\n',
        'prod/prefix.yaml':
          'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: { name: prefix }\nprefix: x-\nfieldSpecs: [{ path: metadata/name }]\n',
      },
      'prod',
    );
    expect(built.skipped).toEqual([
      { file: 'prod/kustomization.yaml', what: 'helmCharts' },
      { file: 'prod/kustomization.yaml', what: 'generators: plugin.yaml (SecretsFromVault)' },
    ]);
    expect(built.objects).toMatchObject([{ metadata: { name: 'x-payments' } }]);
  });
});

describe('options of an Application', () => {
  it('edits names, images, replicas, labels, annotations and the namespace', async () => {
    const built = await build(overlay('resources: [../base]\n'), 'prod', {
      namePrefix: 'a-',
      nameSuffix: '-z',
      images: ['registry.example.com/shop/payments=mirror.example.com/payments:1.2.0'],
      replicas: [{ name: 'payments', count: 4 }],
      commonLabels: { team: 'core' },
      commonAnnotations: { owner: 'shop' },
      namespace: 'shop',
      patches: [{ target: { kind: 'Deployment' }, patch: '- op: add\n  path: /spec/paused\n  value: true\n' }],
    });
    expect(built.error).toBeUndefined();
    expect(built.objects).toMatchObject([
      {
        metadata: { name: 'a-payments-z', namespace: 'shop', labels: { team: 'core' }, annotations: { owner: 'shop' } },
        spec: {
          replicas: 4,
          paused: true,
          selector: { matchLabels: { team: 'core' } },
          template: { spec: { containers: [{ image: 'mirror.example.com/payments:1.2.0' }] } },
        },
      },
    ]);
  });

  it('keeps selectors when labels are to stay out of them', async () => {
    const options = { commonLabels: { team: 'core' }, labelWithoutSelector: true };
    const [object] = (await build(BASE, 'base', options)).objects;
    expect(object).toMatchObject({ metadata: { labels: { team: 'core' } } });
    expect(object).toHaveProperty('spec.selector.matchLabels', { app: 'payments' });
  });

  it('refuses to replace a label unless forced', async () => {
    const files = overlay('resources: [../base]\ncommonLabels: { team: shop }\n');
    const commonLabels = { team: 'core' };
    expect((await build(files, 'prod', { commonLabels })).error).toContain('label team already in kustomization file');
    const forced = await build(files, 'prod', { commonLabels, forceCommonLabels: true });
    expect(forced.objects).toMatchObject([{ metadata: { labels: { team: 'core' } } }]);
  });

  it('adds components, and passes over missing ones when asked to', async () => {
    const files = {
      ...BASE,
      'parts/kustomization.yaml': 'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nnameSuffix: -part\n',
    };
    const components = ['../parts', '../absent'];
    expect((await build(files, 'base', { components })).error).toContain('../absent has no match');
    const built = await build(files, 'base', { components, ignoreMissingComponents: true });
    expect(built.objects).toMatchObject([{ metadata: { name: 'payments-part' } }]);
  });
});

it('ends a build that takes too long, and goes on', async () => {
  const hasty = openKustomizeEngine({ timeLimit: 1 });
  const many = Array.from({ length: 4000 }, (_, index) => WORKLOAD.replace('name: payments', `name: p${index}`));
  const data = Buffer.from(many.join('---\n'));
  const files = [
    { name: 'kustomization.yaml', data: Buffer.from('resources: [all.yaml]\n') },
    { name: 'all.yaml', data },
  ];
  const late = await hasty.build({ files, folder: '', options: {} });
  expect(late.error).toBe('building the kustomization in "" took longer than 0.001 s and was ended');
  await hasty.close();
});
