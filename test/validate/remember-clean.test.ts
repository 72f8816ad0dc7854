import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { Rendered } from '../../generator/contract/rendered.ts';
import type { KubernetesObject } from '../../generator/contract/resource.ts';
import { NO_PARAMETERS, type PolicyParameters } from '../../generator/validate/index/parameters.ts';
import { validateResources } from '../../generator/validate/validate.ts';

const folder = mkdtempSync(join(tmpdir(), 'clean-'));
afterAll(() => rmSync(folder, { recursive: true }));

const in_ = (application: string, resource: KubernetesObject): Rendered => ({
  ...{ cluster: 'prod', environment: 'prod', kubernetes: '1.36', application, source: `${application}.yaml` },
  resource,
});
const namespace = (name: string, labels: Record<string, string>): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'Namespace' },
  metadata: { name, labels: { 'pod-security.kubernetes.io/enforce': 'baseline', ...labels } },
});
const config = (data: unknown): KubernetesObject => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'web', namespace: 'web' } },
  data,
});
/** Of this a rule finds something, wherever it runs. */
const pod: KubernetesObject = {
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'tool', namespace: 'tools' } },
  spec: { containers: [{ name: 'tool', image: 'registry.example.com/tool:1' }] },
};
const widget = (extra: object): KubernetesObject => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { kind: 'Widget', listKind: 'WidgetList', plural: 'widgets', singular: 'widget' },
    versions: [
      {
        ...{ name: 'v1', served: true, storage: true },
        schema: { openAPIV3Schema: { type: 'object', properties: { size: { type: 'integer', ...extra } } } },
      },
    ],
  },
});
const custom: KubernetesObject = {
  ...{ apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'web' } },
  size: 3,
};

const base = [
  in_('namespaces', namespace('web', {})),
  in_('namespaces', namespace('tools', {})),
  in_('kinds', widget({})),
  in_('web', config({ a: 'b' })),
  in_('widgets', custom),
  in_('tools', pod),
];
const judge = async (
  resources: readonly Rendered[],
  cacheFolder: string | null,
  parameters: PolicyParameters = NO_PARAMETERS,
) =>
  (await validateResources(resources, { parameters, cacheFolder })).violations.map(
    ({ rule, message, severity, subject }) =>
      `${subject?.application} ${subject?.resource.kind} ${rule} ${severity} ${message}`,
  );
const clean = () =>
  existsSync(join(folder, 'clean.records')) ? readFileSync(join(folder, 'clean.records'), 'utf8').match(/\ttrue/g) : [];

test('of what was found clean nothing is asked again, and of the rest everything', async () => {
  const afresh = await judge(base, null);
  expect(afresh.some((one) => one.startsWith('tools Pod'))).toBe(true);
  expect(afresh.filter((one) => !/^(?:tools|namespaces) /.test(one))).toEqual([]);
  expect(await judge(base, folder)).toEqual(afresh);
  // All but the two with findings.
  expect(clean()).toHaveLength(3);
  expect(await judge(base, folder)).toEqual(afresh);
  expect(clean()).toHaveLength(3);
});

const changes: Record<string, readonly Rendered[]> = {
  'a resource': base.map((one) => (one.application === 'web' ? in_('web', config({ a: 1 })) : one)),
  'one more resource': [...base, in_('web', { ...config({ a: 1 }), metadata: { name: 'more', namespace: 'web' } })],
  'the definition of its kind': base.map((one) =>
    one.application === 'kinds' ? in_('kinds', widget({ maximum: 2 })) : one,
  ),
  'its minor, of which a kind is not served': base.map((one) => ({ ...one, kubernetes: '1.33' })),
  'what its namespace enforces': base.map((one) =>
    one.resource.metadata.name === 'tools'
      ? in_('namespaces', namespace('tools', { 'pod-security.kubernetes.io/enforce': 'restricted' }))
      : one,
  ),
};

for (const [what, resources] of Object.entries(changes)) {
  test(`after a change of ${what} the verdict is that of a run without memory`, async () => {
    await judge(base, folder);
    expect(await judge(resources, folder)).toEqual(await judge(resources, null));
  });
}

test('what is nested too deeply is told beside what was found clean before', async () => {
  await judge(base, folder);
  const deep = (levels: number) => JSON.parse(`${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`);
  for (const levels of [600, 5000]) {
    const resources = [...base, in_('deep', config(deep(levels)))];
    const found = await judge(resources, folder);
    expect(found).toEqual(await judge(resources, null));
    expect(found.filter((one) => one.includes('too-deep'))).toHaveLength(1);
    expect(await judge(resources, folder)).toEqual(found);
  }
});

test('another policy is asked about everything', async () => {
  const strict = { ...NO_PARAMETERS, environments: { prod: { protected: true, podSecurity: 'restricted' as const } } };
  await judge(base, folder);
  expect(await judge(base, folder, strict)).toEqual(await judge(base, null, strict));
});
