import { groupBy } from '../../contract/group-by.ts';
import { createTable } from './create-table.ts';
import { type Entry, put, readRecords, readText } from './entry.ts';
import { readStrings } from './pod.ts';
import { matchesLabels } from './selector.ts';
import type { Workload } from './workloads.ts';

export interface ServicePort {
  readonly name: string;
  readonly number: number;
  readonly protocol: string;
  /** Number or name of the container port. */
  readonly target: string | number;
}

/** A Service and who stands behind it. */
export interface ServiceEntry {
  readonly ref: number;
  readonly name: string;
  readonly namespace: string;
  readonly application: string;
  readonly type: string;
  readonly headless: boolean;
  /** Whether it selects by labels that templates show. */
  readonly has_selector: boolean;
  readonly ports: readonly ServicePort[];
  /** Places in `workloads` of what it selects. */
  readonly workloads: readonly number[];
}

/** Services by namespace and name. */
export function buildServices(
  entries: readonly Entry[],
  workloads: readonly Workload[],
): Record<string, Record<string, ServiceEntry>> {
  const byNamespace = groupBy(workloads.keys(), (place) => workloads[place]?.namespace ?? '');
  const services = createTable<Record<string, ServiceEntry>>();
  for (const entry of entries) {
    if (entry.kind !== 'Service') continue;
    const selector = writtenLabels(entry.spec.selector);
    const places = byNamespace.get(entry.namespace) ?? [];
    put(services, entry.namespace, entry.name, {
      ref: entry.ref,
      name: entry.name,
      namespace: entry.namespace,
      application: entry.rendered.application,
      type: readText(entry.spec.type) || 'ClusterIP',
      headless: entry.spec.clusterIP === 'None',
      has_selector: Object.keys(selector).length > 0,
      ports: readRecords(entry.spec.ports).flatMap((port) => readPort(port)),
      workloads: places.filter((place) => matchesLabels(selector, workloads[place]?.labels ?? {})),
    });
  }
  return services;
}

/** Labels that a controller or the program itself puts on running pods: no template shows them. */
const RUNTIME_LABEL =
  /^(statefulset\.kubernetes\.io\/pod-name|apps\.kubernetes\.io\/pod-index|(batch\.kubernetes\.io\/)?job-name|pod-template-hash|rollouts-pod-template-hash|vault-(active|initialized|sealed|perf-standby|version)|.*(leader|master|primary).*|(.*[-/.])?(instance)?role)$/i;

function writtenLabels(selector: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(readStrings(selector)).filter(([key]) => !RUNTIME_LABEL.test(key)));
}

function readPort(port: Record<string, unknown>): ServicePort[] {
  if (typeof port.port !== 'number') return [];
  const { targetPort } = port;
  const target = typeof targetPort === 'number' || typeof targetPort === 'string' ? targetPort : port.port;
  return [{ name: readText(port.name), number: port.port, protocol: readText(port.protocol) || 'TCP', target }];
}
