import { expect, it } from 'vitest';
import type { HelmDocument, HelmRender } from '../../generator/engines/helm-protocol.ts';
import { readChartResources } from '../../generator/render/helm.ts';

const service = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'payments' } };

function buildRender(documents: readonly Partial<HelmDocument>[], error?: string): HelmRender {
  const complete = documents.map((document) => ({
    kind: 'manifest' as const,
    source: 'payments/templates/all.yaml',
    text: '',
    object: undefined,
    error: undefined,
    duplicates: [],
    ...document,
  }));
  return { documents: complete, notes: '', warnings: [], error };
}

it('takes lists apart, and leaves out tests and documents that hold nothing', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [service, service] };
  const render = buildRender([{ object: list }, { object: null }, { kind: 'test', object: service }]);
  const template = 'payments/templates/all.yaml';
  expect(readChartResources(render)).toEqual({
    resources: [
      { template, resource: service },
      { template, resource: service },
    ],
    problems: [],
  });
});

it('tells each problem once', () => {
  const words = 'yaml: line 4: mapping values are not allowed in this context';
  const render = buildRender(
    [{ error: words }, { object: 'text' }],
    `YAML parse error on payments/templates/all.yaml: ${words}`,
  );
  expect(readChartResources(render).problems.map(({ severity, message }) => `${severity}: ${message}`)).toEqual([
    `error: YAML parse error on payments/templates/all.yaml: ${words}`,
    'error: a document lacks apiVersion, kind or metadata',
  ]);
});

it('warns of keys that stand twice', () => {
  const duplicates = [{ line: 7, message: 'key "image" already set in map' }];
  expect(readChartResources(buildRender([{ object: service, duplicates }])).problems).toEqual([
    { template: 'payments/templates/all.yaml', severity: 'warning', message: 'key "image" already set in map' },
  ]);
});
