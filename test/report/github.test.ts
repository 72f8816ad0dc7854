import { expect, test } from 'vitest';
import { github } from '../../generator/report/github.ts';
import { finding, HOSTILE, PLAIN, placeless, report } from './_report.ts';

const lines = (changes = {}) => github.render(report(changes), PLAIN).split('\n').slice(0, -1);

test('annotates the line of the config', () => {
  expect(lines()).toEqual([
    '::error file=platform.config.ts,line=12,col=5,title=POD-001 Container runs as root::Container web may run as root.%0ASet runAsNonRoot: true.',
    '::notice::not checked: kafka 32.4.3: chart is not here',
  ]);
});

test('a warning is a warning, and a waived finding is silent', () => {
  const findings = [finding({ level: 'warn' }), finding({ level: 'off' })];
  expect(lines({ findings, notChecked: [] }).map((line) => line.split(' ')[0])).toEqual(['::warning']);
});

test('a finding about the whole repository has no place', () => {
  expect(lines({ findings: [placeless()] })[0]).toMatch(/^::error title=/);
});

test('no text of a finding begins a line, a command or a property of its own', () => {
  const hostile = finding({
    rule: HOSTILE,
    title: `${HOSTILE},file=other.ts`,
    message: HOSTILE,
    fix: HOSTILE,
    origin: { file: HOSTILE, line: 1, column: 1 },
  });
  const printed = lines({ findings: [hostile], notChecked: [{ what: HOSTILE, reason: HOSTILE }] });
  expect(printed).toHaveLength(2);
  expect(printed.every((line) => /^::(error|notice)/.test(line))).toBe(true);
  expect(printed.join('')).not.toMatch(/\r/);
  const [, properties = ''] = /^::error (.*?)::/s.exec(printed[0] ?? '') ?? [];
  expect(properties.split(',').map((property) => property.split('=')[0])).toEqual(['file', 'line', 'col', 'title']);
});

test('a per cent sign that is meant as one stays one', () => {
  expect(lines({ findings: [finding({ message: 'scale at 70%0A' })] })[0]).toContain('scale at 70%250A');
});
