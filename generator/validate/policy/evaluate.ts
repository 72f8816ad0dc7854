import { digestText } from '../../cache/digest.ts';
import type { RecordFile } from '../../cache/record-file.ts';
import type { NotChecked, Violation } from '../../contract/finding.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { NO_PARAMETERS, type PolicyParameters } from '../index/parameters.ts';
import { readEnforcedStandards } from '../index/pod-security.ts';
import type { PolicyBundle } from './build.ts';
import { loadBundle, loadManifest } from './bundle.ts';
import { createEvaluator, type PolicyEvaluator } from './evaluator.ts';
import { checkRepository } from './repository-rules.ts';
import { checkResources } from './resource-rules.ts';
import { sortViolations } from './sort-violations.ts';
import type { RuleTable } from './verdict.ts';

export interface CheckPoliciesOptions {
  readonly parameters?: PolicyParameters;
  /** Ids to report; absent means all. */
  readonly rules?: ReadonlySet<string>;
  /** Absent means the committed bundle. */
  readonly bundle?: PolicyBundle;
  /** Where findings are kept; absent for nowhere. They never change a verdict. */
  readonly records?: RecordFile;
  /** Those that rules which see one resource are asked about; of the others they are known to find nothing. @default all */
  readonly asked?: ReadonlySet<Rendered>;
}

export interface PolicyVerdict {
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
}

/** One run of the rules over resources. */
export interface PolicyRun extends RuleTable {
  readonly resources: readonly Rendered[];
  readonly parameters: PolicyParameters;
  /** Opens the module when it is first needed. */
  evaluator(): Promise<PolicyEvaluator>;
  readonly records: RecordFile | undefined;
  readonly asked: ReadonlySet<Rendered>;
  /** What decides a finding beside the resources: stands in the key of what is kept. */
  readonly scope: string;
}

/** Judges resources by every rule of a bundle. Deterministic: same resources, same violations in the same order. */
export async function checkPolicies(
  resources: readonly Rendered[],
  options: CheckPoliciesOptions = {},
): Promise<PolicyVerdict> {
  const { parameters = NO_PARAMETERS, bundle, records } = options;
  const manifest = bundle?.manifest ?? loadManifest();
  let opened: Promise<PolicyEvaluator> | undefined;
  const run: PolicyRun = {
    resources,
    parameters,
    rules: new Map(manifest.rules.map((rule) => [rule.id, rule])),
    wanted: options.rules,
    enforced: readEnforcedStandards(resources),
    evaluator: () => {
      opened ??= (bundle === undefined ? loadBundle() : Promise.resolve(bundle)).then(({ wasm }) =>
        createEvaluator(wasm),
      );
      return opened;
    },
    records,
    asked: options.asked ?? new Set(resources),
    scope: digestText(`${manifest.wasm} ${JSON.stringify(parameters)}`),
  };
  const violations = [...(await checkResources(run)), ...(await checkRepository(run))];
  records?.save();
  return { violations: sortViolations(violations), notChecked: [] };
}
