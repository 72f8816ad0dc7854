import { expect, test } from 'vitest';
import type { Violation } from '../../generator/contract/finding.ts';
import { type GroupContext, groupViolations } from '../../generator/validate/group.ts';
import { levelOf } from '../../generator/validate/levels.ts';
import { checkRuleNames } from '../../generator/validate/rule-names.ts';
import { openWaivers } from '../../generator/validate/waivers.ts';

const waiver = {
  rule: 'POD-001',
  target: 'Deployment/web/*',
  owner: '@shop/core',
  reason: 'needs the device',
  expires: '2026-12-31',
};

function violation(cluster: string, changes: Partial<Violation> = {}): Violation {
  return {
    layer: 'policy',
    rule: 'POD-001',
    severity: 'critical',
    title: 'privileged',
    message: 'Container "web" is privileged.',
    fix: 'Remove it.',
    pointer: '/spec',
    subject: {
      cluster,
      environment: cluster === 'dev' ? 'dev' : 'prod',
      kubernetes: '1.34',
      application: `${cluster}-web`,
      source: 'charts/service',
      template: 'service/templates/workload.yaml',
      resource: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'web' } },
      origin: ['services', 'web'],
    },
    ...changes,
  };
}

function context(waivers: readonly (typeof waiver)[], today = '2026-11-21'): GroupContext {
  return {
    policy: {},
    protectedEnvironments: new Set(['prod']),
    waivers: openWaivers(waivers, today),
    hubEnvironment: 'prod',
    origin: (one) => one.origin ?? one.subject?.origin,
    place: () => ({ file: 'platform.config.ts', line: 7, column: 3 }),
  };
}

test('one cause on several clusters is one finding with their names', () => {
  const findings = groupViolations([violation('prod-a'), violation('dev'), violation('prod-b')], context([]));
  expect(findings).toHaveLength(1);
  expect(findings[0]?.occurrences.map((one) => one.cluster)).toEqual(['dev', 'prod-a', 'prod-b']);
  expect(findings[0]?.origin).toEqual({ file: 'platform.config.ts', line: 7, column: 3 });
});

test('objects of two templates have two causes, whatever their messages say', () => {
  const { subject } = violation('prod-a');
  const changes = subject === undefined ? {} : { subject: { ...subject, template: 'service/templates/job.yaml' } };
  expect(groupViolations([violation('prod-a'), violation('prod-a', changes)], context([]))).toHaveLength(2);
});

test('of objects with one cause, one is named for which something has to be done', () => {
  const { subject } = violation('prod-a');
  if (subject === undefined) throw new Error('the violation has no subject');
  const resource = { ...subject.resource, metadata: { name: 'other', namespace: 'other' } };
  const [finding] = groupViolations(
    [violation('prod-a'), violation('prod-b', { subject: { ...subject, resource } })],
    context([waiver]),
  );
  expect(finding).toMatchObject({ level: 'error', resource: { name: 'other' } });
});

test('a waived finding stays visible, with its reason, and is no error', () => {
  const [finding] = groupViolations([violation('prod-a')], context([waiver]));
  expect(finding?.level).toBe('off');
  expect(finding?.occurrences[0]?.waiver).toEqual({ owner: '@shop/core', reason: 'needs the device' });
});

test('a waiver holds through its last day, and is a finding after it', () => {
  expect(groupViolations([violation('prod-a')], context([waiver], '2026-12-31')).map((one) => one.rule)).toEqual([
    'POD-001',
  ]);
  const late = groupViolations([violation('prod-a')], context([waiver], '2027-01-01'));
  expect(late.map((one) => [one.rule, one.level])).toEqual([
    ['POD-001', 'error'],
    ['waiver-expired', 'error'],
  ]);
});

test('a waiver that matches nothing is told, with its line', () => {
  const [finding] = groupViolations([], context([waiver]));
  expect(finding).toMatchObject({ rule: 'waiver-unused', level: 'warn', origin: { line: 7 } });
});

test('a target names kind, namespace and name, with a star for any text', () => {
  const { match } = openWaivers([waiver], '2026-11-21');
  const { subject } = violation('dev');
  const matches = (rule: string, kind = 'Deployment', namespace = 'web') => {
    if (subject === undefined) throw new Error('the violation has no subject');
    const resource = { ...subject.resource, kind, metadata: { name: 'web', namespace } };
    return match(violation('dev', { rule, subject: { ...subject, resource } })) !== undefined;
  };
  expect(matches('POD-001')).toBe(true);
  expect(matches('POD-002')).toBe(false);
  expect(matches('POD-001', 'Deployment', 'api')).toBe(false);
  expect(matches('POD-001', 'Job')).toBe(false);
});

test('levels: the rule, then the environment, then protection decide; other layers are always errors', () => {
  const medium = violation('prod', { severity: 'medium' });
  const none = context([]);
  expect(levelOf(medium, 'prod', none)).toBe('error');
  expect(levelOf(medium, 'dev', none)).toBe('warn');
  expect(levelOf(medium, 'prod', { ...none, policy: { levels: { default: 'critical' } } })).toBe('warn');
  expect(levelOf(medium, 'dev', { ...none, policy: { rules: { 'POD-001': { dev: 'error' } } } })).toBe('error');
  expect(levelOf(medium, 'prod', { ...none, policy: { rules: { 'POD-001': 'off' } } })).toBe('off');
  expect(levelOf({ ...medium, layer: 'schema' }, 'dev', none)).toBe('error');
});

test('a rule that is switched off everywhere is no finding', () => {
  const off = { ...context([]), policy: { rules: { 'POD-001': 'off' as const } } };
  expect(groupViolations([violation('prod-a')], off)).toEqual([]);
});

test('a mistyped rule id in the config is an error with a suggestion', () => {
  const found = checkRuleNames({ rules: { 'POD-01': 'off' }, waivers: [{ ...waiver, rule: 'PDO-001' }] }, [
    'POD-001',
    'IMG-002',
  ]);
  expect(found.map((one) => [one.origin, one.message])).toEqual([
    [['policy', 'rules', 'POD-01'], '"POD-01" is not a rule; did you mean "POD-001"?'],
    [['policy', 'waivers', 0, 'rule'], '"PDO-001" is not a rule; did you mean "POD-001"?'],
  ]);
});
