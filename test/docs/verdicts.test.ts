import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { validateResources } from '../../generator/library.ts';

const page = readFileSync(join(import.meta.dirname, '../../docs/verdicts.md'), 'utf8');
const section = page.slice(page.indexOf('## What only this layer sees'), page.indexOf('## Admission'));
const examples = section
  .split(/\n(?=\*\*\w+\*\*:)/)
  .map((part) => ({
    layer: /^\*\*(\w+)\*\*/.exec(part)?.[1] ?? '',
    text: /```yaml\n([\s\S]*?)```/.exec(part)?.[1] ?? '',
    kubernetes: /# kubernetes: (\S+)/.exec(part)?.[1] ?? '',
  }))
  .filter(({ text }) => text !== '');

test.each(examples)('only $layer catches its example', async ({ layer, text, kubernetes }) => {
  const layers = ['schema', 'admission', 'policy'];
  const catches: string[] = [];
  for (const one of layers) {
    const { findings } = await validateResources(text, { kubernetes, layers: [one] });
    // The example is about one mistake; opinions on the pod around it are not it.
    const mistakes = findings.filter(
      (finding) => finding.level === 'error' && !/^(POD|RES|IMG|NET|NS)-/.test(finding.rule),
    );
    if (mistakes.length > 0) catches.push(one);
  }
  expect(catches).toEqual([layer]);
});

test('there is an example for each layer that judges resources', () => {
  expect(examples.map(({ layer }) => layer)).toEqual(['schema', 'admission', 'policy']);
});
