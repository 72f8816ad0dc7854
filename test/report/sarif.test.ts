import { expect, test } from 'vitest';
import { sarif } from '../../generator/report/sarif.ts';
import { finding, PLAIN, placeless, report } from './_report.ts';

const render = (changes = {}) => JSON.parse(sarif.render(report(changes), PLAIN));
const run = (changes = {}) => render(changes).runs[0];

test('carries what SARIF 2.1.0 requires: version, runs, and a tool with a name', () => {
  const log = render();
  expect(log.version).toBe('2.1.0');
  expect(log.$schema).toMatch(/sarif-2\.1\.0/);
  expect(log.runs).toHaveLength(1);
  expect(log.runs[0].tool.driver.name).toBe('slipway');
});

test('describes each rule once, and each result names a rule that is described', () => {
  const findings = [finding(), finding({ message: 'Container job may run as root.' }), finding({ rule: 'NET-003' })];
  const { tool, results } = run({ findings });
  const ids = tool.driver.rules.map((rule: { id: string }) => rule.id);
  expect(ids).toEqual(['POD-001', 'NET-003']);
  expect(results.map((result: { ruleId: string }) => result.ruleId)).toEqual(['POD-001', 'POD-001', 'NET-003']);
});

test('each result has a message, a level that SARIF knows, and a place that counts from 1', () => {
  const findings = [
    finding(),
    finding({ level: 'warn' }),
    { ...placeless(), file: 'apps/a b/values.yaml' },
    placeless({ level: 'warn' }),
  ];
  for (const result of run({ findings }).results) {
    expect(result.message.text).not.toBe('');
    expect(['none', 'note', 'warning', 'error']).toContain(result.level);
    for (const { physicalLocation } of result.locations ?? []) {
      expect(physicalLocation.artifactLocation.uri).not.toMatch(/[ \\]/);
      expect(physicalLocation.region.startLine).toBeGreaterThan(0);
    }
  }
});

test('points to the line of the config, else to the file, else nowhere', () => {
  const { results } = run({
    findings: [finding(), { ...placeless(), file: 'apps/web/values.yaml', line: 7 }, placeless()],
  });
  const place = results.map(
    (result: { locations?: { physicalLocation: unknown }[] }) => result.locations?.[0]?.physicalLocation,
  );
  expect(place).toEqual([
    { artifactLocation: { uri: 'platform.config.ts' }, region: { startLine: 12, startColumn: 5 } },
    { artifactLocation: { uri: 'apps/web/values.yaml' }, region: { startLine: 7 } },
    undefined,
  ]);
});

test('a waived finding stays, suppressed, with the reason', () => {
  const occurrences = [
    {
      cluster: 'dev',
      environment: 'dev',
      application: 'dev-web',
      level: 'off',
      waiver: { owner: 'core', reason: 'image is rebuilt in May' },
    },
  ] as const;
  const { results } = run({ findings: [finding({ level: 'off', occurrences })] });
  expect(results[0].suppressions).toEqual([{ kind: 'external', justification: 'core: image is rebuilt in May' }]);
});

test('says what was not checked', () => {
  expect(run().invocations[0].toolExecutionNotifications).toEqual([
    { level: 'note', message: { text: 'not checked: kafka 32.4.3: chart is not here' } },
  ]);
});
