import { groupBy } from '../../contract/group-by.ts';
import { type Entry, isHook, read, readRecords, readText } from './entry.ts';
import type { Pod } from './pod.ts';
import { type PodReference, readReferences } from './references.ts';
import { matchesSelector } from './selector.ts';

/** A port that a container declares. */
export interface WorkloadPort {
  readonly name: string;
  readonly number: number;
  readonly protocol: string;
}

/** Something that runs pods, with everything of the cluster that bears on it already looked up. */
export interface Workload {
  readonly ref: number;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly application: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly hook: boolean;
  /** Whether its pods stay: no Job, no CronJob, no hook. */
  readonly serving: boolean;
  /** As written; `null` when absent. */
  readonly written_replicas: number | null;
  /** The fewest pods it keeps, and the most: an autoscaler's bounds where there is one. */
  readonly min_replicas: number;
  readonly max_replicas: number;
  /** Whether a ScaledObject may take it to nothing on purpose. */
  readonly scales_to_zero: boolean;
  /** `HorizontalPodAutoscaler/web`, or `''`. */
  readonly autoscaler: string;
  readonly service_account: string;
  /** What the pod says about its token; `null` when nothing. */
  readonly automount: boolean | null;
  /** Why the baseline standard refuses the pod; `''` when it does not. */
  readonly beyond_baseline: string;
  readonly ports: readonly WorkloadPort[];
  readonly has_readiness: boolean;
  readonly references: readonly PodReference[];
  readonly pod_pointer: string;
  /** Names of PodDisruptionBudgets that select its pods. */
  readonly budgets: readonly string[];
  readonly injected: boolean;
}

const SCALED = new Set([
  'apps/Deployment',
  'apps/StatefulSet',
  'apps/ReplicaSet',
  'argoproj.io/Rollout',
  'ReplicationController',
]);
const PASSING = new Set(['batch/Job', 'batch/CronJob']);

interface Autoscaler {
  readonly text: string;
  readonly minimum: number;
  readonly maximum: number;
}

/** Every pod-bearing resource of a cluster. */
export function buildWorkloads(entries: readonly Entry[]): Workload[] {
  const autoscalers = readAutoscalers(entries);
  const budgets = groupBy(
    entries.filter((entry) => entry.kind === 'policy/PodDisruptionBudget'),
    (entry) => entry.namespace,
  );
  return entries.flatMap((entry) => {
    const { pod } = entry;
    if (pod === undefined || entry.kind === 'PodTemplate') return [];
    const written = read(entry.spec, 'replicas');
    const autoscaler = autoscalers.get(`${entry.namespace}/${entry.kind}/${entry.name}`);
    const replicas = typeof written === 'number' ? written : 1;
    return [
      {
        ref: entry.ref,
        kind: entry.kind,
        name: entry.name,
        namespace: entry.namespace,
        application: entry.rendered.application,
        labels: entry.kind === 'Pod' ? entry.labels : pod.labels,
        hook: isHook(entry),
        serving: !PASSING.has(entry.kind) && !isHook(entry),
        written_replicas: SCALED.has(entry.kind) && typeof written === 'number' ? written : null,
        min_replicas: autoscaler?.minimum ?? replicas,
        max_replicas: autoscaler?.maximum ?? replicas,
        scales_to_zero: autoscaler?.minimum === 0,
        autoscaler: autoscaler?.text ?? '',
        service_account: readText(pod.spec.serviceAccountName) || readText(pod.spec.serviceAccount),
        automount: readFlag(pod.spec.automountServiceAccountToken),
        beyond_baseline: beyondBaseline(pod),
        ports: pod.containers.flatMap((container) =>
          readRecords(container.spec.ports).flatMap((port) =>
            typeof port.containerPort === 'number'
              ? [{ name: readText(port.name), number: port.containerPort, protocol: readText(port.protocol) || 'TCP' }]
              : [],
          ),
        ),
        has_readiness: pod.containers.some(
          (container) => container.role !== 'init' && container.spec.readinessProbe !== undefined,
        ),
        references: readReferences(pod),
        pod_pointer: pod.pointer,
        budgets: (budgets.get(entry.namespace) ?? [])
          .filter((budget) => matchesBudget(budget, entry))
          .map((budget) => budget.name),
        injected: readText(pod.annotations['inject.istio.io/templates']) !== '',
      },
    ];
  });
}

function readFlag(value: unknown): boolean | null {
  return typeof value === 'boolean' ? value : null;
}

/** The plainest reasons; a pod that passes here may still be refused. */
function beyondBaseline({ spec, containers }: Pod): string {
  for (const field of ['hostNetwork', 'hostPID', 'hostIPC']) if (spec[field] === true) return field;
  if (readRecords(spec.volumes).some((volume) => volume.hostPath !== undefined)) return 'hostPath';
  for (const container of containers) {
    if (read(container.spec, 'securityContext', 'privileged') === true) return 'privileged';
    if (readRecords(container.spec.ports).some((port) => Number(port.hostPort ?? 0) > 0)) return 'hostPort';
  }
  return '';
}

function matchesBudget(budget: Entry, entry: Entry): boolean {
  const labels = entry.kind === 'Pod' ? entry.labels : (entry.pod?.labels ?? {});
  return matchesSelector(budget.spec.selector, labels);
}

const TARGET_GROUPS: Readonly<Record<string, string>> = { ReplicationController: '' };

function readAutoscalers(entries: readonly Entry[]): Map<string, Autoscaler> {
  const found = new Map<string, Autoscaler>();
  for (const entry of entries) {
    const isKeda = entry.kind === 'keda.sh/ScaledObject';
    if (!isKeda && entry.kind !== 'autoscaling/HorizontalPodAutoscaler') continue;
    const target = entry.spec.scaleTargetRef;
    const kind = readText(read(target, 'kind')) || 'Deployment';
    const apiVersion = readText(read(target, 'apiVersion')) || (kind in TARGET_GROUPS ? 'v1' : 'apps/v1');
    const slash = apiVersion.indexOf('/');
    const qualified = slash < 0 ? kind : `${apiVersion.slice(0, slash)}/${kind}`;
    const minimum = read(entry.spec, isKeda ? 'minReplicaCount' : 'minReplicas');
    const maximum = read(entry.spec, isKeda ? 'maxReplicaCount' : 'maxReplicas');
    const fallback = isKeda ? 0 : 1;
    found.set(`${entry.namespace}/${qualified}/${readText(read(target, 'name'))}`, {
      text: `${isKeda ? 'ScaledObject' : 'HorizontalPodAutoscaler'}/${entry.name}`,
      minimum: typeof minimum === 'number' ? minimum : fallback,
      maximum: typeof maximum === 'number' ? maximum : 100,
    });
  }
  return found;
}
