/** Rules that see one resource: in chunks, each resource that is the same judged once, and none that was judged before. */
import { digestOf } from '../../cache/digest.ts';
import type { Violation } from '../../contract/finding.ts';
import { normalizeResource } from '../index/normalize.ts';
import { componentParameters } from '../index/parameters.ts';
import { RESOURCE_ENTRYPOINT } from './aggregate.ts';
import type { PolicyRun } from './evaluate.ts';
import { PolicyCrash, type PolicyEvaluator } from './evaluator.ts';
import { crashViolation, isFindingList, type RuleFinding, readFinding, readVerdict, toViolation } from './verdict.ts';

/** Above this, memory grows faster than the number of resources. */
const CHUNK = 100;

/** A resource that stands in several clusters and is judged once. */
interface Subject {
  readonly json: string;
  readonly buckets: readonly string[];
  readonly refs: number[];
}

export async function checkResources(run: PolicyRun): Promise<Violation[]> {
  const violations: Violation[] = [];
  const subjects = new Map<string, Subject>();
  for (const [ref, rendered] of run.resources.entries()) {
    if (!run.asked.has(rendered)) continue;
    const kept = run.records?.read(keyOf(run, ref));
    if (isFindingList(kept)) {
      for (const finding of kept) violations.push(...toViolation(run, finding, rendered));
      continue;
    }
    try {
      const normal = normalizeResource(rendered, run.parameters, run.enforced(rendered));
      const json = JSON.stringify(normal);
      const known = subjects.get(json);
      if (known !== undefined) known.refs.push(ref);
      else {
        const kind = normal.group === '' ? normal.kind : `${normal.group}/${normal.kind}`;
        const buckets = normal.pod === undefined ? ['*', kind] : ['*', kind, 'workload'];
        subjects.set(json, { json, buckets, refs: [ref] });
      }
    } catch (thrown) {
      violations.push(crashViolation(rendered, thrown));
    }
  }
  if (subjects.size === 0) return violations;
  const evaluator = await run.evaluator();
  evaluator.setData(JSON.stringify({ params: run.parameters }));
  const list = [...subjects.values()];
  for (let start = 0; start < list.length; start += CHUNK) {
    violations.push(...checkChunk(run, evaluator, list.slice(start, start + CHUNK)));
  }
  return violations;
}

/** Beside the resource decide its environment, the component that brings it, and what its namespace enforces. */
function keyOf(run: PolicyRun, ref: number): string {
  const rendered = run.resources[ref];
  if (rendered === undefined) return '';
  const component = componentParameters(run.parameters, rendered.application)?.kind ?? '';
  return `${digestOf(rendered.resource)} ${JSON.stringify([rendered.environment, component, run.enforced(rendered)])} ${run.scope}`;
}

/** One bad object aborts its whole chunk: then each is tried alone, so that the others get their verdict. */
function checkChunk(run: PolicyRun, evaluator: PolicyEvaluator, subjects: readonly Subject[]): Violation[] {
  let found: readonly (readonly RuleFinding[])[];
  try {
    found = evaluateChunk(evaluator, subjects);
  } catch (thrown) {
    if (!(thrown instanceof PolicyCrash)) throw thrown;
    const [only] = subjects;
    if (only === undefined || subjects.length > 1) {
      return subjects.flatMap((subject) => checkChunk(run, evaluator, [subject]));
    }
    return only.refs.map((ref) => crashViolation(run.resources[ref], thrown));
  }
  return subjects.flatMap(({ refs }, place) => {
    const findings = found[place] ?? [];
    return refs.flatMap((ref) => {
      run.records?.write(keyOf(run, ref), findings);
      return findings.flatMap((finding) => toViolation(run, finding, run.resources[ref]));
    });
  });
}

/** The findings of each subject. */
function evaluateChunk(evaluator: PolicyEvaluator, subjects: readonly Subject[]): RuleFinding[][] {
  const buckets: Record<string, number[]> = {};
  for (const [place, subject] of subjects.entries()) {
    for (const bucket of subject.buckets) {
      buckets[bucket] ??= [];
      buckets[bucket].push(place);
    }
  }
  const json = `{"buckets":${JSON.stringify(buckets)},"resources":[${subjects.map((subject) => subject.json).join()}]}`;
  const found: RuleFinding[][] = subjects.map(() => []);
  for (const entry of readVerdict(evaluator.evaluate(json, RESOURCE_ENTRYPOINT), subjects.length)) {
    const [place, rule, finding] = Array.isArray(entry) ? entry : [];
    if (typeof place !== 'number') throw new PolicyCrash('the policy named no resource');
    found[place]?.push(readFinding(rule, finding));
  }
  return found;
}
