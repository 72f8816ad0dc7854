import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { Violation } from '../../../generator/contract/finding.ts';
import type { Rendered } from '../../../generator/contract/rendered.ts';
import type { KubernetesObject } from '../../../generator/contract/resource.ts';
import { NO_PARAMETERS } from '../../../generator/validate/index/parameters.ts';
import { validateResources } from '../../../generator/validate/validate.ts';

const folder = mkdtempSync(join(tmpdir(), 'admission-'));
afterAll(() => rmSync(folder, { recursive: true }));

function rendered(resource: KubernetesObject, more: Partial<Rendered> = {}): Rendered {
  return {
    cluster: 'prod',
    environment: 'prod',
    kubernetes: '1.36',
    application: 'prod-web',
    source: 'web.yaml',
    resource,
    ...more,
  };
}

async function judge(
  resources: readonly Rendered[],
  layers = ['schema', 'admission'],
  cacheFolder: string | null = null,
) {
  const { violations, notChecked } = await validateResources(resources, {
    parameters: NO_PARAMETERS,
    layers: new Set(layers),
    cacheFolder,
  });
  return { found: violations.map(told), violations, notChecked };
}

function told({ layer, rule, pointer, message }: Violation): string {
  return `${layer} ${rule} ${pointer ?? '-'}: ${message}`;
}

const deployment = (spec: object, container: object = {}): KubernetesObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'registry.example.com/web:1', ...container }] },
    },
    ...spec,
  },
});

const application = (syncOptions: string[]): KubernetesObject => ({
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: { name: 'prod-web', namespace: 'argocd' },
  spec: {
    project: 'default',
    destination: { name: 'in-cluster', namespace: 'web' },
    source: { repoURL: 'https://git.example.com/platform', path: 'web' },
    syncPolicy: { syncOptions },
  },
});

const twice = deployment(
  {},
  {
    env: [
      { name: 'A', value: '1' },
      { name: 'A', value: '2' },
    ],
  },
);

describe('what no schema says', () => {
  test('a selector that does not select its own pods', async () => {
    const { found } = await judge([rendered(deployment({ selector: { matchLabels: { app: 'other' } } }))]);
    expect(found).toEqual([
      'admission invalid /spec/template/metadata/labels: Invalid value: {"app":"web"}: `selector` does not match template `labels`',
    ]);
  });

  test('a rule in CEL of a custom kind, given or bundled', async () => {
    const definition: KubernetesObject = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'shops.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { kind: 'Shop', listKind: 'ShopList', plural: 'shops', singular: 'shop' },
        versions: [
          {
            name: 'v1',
            served: true,
            storage: true,
            schema: {
              openAPIV3Schema: {
                type: 'object',
                properties: {
                  spec: {
                    type: 'object',
                    'x-kubernetes-validations': [{ rule: 'self.least <= self.most', message: 'least is above most' }],
                    properties: { least: { type: 'integer' }, most: { type: 'integer' } },
                  },
                },
              },
            },
          },
        ],
      },
    };
    const shop = (spec: object): KubernetesObject => ({
      apiVersion: 'example.com/v1',
      kind: 'Shop',
      metadata: { name: 'one', namespace: 'web' },
      spec,
    });
    expect((await judge([rendered(definition), rendered(shop({ least: 1, most: 2 }))])).found).toEqual([]);
    expect((await judge([rendered(definition), rendered(shop({ least: 3, most: 2 }))])).found).toEqual([
      'admission invalid /spec: Invalid value: least is above most',
    ]);
  });
});

describe('one cause is told once', () => {
  test('by the schema, where it sees it', async () => {
    const { found } = await judge([rendered(deployment({ replicas: '2', bogus: 1 }))]);
    expect(found.map((one) => one.split(':')[0])).toEqual([
      'schema wrong-type /spec/replicas',
      'schema unknown-field /spec/bogus',
    ]);
  });

  test('and by admission, where the schema is not asked', async () => {
    const { found } = await judge([rendered(deployment({ bogus: 1 }))], ['admission']);
    expect(found).toEqual(['admission unknown-field /spec/bogus: unknown field "spec.bogus"']);
  });
});

test('a rule that says what the server says is silent where the server says it', async () => {
  const mismatch = rendered(deployment({ selector: { matchLabels: { app: 'other' } } }));
  const rules = async (layers: string[]) =>
    (await judge([mismatch], layers)).violations
      .filter(({ message }) => /selector/i.test(message))
      .map(({ rule }) => rule);
  expect(await rules(['policy'])).toEqual(['REF-001']);
  expect(await rules(['schema', 'admission', 'policy'])).toEqual(['invalid']);
});

describe('server-side apply', () => {
  const severities = async (...resources: Rendered[]) =>
    (await judge(resources)).violations.filter((one) => one.rule === 'apply-refused').map((one) => one.severity);

  test('refuses what client-side apply takes: an error where the Application applies server-side', async () => {
    const [error] = (await judge([rendered(application(['ServerSideApply=true'])), rendered(twice)])).found.filter(
      (one) => one.includes('apply-refused'),
    );
    expect(error).toBe(
      'admission apply-refused /spec/template/spec/containers/0/env: .spec.template.spec.containers[name="web"].env: duplicate entries for key [name="A"]',
    );
    expect(await severities(rendered(application(['ServerSideApply=true'])), rendered(twice))).toEqual(['critical']);
  });

  test('is a warning elsewhere, and the object has the last word', async () => {
    const annotated = (value: string) => ({
      ...twice,
      metadata: { ...twice.metadata, annotations: { 'argocd.argoproj.io/sync-options': value } },
    });
    expect(await severities(rendered(application([])), rendered(twice))).toEqual(['low']);
    expect(await severities(rendered(application([])), rendered(annotated('ServerSideApply=true')))).toEqual([
      'critical',
    ]);
    expect(
      await severities(rendered(application(['ServerSideApply=true'])), rendered(annotated('ServerSideApply=false'))),
    ).toEqual(['low']);
  });
});

test('a verdict by the rules of another minor says so', async () => {
  const { violations } = await judge(
    [rendered(deployment({ minReadySeconds: -1 }), { kubernetes: '1.34' })],
    ['admission'],
  );
  expect(violations).toMatchObject([{ fix: expect.stringContaining('Kubernetes 1.36, with the features of 1.34') }]);
});

test('an object that is larger than any server reads is refused without asking', async () => {
  const data = Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`k${index}`, 'x'.repeat(1_000_000)]));
  const map: KubernetesObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'large' }, data };
  expect((await judge([rendered(map)], ['admission'])).found).toEqual([
    expect.stringMatching(/^admission too-large -: Request entity too large: the object has 50\d+ bytes/),
  ]);
});

test('the path of a conversion webhook is a field, though another type of that name has none', async () => {
  const definition = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: {
      name: 'widgets.example.com',
      annotations: { 'argocd.argoproj.io/sync-options': 'ServerSideApply=true' },
    },
    spec: {
      group: 'example.com',
      names: { kind: 'Widget', plural: 'widgets', singular: 'widget', listKind: 'WidgetList' },
      scope: 'Namespaced',
      conversion: {
        strategy: 'Webhook',
        webhook: {
          clientConfig: { service: { name: 'widgets', namespace: 'widgets', path: '/convert' } },
          conversionReviewVersions: ['v1'],
        },
      },
      versions: [
        { name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } },
        { name: 'v2', served: true, storage: false, schema: { openAPIV3Schema: { type: 'object' } } },
      ],
    },
  };
  expect((await judge([rendered(definition)])).found).toEqual([]);
});

test('values that may be secret are not printed', async () => {
  const { found } = await judge(
    [
      rendered(
        deployment(
          {},
          { env: [{ name: 'KEY', value: 'placeholder', valueFrom: { fieldRef: { fieldPath: 'metadata.name' } } }] },
        ),
      ),
    ],
    ['admission'],
  );
  expect(found).toHaveLength(1);
  expect(found.join()).not.toContain('placeholder');
});

test('a verdict is kept, but not what was said of a Secret', async () => {
  const secret: KubernetesObject = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'web' },
    stringData: { 'not a key': 'placeholder' },
  };
  const resources = [rendered(deployment({ minReadySeconds: -1 })), rendered(secret)];
  const first = await judge(resources, ['admission'], folder);
  const again = await judge(resources, ['admission'], folder);
  expect(again.found).toEqual(first.found);
  expect(first.found).toHaveLength(2);
  const kept = readFileSync(join(folder, 'admission.records'), 'utf8');
  expect(kept).toContain('must be greater than or equal to 0');
  expect(kept).not.toContain('not a key');
});

test('what the server fills in is not missing, whatever its OpenAPI document calls required', async () => {
  const limits: KubernetesObject = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'none' }, spec: {} };
  expect((await judge([rendered(limits)], ['schema'])).found).toEqual([
    expect.stringContaining('missing-field /spec: required field "limits"'),
  ]);
  expect((await judge([rendered(limits)])).found).toEqual([]);
});
