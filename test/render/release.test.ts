// What is kept of a render, what must not be, and what comes out differently each time.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { redactSecrets } from '../../generator/render/redact.ts';
import { application, own, renderFiles } from '../support/render-files.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

function chart(template: string, values = ''): Readonly<Record<string, string>> {
  return {
    'chart/Chart.yaml': 'apiVersion: v2\nname: web\nversion: 1.0.0\n',
    'chart/values.yaml': values,
    'chart/templates/a.yaml': template,
    'root.yaml': application('x', own('chart')),
  };
}

const RANDOM = `apiVersion: v1
kind: Secret
metadata: { name: login, annotations: { made: {{ now | date "2006-01-02" | quote }} } }
stringData: { word: {{ .Values.existing | default (randAlphaNum 12) | quote }}, same: fixed }
`;

function cachedText(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files.map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8')).join('\n');
}

test('a chart that makes things up is told, with the fields', async () => {
  const { problems } = await renderFiles(chart(RANDOM, 'existing: ""\n'));
  expect(problems).toEqual([
    'unstable-output: web/templates/a.yaml: Secret login of chart has another value at /metadata/annotations/made, /stringData/word at every render, so Argo CD never sees it in sync and applies it anew',
  ]);
});

test('hooks, and what the Application ignores, may change', async () => {
  const hook = RANDOM.replace('annotations: {', 'annotations: { helm.sh/hook: pre-install,');
  expect((await renderFiles(chart(hook, 'existing: ""\n'))).problems).toEqual([]);
  const ignored = {
    ...chart(RANDOM, 'existing: ""\n'),
    'root.yaml': application('x', {
      ...own('chart'),
      ignoreDifferences: [{ kind: 'Secret', name: 'login', jsonPointers: ['/stringData'] }],
    }),
  };
  expect((await renderFiles(ignored)).problems).toEqual([]);
});

test('with one seed the output repeats, from the cache too', async () => {
  const cacheFolder = temporaryFolder({});
  const files = chart(
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { order: {{ keys .Values.map | join "," | quote }} }\n',
    'map: { a: 1, b: 2, c: 3, d: 4, e: 5, f: 6 }\n',
  );
  const first = await renderFiles(files, { cacheFolder });
  const second = await renderFiles(files, { cacheFolder });
  const third = await renderFiles(files);
  expect(existsSync(join(cacheFolder, 'renders.records'))).toBe(true);
  expect(second.object('ConfigMap', 'a')).toEqual(first.object('ConfigMap', 'a'));
  expect(third.object('ConfigMap', 'a')).toEqual(first.object('ConfigMap', 'a'));
  expect(second.problems).toEqual(first.problems);
  expect(third.problems).toEqual(first.problems);
});

test('no value of a Secret, and no credential among the values, reaches the cache', async () => {
  const cacheFolder = temporaryFolder({});
  const secret =
    'apiVersion: v1\nkind: Secret\nmetadata: { name: a }\nstringData: { word: visible-nowhere }\ndata: { other: dmlzaWJsZQ== }\n';
  const { object } = await renderFiles(chart(secret), { cacheFolder });
  expect(object('Secret', 'a')).toMatchObject({
    stringData: { word: '(redacted)' },
    data: { other: 'KHJlZGFjdGVkKQ==' },
  });
  expect(cachedText(cacheFolder)).toContain('(redacted)');
  expect(cachedText(cacheFolder)).not.toMatch(/visible-nowhere|dmlzaWJsZQ/);
  const other = temporaryFolder({});
  const environment =
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { word: {{ .Values.adminPassword }} }\n';
  await renderFiles(
    {
      ...chart(environment, 'adminPassword: ""\n'),
      'root.yaml': application('x', own('chart', { helm: { valuesObject: { adminPassword: 'not-to-keep' } } })),
    },
    { cacheFolder: other },
  );
  // Which values the chart reads is kept; what was given for them is not.
  expect(cachedText(other)).not.toContain('not-to-keep');
});

test('redaction keeps what rules look at: keys, types, emptiness, and whether bytes are bytes', () => {
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'a' },
    data: { good: 'YWJj', bad: 'no base64!', empty: '', number: 7, none: null },
  };
  expect(redactSecrets(secret).data).toEqual({
    good: 'KHJlZGFjdGVkKQ==',
    bad: '(redacted)',
    empty: '',
    number: 0,
    none: null,
  });
  const other = { ...secret, kind: 'ConfigMap' };
  expect(redactSecrets(other)).toBe(other);
});
