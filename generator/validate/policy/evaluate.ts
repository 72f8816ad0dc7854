import type { NotChecked, Violation } from '../../contract/finding.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { isRecord } from '../../contract/resource.ts';
import { buildIndexes } from '../index/cluster-index.ts';
import { normalizeResource } from '../index/normalize.ts';
import { NO_PARAMETERS, type PolicyParameters } from '../index/parameters.ts';
import { REPOSITORY_ENTRYPOINT, RESOURCE_ENTRYPOINT } from './aggregate.ts';
import type { PolicyBundle } from './build.ts';
import { loadBundle } from './bundle.ts';
import { createEvaluator, PolicyCrash, type PolicyEvaluator } from './evaluator.ts';
import { formatMessage } from './message.ts';
import type { RuleInfo } from './rule-info.ts';
import { sortViolations } from './sort-violations.ts';

export interface CheckPoliciesOptions {
  readonly parameters?: PolicyParameters;
  /** Ids to report; absent means all. */
  readonly rules?: ReadonlySet<string>;
  /** Absent means the committed bundle. */
  readonly bundle?: PolicyBundle;
}

export interface PolicyVerdict {
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
}

/** Above this, memory grows faster than the number of resources. */
const CHUNK = 100;

/** What a rule says about one resource. */
interface RuleFinding {
  readonly rule: string;
  readonly finding: Readonly<Record<string, unknown>>;
}

/** A resource that stands in several clusters and is judged once. */
interface Subject {
  readonly json: string;
  readonly buckets: readonly string[];
  readonly refs: number[];
}

/** Judges resources by every rule of a bundle. Deterministic: same resources, same violations in the same order. */
export async function checkPolicies(
  resources: readonly Rendered[],
  options: CheckPoliciesOptions = {},
): Promise<PolicyVerdict> {
  const { parameters = NO_PARAMETERS } = options;
  const bundle = options.bundle ?? (await loadBundle());
  const evaluator = await createEvaluator(bundle.wasm);
  const rules = new Map(bundle.manifest.rules.map((rule) => [rule.id, rule]));
  const run = { evaluator, resources, parameters, rules, wanted: options.rules };
  const violations = [...checkResources(run), ...checkRepository(run)];
  return { violations: sortViolations(violations), notChecked: [] };
}

interface Run {
  readonly evaluator: PolicyEvaluator;
  readonly resources: readonly Rendered[];
  readonly parameters: PolicyParameters;
  readonly rules: ReadonlyMap<string, RuleInfo>;
  readonly wanted: ReadonlySet<string> | undefined;
}

function checkResources(run: Run): Violation[] {
  const violations: Violation[] = [];
  const subjects = new Map<string, Subject>();
  for (const [ref, rendered] of run.resources.entries()) {
    try {
      const normal = normalizeResource(rendered, run.parameters);
      const json = JSON.stringify(normal);
      const known = subjects.get(json);
      if (known !== undefined) known.refs.push(ref);
      else {
        const kind = normal.group === '' ? normal.kind : `${normal.group}/${normal.kind}`;
        const buckets = normal.pod === undefined ? ['*', kind] : ['*', kind, 'workload'];
        subjects.set(json, { json, buckets, refs: [ref] });
      }
    } catch (thrown) {
      violations.push(crash(rendered, thrown));
    }
  }
  run.evaluator.setData(JSON.stringify({ params: run.parameters }));
  const list = [...subjects.values()];
  for (let start = 0; start < list.length; start += CHUNK) {
    violations.push(...checkChunk(run, list.slice(start, start + CHUNK)));
  }
  return violations;
}

/** One bad object aborts its whole chunk: then each is tried alone, so that the others get their verdict. */
function checkChunk(run: Run, subjects: readonly Subject[]): Violation[] {
  let found: (readonly [number, RuleFinding])[];
  try {
    found = evaluateChunk(run.evaluator, subjects);
  } catch (thrown) {
    if (!(thrown instanceof PolicyCrash)) throw thrown;
    const [only] = subjects;
    if (only === undefined || subjects.length > 1) return subjects.flatMap((subject) => checkChunk(run, [subject]));
    return only.refs.flatMap((ref) => crash(run.resources[ref], thrown));
  }
  return found.flatMap(([place, finding]) =>
    (subjects[place]?.refs ?? []).flatMap((ref) => toViolation(run, finding, run.resources[ref])),
  );
}

function evaluateChunk(evaluator: PolicyEvaluator, subjects: readonly Subject[]): [number, RuleFinding][] {
  const buckets: Record<string, number[]> = {};
  for (const [place, subject] of subjects.entries()) {
    for (const bucket of subject.buckets) {
      buckets[bucket] ??= [];
      buckets[bucket].push(place);
    }
  }
  const json = `{"buckets":${JSON.stringify(buckets)},"resources":[${subjects.map((subject) => subject.json).join()}]}`;
  const findings = readVerdict(evaluator.evaluate(json, RESOURCE_ENTRYPOINT), subjects.length);
  return findings.map((entry) => {
    const [place, rule, finding] = Array.isArray(entry) ? entry : [];
    if (typeof place !== 'number') throw new PolicyCrash('the policy named no resource');
    return [place, readFinding(rule, finding)];
  });
}

function checkRepository(run: Run): Violation[] {
  const violations: Violation[] = [];
  for (const index of buildIndexes(run.resources, run.parameters)) {
    try {
      run.evaluator.setData(JSON.stringify({ params: run.parameters, inv: index }));
      for (const entry of readVerdict(run.evaluator.evaluate('{}', REPOSITORY_ENTRYPOINT), index.seen)) {
        const [rule, finding] = Array.isArray(entry) ? entry : [];
        const read = readFinding(rule, finding);
        const { ref } = read.finding;
        const subject = typeof ref === 'number' ? run.resources[ref] : undefined;
        violations.push(...toViolation(run, read, subject));
      }
    } catch (thrown) {
      if (!(thrown instanceof PolicyCrash) && !(thrown instanceof RangeError)) throw thrown;
      violations.push(crash(undefined, thrown, index.cluster));
    }
  }
  return violations;
}

/** The findings of a verdict that saw all it was given; silence about a resource it never saw is no verdict. */
function readVerdict(verdict: unknown, given: number): readonly unknown[] {
  if (!isRecord(verdict) || !Array.isArray(verdict.findings)) throw new PolicyCrash('the policy gave no verdict');
  if (verdict.seen !== given) throw new PolicyCrash(`the policy saw ${String(verdict.seen)} of ${given} resources`);
  return verdict.findings;
}

function readFinding(rule: unknown, finding: unknown): RuleFinding {
  if (typeof rule !== 'string' || !isRecord(finding)) throw new PolicyCrash('the policy gave a finding without a rule');
  return { rule, finding };
}

function toViolation(run: Run, { rule: id, finding }: RuleFinding, subject: Rendered | undefined): Violation[] {
  if (run.wanted !== undefined && !run.wanted.has(id)) return [];
  const rule = run.rules.get(id);
  if (rule === undefined) throw new PolicyCrash(`the bundle has a rule ${id} that its manifest does not know`);
  return [
    {
      layer: 'policy',
      rule: id,
      severity: rule.severity,
      title: rule.title,
      message: formatMessage(rule.message, finding),
      fix: formatMessage(rule.fix, finding),
      ...(typeof finding.pointer === 'string' ? { pointer: finding.pointer } : {}),
      ...(subject === undefined ? {} : { subject }),
    },
  ];
}

function crash(subject: Rendered | undefined, thrown: unknown, cluster = ''): Violation {
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
