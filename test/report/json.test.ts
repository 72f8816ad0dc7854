import { expect, test } from 'vitest';
import { json } from '../../generator/report/json.ts';
import { finding, HOSTILE, PLAIN, report } from './_report.ts';

const render = (changes = {}) => JSON.parse(json.render(report(changes), PLAIN));

test('has version, summary, notChecked and findings, and nothing else', () => {
  expect(render()).toEqual({
    version: 1,
    summary: { resources: 40, rendered: 6, errors: 1, warnings: 0, waived: 0 },
    notChecked: [{ what: 'kafka 32.4.3', reason: 'chart is not here' }],
    findings: [finding()],
  });
});

test('counts errors, warnings and waived findings apart', () => {
  const findings = [finding(), finding({ level: 'warn' }), finding({ level: 'warn' }), finding({ level: 'off' })];
  expect(render({ findings }).summary).toMatchObject({ errors: 1, warnings: 2, waived: 1 });
});

test('keeps any text as it was', () => {
  expect(render({ findings: [finding({ message: HOSTILE })] }).findings[0].message).toBe(HOSTILE);
});

test('ends with a line break, and says so for a run without findings', () => {
  expect(json.render(report({ findings: [] }), PLAIN)).toMatch(/\n$/);
  expect(render({ findings: [], notChecked: [] })).toMatchObject({ notChecked: [], findings: [] });
});
