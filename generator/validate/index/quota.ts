import { groupBy } from '../../contract/group-by.ts';
import { isRecord } from '../../contract/resource.ts';
import { type Entry, readRecords } from './entry.ts';
import { normalizeQuantities } from './quantity.ts';
import type { Workload } from './workloads.ts';

/** What a ResourceQuota allows of one resource, and what the declared workloads may ask for at most. */
export interface QuotaUse {
  readonly ref: number;
  readonly namespace: string;
  readonly quota: string;
  readonly resource: string;
  readonly hard: number;
  readonly used: number;
  /** Workloads that the quota would refuse, because they do not set the resource. */
  readonly unset: readonly string[];
}

const COMPUTE = /^(?:(requests|limits)\.)?(cpu|memory|ephemeral-storage)$/;

/** Every (quota, resource) pair whose use can be computed; quotas with scopes are left out. */
export function buildQuotaUse(entries: readonly Entry[], workloads: readonly Workload[]): QuotaUse[] {
  const byRef = new Map(entries.map((entry) => [entry.ref, entry]));
  const ranges = groupBy(
    entries.filter((entry) => entry.kind === 'LimitRange'),
    (entry) => entry.namespace,
  );
  const counted = groupBy(
    workloads.filter((workload) => workload.serving && workload.kind !== 'apps/DaemonSet'),
    (workload) => workload.namespace,
  );
  const found: QuotaUse[] = [];
  for (const entry of entries) {
    if (entry.kind !== 'ResourceQuota' || entry.spec.scopeSelector !== undefined) continue;
    if (Array.isArray(entry.spec.scopes) && entry.spec.scopes.length > 0) continue;
    const limited = ranges.get(entry.namespace) ?? [];
    const local = counted.get(entry.namespace) ?? [];
    for (const [resource, hard] of Object.entries(normalizeQuantities(entry.spec.hard).values)) {
      const use = useOf(resource, local, byRef);
      if (use === undefined) continue;
      const unset = hasDefault(limited, resource) ? [] : use.unset;
      const head = { ref: entry.ref, namespace: entry.namespace, quota: entry.name, resource, hard };
      found.push({ ...head, used: use.used, unset });
    }
  }
  return found;
}

function useOf(
  resource: string,
  workloads: readonly Workload[],
  byRef: ReadonlyMap<number, Entry>,
): { used: number; unset: string[] } | undefined {
  if (resource === 'pods' || resource === 'count/pods') {
    return { used: workloads.reduce((sum, workload) => sum + workload.max_replicas, 0), unset: [] };
  }
  const compute = COMPUTE.exec(resource);
  const name = compute?.[2];
  if (compute === null || name === undefined) return undefined;
  const list = compute[1] === 'limits' ? 'limits' : 'requests';
  let used = 0;
  const unset: string[] = [];
  for (const workload of workloads) {
    const containers = byRef.get(workload.ref)?.pod?.containers ?? [];
    const running = containers.filter(({ role }) => role === 'container' || role === 'sidecar');
    const each = running.reduce((sum, container) => sum + (container[list][name] ?? 0), 0);
    const starting = containers.filter(({ role }) => role === 'init').map((container) => container[list][name] ?? 0);
    used += workload.max_replicas * Math.max(each, ...starting);
    const refused = name !== 'ephemeral-storage' && running.some((container) => container[list][name] === undefined);
    if (refused) unset.push(`${workload.kind.slice(workload.kind.lastIndexOf('/') + 1)}/${workload.name}`);
  }
  return { used, unset };
}

function hasDefault(ranges: readonly Entry[], resource: string): boolean {
  const name = resource.slice(resource.indexOf('.') + 1);
  const field = resource.startsWith('limits.') ? ['default'] : ['default', 'defaultRequest'];
  return ranges.some((range) =>
    readRecords(range.spec.limits).some(
      (limit) =>
        limit.type === 'Container' &&
        field.some((key) => {
          const defaults = limit[key];
          return isRecord(defaults) && name in defaults;
        }),
    ),
  );
}
