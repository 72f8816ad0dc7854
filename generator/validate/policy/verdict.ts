/** Reads what the module answers, and makes violations of it. */
import type { Violation } from '../../contract/finding.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { isRecord } from '../../contract/resource.ts';
import { type EnforcedStandard, isRefused } from '../index/pod-security.ts';
import { ADMISSION_RULES } from '../layer-rules.ts';
import { PolicyCrash } from './evaluator.ts';
import { formatMessage } from './message.ts';
import type { RuleInfo } from './rule-info.ts';

/** What a rule says about one resource. */
export interface RuleFinding {
  readonly rule: string;
  readonly finding: Readonly<Record<string, unknown>>;
}

/** The rules of a run. */
export interface RuleTable {
  readonly rules: ReadonlyMap<string, RuleInfo>;
  /** Ids to report; `undefined` for all. */
  readonly wanted: ReadonlySet<string> | undefined;
  readonly enforced: EnforcedStandard;
}

/** The findings of a verdict that saw all it was given; silence about a resource it never saw is no verdict. */
export function readVerdict(verdict: unknown, given: number): readonly unknown[] {
  if (!isRecord(verdict) || !Array.isArray(verdict.findings)) throw new PolicyCrash('the policy gave no verdict');
  if (verdict.seen !== given) throw new PolicyCrash(`the policy saw ${String(verdict.seen)} of ${given} resources`);
  return verdict.findings;
}

export function readFinding(rule: unknown, finding: unknown): RuleFinding {
  if (typeof rule !== 'string' || !isRecord(finding)) throw new PolicyCrash('the policy gave a finding without a rule');
  return { rule, finding };
}

/** Whether a kept value is a list of findings; it was written under a key that names the code which wrote it. */
export function isFindingList(value: unknown): value is readonly RuleFinding[] {
  return Array.isArray(value) && value.every((one) => isRecord(one) && typeof one.rule === 'string');
}

export function toViolation(
  { rules, wanted, enforced }: RuleTable,
  { rule: id, finding }: RuleFinding,
  subject: Rendered | undefined,
): Violation[] {
  if (wanted !== undefined && !wanted.has(id)) return [];
  const rule = rules.get(id);
  if (rule === undefined) throw new PolicyCrash(`the bundle has a rule ${id} that its manifest does not know`);
  const message = formatMessage(rule.message, finding);
  const standard = subject === undefined ? undefined : enforced(subject);
  return [
    {
      ...(isRefused(finding.standard ?? rule.standard, standard)
        ? refusal(`${message} Its namespace enforces the ${standard} standard, so the API server refuses the pod.`)
        : { layer: 'policy', rule: id, severity: rule.severity, title: rule.title, message }),
      fix: formatMessage(rule.fix, finding),
      ...(typeof finding.pointer === 'string' ? { pointer: finding.pointer } : {}),
      ...(subject === undefined ? {} : { subject }),
    },
  ];
}

/** What no level and no waiver of a rule changes: the cluster does not run the pod. */
function refusal(message: string): Pick<Violation, 'layer' | 'rule' | 'severity' | 'title' | 'message'> {
  const { title } = ADMISSION_RULES['pod-security'];
  return { layer: 'admission', rule: 'pod-security', severity: 'critical', title, message };
}

/** A policy that failed is told of what it failed on. */
export function crashViolation(subject: Rendered | undefined, thrown: unknown, cluster = ''): Violation {
  const reason = thrown instanceof Error ? thrown.message : String(thrown);
  const where = subject === undefined ? `the repository rules of cluster "${cluster}"` : 'this resource';
  return {
    layer: 'policy',
    rule: 'policy-crash',
    severity: 'high',
    title: 'A policy could not judge this',
    message: `The policies failed on ${where}: ${reason}.`,
    fix: 'Look for a value of an unexpected type; if the resource is valid, report the rule.',
    ...(subject === undefined ? {} : { subject }),
  };
}
