// Layer 2 of validation: what the API server itself would say to each resource.
import type { RecordFile } from '../../cache/record-file.ts';
import type { NotChecked, Violation } from '../../contract/finding.ts';
import { formatPointer } from '../../contract/json-pointer.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { isRecord, type KubernetesObject } from '../../contract/resource.ts';
import type { KubernetesEngine, ServerFinding } from '../../engines/kubernetes-engine.ts';
import { findKind } from '../schema/catalogue.ts';
import { type Definitions, definitionsOf } from '../schema/definitions.ts';
import { readGivenKinds } from '../schema/given-kinds.ts';
import { nearestMinor, supportedMinors } from '../schema/kubernetes-minor.ts';
import { holdsSecret } from '../secret-fields.ts';
import { type Candidate, judgeObjects } from './judge-objects.ts';
import { definitionOf } from './kind-definitions.ts';
import { followServerPath } from './server-path.ts';
import { describeRefusal, withoutValues } from './server-words.ts';

export interface CheckAdmissionOptions {
  /** Resources among which the Applications are, which say how theirs are applied. @default those to be judged */
  readonly all?: readonly Rendered[];
  /** They win over the bundled ones. */
  readonly crds: Definitions;
  /** An engine that is open; `undefined` to open one, and end it. */
  readonly engine: KubernetesEngine | undefined;
  /** Where verdicts are kept; absent for no cache. */
  readonly records?: RecordFile;
}

export interface AdmissionResult {
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
  /** Resources that a server would create. */
  readonly accepted: ReadonlySet<KubernetesObject>;
}

/** Judges each resource, no lists of them, by the API server's own rules for creating it, and for applying it server-side. */
export async function checkAdmission(
  resources: readonly Rendered[],
  { all = resources, crds, engine, records }: CheckAdmissionOptions,
): Promise<AdmissionResult> {
  const violations: Violation[] = [];
  const judged: Rendered[] = [];
  const candidates: Candidate[] = [];
  for (const rendered of resources) {
    const { resource, cluster } = rendered;
    const kubernetes = nearestMinor(rendered.kubernetes);
    const own = definitionsOf(crds, cluster);
    const kind = findKind(resource.apiVersion, resource.kind, kubernetes, readGivenKinds(own));
    // Told by the schema layer.
    if (kind === undefined) continue;
    const definition = kind.builtIn ? undefined : definitionOf(kind, own);
    judged.push(rendered);
    candidates.push({ resource, kubernetes, definition });
  }
  const verdicts = await judgeObjects(candidates, records, engine);
  const appliedByServer = serverSideApplications(all);
  const unserved = new Map<string, number>();
  const accepted = new Set<KubernetesObject>();
  for (const [index, rendered] of judged.entries()) {
    const verdict = toldOnce(verdicts[index] ?? []);
    if (verdict.every(({ apply, type }) => apply || type === 'Warning')) accepted.add(rendered.resource);
    for (const finding of verdict) {
      const { apiVersion, kind } = rendered.resource;
      if (isMeant(finding)) continue;
      if (finding.type === 'NoKindMatch')
        unserved.set(`${apiVersion} ${kind}`, (unserved.get(`${apiVersion} ${kind}`) ?? 0) + 1);
      else violations.push(violationOf(rendered, finding, appliedByServer(rendered)));
    }
  }
  const notChecked = Array.from(unserved, ([kind, count]) => ({
    what: `admission of ${count} ${kind}`,
    reason: 'API servers do not serve this version by default, and the admission engine does not know it',
  }));
  return { violations, notChecked, accepted };
}

/** Of an object that is refused in any case, apply adds only what creation has no words for. */
function toldOnce(verdict: readonly ServerFinding[]): readonly ServerFinding[] {
  const isRefused = verdict.some(({ apply, type }) => !apply && type !== 'Warning');
  return isRefused ? verdict.filter((one) => !one.apply || isOnlyOfApply(one)) : verdict;
}

function isOnlyOfApply({ field, message }: ServerFinding): boolean {
  return field === 'metadata.managedFields' || message.includes('duplicate entries for key');
}

/** Argo CD reads exactly this finalizer; that its name has no path is nobody's mistake here. */
function isMeant({ type, message }: ServerFinding): boolean {
  return type === 'Warning' && message.startsWith('"resources-finalizer.argocd.argoproj.io": prefer');
}

function violationOf(subject: Rendered, finding: ServerFinding, isAppliedByServer: boolean): Violation {
  const path = followServerPath(subject.resource, finding.field);
  const refusal = describeRefusal(finding);
  const { rule, title } = refusal;
  const message = holdsSecret(subject.resource, path) ? withoutValues(refusal.message) : refusal.message;
  const isWarning = finding.type === 'Warning' || (finding.apply && !isAppliedByServer);
  const words = path.length === 0 && /^[A-Za-z]/.test(finding.field) ? `${finding.field}: ${message}` : message;
  return {
    layer: 'admission',
    rule,
    severity: isWarning ? 'low' : 'critical',
    title,
    message: words,
    fix: `${refusal.fix}${otherMinor(subject.kubernetes)}`,
    ...(path.length === 0 ? {} : { pointer: formatPointer(path) }),
    subject,
  };
}

/** The rules are those of one minor; where the cluster has another, the finding says so. */
function otherMinor(kubernetes: string): string {
  const newest = supportedMinors().at(-1);
  const own = nearestMinor(kubernetes);
  return own === newest ? '' : ` By the rules of Kubernetes ${newest}, with the features of ${own}.`;
}

/** Applications whose objects are applied by the server, which reads them more strictly. */
function serverSideApplications(resources: readonly Rendered[]): (rendered: Rendered) => boolean {
  const names = new Set<string>();
  for (const { resource } of resources) {
    if (resource.kind !== 'Application' || !isRecord(resource.spec)) continue;
    const { syncPolicy } = resource.spec;
    const options: unknown = isRecord(syncPolicy) ? syncPolicy.syncOptions : undefined;
    if (Array.isArray(options) && options.includes('ServerSideApply=true')) names.add(resource.metadata.name ?? '');
  }
  return ({ application, resource }) => {
    const own = resource.metadata.annotations?.['argocd.argoproj.io/sync-options'];
    const stated = typeof own === 'string' ? /ServerSideApply=(true|false)/.exec(own)?.[1] : undefined;
    return stated === undefined ? application !== '' && names.has(application) : stated === 'true';
  };
}
