/** Rules that see a whole cluster: over its index, and only where something has changed that the index shows. */
import { digestText } from '../../cache/digest.ts';
import type { Violation } from '../../contract/finding.ts';
import { buildIndexes } from '../index/cluster-index.ts';
import { indexDigest, viewForIndex } from '../index/index-view.ts';
import { REPOSITORY_ENTRYPOINT } from './aggregate.ts';
import type { PolicyRun } from './evaluate.ts';
import { PolicyCrash } from './evaluator.ts';
import { crashViolation, isFindingList, type RuleFinding, readFinding, readVerdict, toViolation } from './verdict.ts';

export async function checkRepository(run: PolicyRun): Promise<Violation[]> {
  const key = run.records === undefined ? '' : repositoryKey(run);
  const kept = run.records?.read(key);
  if (isFindingList(kept)) return kept.flatMap((finding) => locate(run, finding));
  const violations: Violation[] = [];
  const all: RuleFinding[] = [];
  for (const index of buildIndexes(run.resources.map(viewForIndex), run.parameters)) {
    try {
      const found = await judgeCluster(run, JSON.stringify(index), index.seen);
      all.push(...found);
      violations.push(...found.flatMap((finding) => locate(run, finding)));
    } catch (thrown) {
      if (!(thrown instanceof PolicyCrash) && !(thrown instanceof RangeError)) throw thrown;
      violations.push(crashViolation(undefined, thrown, index.cluster));
    }
  }
  if (!violations.some((one) => one.rule === 'policy-crash')) run.records?.write(key, all);
  return violations;
}

/** What decides the indexes of all clusters. */
function repositoryKey(run: PolicyRun): string {
  const rows = run.resources.map((rendered) => {
    const { cluster, environment, application, source } = rendered;
    return JSON.stringify([cluster, environment, application, source, indexDigest(rendered.resource, run.records)]);
  });
  return `repository ${run.scope} ${digestText(rows.join('\n'))}`;
}

async function judgeCluster(run: PolicyRun, index: string, seen: number): Promise<readonly RuleFinding[]> {
  const key = run.records === undefined ? '' : `cluster ${run.scope} ${digestText(index)}`;
  const kept = run.records?.read(key);
  if (isFindingList(kept)) return kept;
  const evaluator = await run.evaluator();
  evaluator.setData(`{"params":${JSON.stringify(run.parameters)},"inv":${index}}`);
  const found = readVerdict(evaluator.evaluate('{}', REPOSITORY_ENTRYPOINT), seen).map((entry) => {
    const [rule, finding] = Array.isArray(entry) ? entry : [];
    return readFinding(rule, finding);
  });
  run.records?.write(key, found);
  return found;
}

/** A finding names a resource by its place in the run. */
function locate(run: PolicyRun, found: RuleFinding): Violation[] {
  const { ref } = found.finding;
  return toViolation(run, found, typeof ref === 'number' ? run.resources[ref] : undefined);
}
