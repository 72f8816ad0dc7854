// Our charts, rendered under their cases, against what Helm 4.2.1 printed: `npm run test:conformance -- helm --write`
// asks the real helm again and writes the expected texts.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { isRecord } from '../../generator/contract/resource.ts';
import { type HelmEngine, openHelmEngine } from '../../generator/engines/helm-engine.ts';
import type { HelmDocument, HelmRender } from '../../generator/engines/helm-protocol.ts';
import { readChartFiles } from './chart-files.ts';

const folder = fileURLToPath(new URL('..', import.meta.url));
const charts = readdirSync(join(folder, 'golden', 'charts'));
let engine: HelmEngine;
const refused = new Map<string, string>();

beforeAll(async () => {
  engine = await openHelmEngine();
  for (const chart of charts) {
    const loaded = await engine.loadFiles(chart, readChartFiles(chart));
    if (!loaded.ok) refused.set(chart, loaded.error);
  }
});

function readCases(chart: string): [string, Record<string, unknown>][] {
  const path = join(folder, 'chart-cases', `${chart}.yaml`);
  const cases: unknown = existsSync(path) ? parse(readFileSync(path, 'utf8')) : { defaults: {} };
  return isRecord(cases)
    ? Object.entries(cases).filter((one): one is [string, Record<string, unknown>] => isRecord(one[1]))
    : [];
}

function readExpected(chart: string, name: string): string {
  return readFileSync(join(folder, 'golden', 'charts', chart, `${name}.txt`), 'utf8');
}

/** As `helm template --include-crds` prints it. */
function printRender({ documents, error }: HelmRender): string {
  if (error !== undefined) return `Error: ${sortViolations(error.trimEnd())}\n`;
  const print = ({ source, text }: HelmDocument) => `---\n# Source: ${source}\n${text}\n`;
  const isHook = ({ kind }: HelmDocument) => kind === 'hook' || kind === 'test';
  const manifests = documents.filter((document) => !isHook(document)).map(print);
  return `${manifests.join('').trim()}\n${documents.filter(isHook).map(print).join('')}`;
}

/** Helm meets the violations of a schema in map order. */
function sortViolations(error: string): string {
  if (!error.startsWith("values don't meet the specifications of the schema")) return error;
  return error.split('\n').sort().join('\n');
}

/** Helm passes files of crds/ on unread; we give their documents. */
function withoutCustomResourceDefinitions(text: string): string {
  const sections = text.split(/^(?=---\n# Source: )/m);
  return sections
    .filter((section) => !/^---\n# Source: [^\n]*\/crds\//.test(section))
    .join('')
    .trimStart();
}

describe.each(charts)('the chart %s prints what Helm 4.2.1 prints', (chart) => {
  it.each(readCases(chart))('%s', async (name, request) => {
    const result = await engine.render({ chart, name: 'payments', namespace: 'shop', values: [], ...request });
    const error = refused.get(chart);
    const printed = printRender(error === undefined ? result : { ...result, error });
    const [ours, expected] = [printed, readExpected(chart, name)].map(withoutCustomResourceDefinitions);
    expect(ours).toBe(expected);
  });
});

describe('files of crds/', () => {
  it('are passed on without running them as templates, each document with its file', async () => {
    const { documents } = await engine.render({ chart: 'hooks', name: 'payments', namespace: 'shop', values: [] });
    const found = documents
      .filter(({ kind }) => kind === 'crd')
      .map(({ source, text }) => [source, /name: (\S+)/.exec(text)?.[1]]);
    expect(found).toEqual([
      ['hooks/crds/a-first.yaml', 'ships.example.com'],
      ['hooks/crds/a-first.yaml', undefined],
      ['hooks/crds/a-first.yaml', 'ports.example.com'],
      ['hooks/crds/b-template.yaml', 'cranes.example.com'],
    ]);
  });
});
