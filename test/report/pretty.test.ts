import { expect, test } from 'vitest';
import { STOPPED_AT_CONFIG } from '../../generator/contract/finding.ts';
import { pretty } from '../../generator/report/pretty.ts';
import { finding, HOSTILE, PLAIN, report } from './_report.ts';

const lines = (changes = {}, options = PLAIN) => pretty.render(report(changes), options).trimEnd().split('\n');

test('tells the place first, then what is wrong, where, and how to mend it', () => {
  expect(lines().slice(0, 4)).toEqual([
    'platform.config.ts:12:5 error POD-001 Container runs as root',
    '  Container web may run as root.',
    '  Deployment web/web · /spec/template/spec/containers/0 · charts/service/1.0.0/templates/workload.yaml · on prod-eu',
    '  fix: Set runAsNonRoot: true.',
  ]);
});

test('the last line says what was not checked', () => {
  expect(lines().at(-1)).toBe('not checked: 1 × chart is not here (kafka 32.4.3)');
  expect(lines({ notChecked: [] }).at(-1)).toBe('nothing was left unchecked');
});

test('a run that stopped at the config says so, and claims no check', () => {
  const stopped = { notChecked: [STOPPED_AT_CONFIG], summary: { resources: 0, rendered: 0 } };
  expect(lines(stopped).slice(-2)).toEqual([
    'stopped at the config: 1 error, 0 warnings',
    'not checked: the whole tree, because of a config with errors none is made',
  ]);
});

test('the last line groups by reason, and names everything when asked', () => {
  const notChecked = ['kafka', 'loki', 'keda', 'istiod'].map((what) => ({ what, reason: 'chart is not here' }));
  expect(lines({ notChecked }).at(-1)).toBe('not checked: 4 × chart is not here (kafka, loki, keda and 1 more)');
  expect(lines({ notChecked }, { ...PLAIN, verbose: true }).at(-1)).toBe(
    'not checked: 4 × chart is not here (kafka, loki, keda, istiod)',
  );
});

test('control characters and line breaks of names and messages reach no terminal', () => {
  const hostile = finding({
    rule: HOSTILE,
    title: HOSTILE,
    message: HOSTILE,
    fix: HOSTILE,
    pointer: HOSTILE,
    origin: { file: HOSTILE, line: 1, column: 1 },
    resource: { apiVersion: 'v1', kind: HOSTILE, namespace: HOSTILE, name: HOSTILE },
    occurrences: [
      {
        cluster: HOSTILE,
        environment: 'dev',
        application: 'web',
        level: 'error',
        waiver: { owner: HOSTILE, reason: HOSTILE },
      },
    ],
  });
  const changes = { findings: [hostile], done: [HOSTILE], notChecked: [{ what: HOSTILE, reason: HOSTILE }] };
  const text = pretty.render(report(changes), PLAIN);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
  expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028\u2029]/);
  expect(text.split('\n').filter((line) => line.startsWith('::'))).toEqual([]);
});

test('errors come first, and warnings beyond twenty are counted', () => {
  const warnings = Array.from({ length: 23 }, (_, index) => finding({ level: 'warn', rule: `POD-${index}` }));
  const findings = [...warnings, finding()];
  const short = lines({ findings });
  expect(short[0]).toContain(' error POD-001 ');
  expect(short).toContain('… and 3 warnings more; --verbose shows them');
  expect(lines({ findings }, { ...PLAIN, verbose: true }).join('\n')).toContain(' warning POD-22 ');
});

test('a waived finding is counted, and shown with its reason when asked', () => {
  const occurrences = [
    {
      cluster: 'dev',
      environment: 'dev',
      application: 'dev-web',
      level: 'off',
      waiver: { owner: '@shop/core', reason: 'until May' },
    },
  ] as const;
  const findings = [finding({ level: 'off', occurrences })];
  expect(lines({ findings }).join('\n')).toContain('0 errors, 0 warnings, 1 waived');
  expect(lines({ findings }, { ...PLAIN, verbose: true })).toContain('  waived by @shop/core: until May');
});

test('colour is used only when it is asked for', () => {
  expect(pretty.render(report(), PLAIN)).not.toContain('\u001b[');
  expect(pretty.render(report(), { ...PLAIN, color: true })).toContain('\u001b[31merror\u001b[39m');
});
