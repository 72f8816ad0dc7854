/** Layers of checks over what clusters would receive, in the order of DESIGN: schema, admission, policies. */
import { join } from 'node:path';
import { makerHash } from '../cache/maker.ts';
import { openRecordFile, type RecordFile } from '../cache/record-file.ts';
import type { NotChecked, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isCrd, type KubernetesObject } from '../contract/resource.ts';
import type { KubernetesEngine } from '../engines/kubernetes-engine.ts';
import { checkAdmission } from './admission/check-admission.ts';
import type { PolicyParameters } from './index/parameters.ts';
import { listRules } from './policy/catalogue.ts';
import { checkPolicies } from './policy/evaluate.ts';
import { type CleanApplications, rememberClean } from './remember-clean.ts';
import { rememberSchemas } from './remember-schemas.ts';
import { withoutKnownCauses, withoutOverruled, withoutRestated } from './same-cause.ts';
import { checkSchemas } from './schema/check-schemas.ts';
import type { Definitions } from './schema/definitions.ts';
import { findTooDeep } from './too-deep.ts';
import { unfoldList } from './unfold-list.ts';

export interface ValidateOptions {
  readonly parameters: PolicyParameters;
  /** CustomResourceDefinitions by cluster. Absent: those among the resources count everywhere. */
  readonly crds?: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** Rule ids to report; absent means all. */
  readonly rules?: ReadonlySet<string>;
  /** Layers to run; absent means all. */
  readonly layers?: ReadonlySet<string>;
  /** Where verdicts are kept; `null` or absent for no cache. */
  readonly cacheFolder?: string | null;
  /** The API server's validation, where it was opened already. */
  readonly engine?: KubernetesEngine;
  /** Called with each layer's name and time in milliseconds. */
  readonly onStage?: (name: string, milliseconds: number) => void;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
}

/** Judges resources by every layer. All layers always run, whatever an earlier one found; the same cause is told once. */
export async function validateResources(given: readonly Rendered[], options: ValidateOptions): Promise<Verdict> {
  const crdsOf = (some: readonly Rendered[]) => options.crds ?? some.map((one) => one.resource).filter(isCrd);
  const clean = openClean(given, crdsOf(given), options);
  const asked = clean?.others ?? new Set(given);
  const { deep, violations: tooDeep } = findTooDeep([...asked]);
  const resources = deep.size === 0 ? given : given.filter((one) => !deep.has(one));
  const wanted = (layer: string) => options.layers === undefined || options.layers.has(layer);
  const nothing: Verdict = { violations: [], notChecked: [] };
  const stage = stopwatch(options.onStage);
  const crds = crdsOf(resources);
  const single = resources.filter((one) => asked.has(one)).flatMap(unfoldList);
  // In a worker, while the other layers judge here.
  const judging = wanted('admission')
    ? checkAdmission(single, {
        all: resources,
        crds,
        engine: options.engine,
        ...kept(openRecords(options, 'admission')),
      })
    : Promise.resolve({ ...nothing, accepted: new Set<KubernetesObject>() });
  const schema = wanted('schema') ? judgeSchemas(single, crds, openRecords(options, 'schema')) : nothing;
  stage('schema');
  const policy = wanted('policy')
    ? await checkPolicies(resources, {
        parameters: options.parameters,
        asked,
        ...kept(openRecords(options, 'policy')),
        ...(options.rules === undefined ? {} : { rules: options.rules }),
      })
    : nothing;
  stage('policy');
  const admission = await judging;
  stage('admission');
  // What was not checked may hold anything.
  const isWhole = [schema, policy, admission].every((layer) => layer.notChecked.length === 0);
  if (isWhole) clean?.note([...tooDeep, ...[schema, policy, admission].flatMap((layer) => layer.violations)]);
  const fields = withoutOverruled(schema.violations, admission.accepted);
  const refusals = [...fields, ...withoutKnownCauses(fields, admission.violations)];
  return {
    violations: [
      ...tooDeep,
      ...refusals.filter((one) => options.rules?.has(one.rule) ?? true),
      ...withoutRestated(refusals, policy.violations, restated()),
    ],
    notChecked: [...schema.notChecked, ...admission.notChecked, ...policy.notChecked],
  };
}

/** Only where every layer and rule has its say. */
function openClean(
  resources: readonly Rendered[],
  crds: Definitions,
  options: ValidateOptions,
): CleanApplications | undefined {
  const records = openRecords(options, 'clean');
  if (records === undefined || options.layers !== undefined || options.rules !== undefined) return undefined;
  try {
    return rememberClean(resources, { crds, parameters: options.parameters, records });
  } catch (error) {
    // Something nested so deeply that it cannot be written as JSON, which is told below.
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function openRecords({ cacheFolder = null }: ValidateOptions, layer: string): RecordFile | undefined {
  return cacheFolder === null ? undefined : openRecordFile(join(cacheFolder, `${layer}.records`), makerHash());
}

/** Rules that say what the API server says, for kinds and runs in which nobody asks it. */
function restated(): ReadonlyMap<string, string> {
  return new Map(
    listRules().flatMap(({ id, admission }) => (admission === undefined ? [] : [[id, admission] as const])),
  );
}

function kept(records: RecordFile | undefined): { readonly records?: RecordFile } {
  return records === undefined ? {} : { records };
}

function judgeSchemas(resources: readonly Rendered[], crds: Definitions, records: RecordFile | undefined): Verdict {
  return records === undefined ? checkSchemas(resources, { crds }) : rememberSchemas(resources, crds, records);
}

function stopwatch(report: ValidateOptions['onStage']): (name: string) => void {
  let last = performance.now();
  return (name) => {
    const now = performance.now();
    report?.(name, now - last);
    last = now;
  };
}
