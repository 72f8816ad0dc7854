import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { createOriginResolver } from '../generator/config/origin.ts';
import { findVersionEdit } from '../generator/version-edit.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

/** The config after an upgrade to 2.0.0, and the line that changed. */
function upgraded(files: Readonly<Record<string, string>>, path: readonly string[], from = '1.0.0') {
  const root = temporaryFolder(files);
  const place = createOriginResolver(join(root, 'platform.config.ts'), root);
  const { file, start, end, text } = findVersionEdit(root, place, path, from, '2.0.0');
  const source = readFileSync(join(root, file), 'utf8');
  return { file, text: source.slice(0, start) + text + source.slice(end) };
}

const configWith = (body: string) =>
  `import { definePlatform, keda } from 'slipway';\nexport default definePlatform({\n${body}\n});\n`;

const CASES: Readonly<Record<string, readonly [before: string, after: string, path: readonly string[]]>> = {
  'the version of a chart': [
    "charts: { langfuse: { version: '1.0.0' } },",
    "charts: { langfuse: { version: '2.0.0' } },",
    ['charts', 'langfuse'],
  ],
  'a version in other quotes': [
    'charts: { langfuse: { "version": "1.0.0" } },',
    'charts: { langfuse: { "version": "2.0.0" } },',
    ['charts', 'langfuse'],
  ],
  'the version of a component': [
    "infra: { keda: keda({ chart: '1.0.0' }) },",
    "infra: { keda: keda({ chart: '2.0.0' }) },",
    ['infra', 'keda'],
  ],
  'a component without options': [
    'infra: { keda: keda() },',
    "infra: { keda: keda({ chart: '2.0.0' }) },",
    ['infra', 'keda'],
  ],
  'a component with other options': [
    'infra: { keda: keda({ on: {} }) },',
    "infra: { keda: keda({ chart: '2.0.0', on: {} }) },",
    ['infra', 'keda'],
  ],
};

for (const [what, [before, after, path]] of Object.entries(CASES)) {
  test(`edits ${what}`, () => {
    const { text } = upgraded({ 'platform.config.ts': configWith(before) }, path);
    expect(text).toBe(configWith(after));
  });
}

test('edits the file that the version is imported from', () => {
  const files = {
    'platform.config.ts': "import { charts } from './charts.ts';\nexport default { charts };\n",
    'charts.ts': "export const charts = {\n  langfuse: { version: '1.0.0' },\n};\n",
  };
  expect(upgraded(files, ['charts', 'langfuse'])).toEqual({
    file: 'charts.ts',
    text: files['charts.ts'].replace('1.0.0', '2.0.0'),
  });
});

test('leaves a version that is computed to a person', () => {
  const config = configWith("charts: { langfuse: { version: ['1', '0', '0'].join('.') } },");
  expect(() => upgraded({ 'platform.config.ts': config }, ['charts', 'langfuse'])).toThrow(
    "platform.config.ts:3 does not spell out charts.langfuse.version as '1.0.0'",
  );
});
