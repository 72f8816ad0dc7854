import { type Entry, put, read, readRecords, readText } from './entry.ts';
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
  const byNamespace = new Map<string, number[]>();
  for (const [place, workload] of workloads.entries()) {
    const places = byNamespace.get(workload.namespace);
    if (places === undefined) byNamespace.set(workload.namespace, [place]);
    else places.push(place);
  }
  const services: Record<string, Record<string, ServiceEntry>> = {};
  for (const entry of entries) {
    if (entry.kind !== 'Service') continue;
    const { selector } = entry.spec;
    const places = byNamespace.get(entry.namespace) ?? [];
    put(services, entry.namespace, entry.name, {
      ref: entry.ref,
      name: entry.name,
      namespace: entry.namespace,
      application: entry.rendered.application,
      type: readText(entry.spec.type) || 'ClusterIP',
      headless: entry.spec.clusterIP === 'None',
      has_selector: Object.keys(read(entry.spec, 'selector') ?? {}).length > 0,
      ports: readRecords(entry.spec.ports).flatMap((port) => readPort(port)),
      workloads: places.filter((place) => matchesLabels(selector, workloads[place]?.labels ?? {})),
    });
  }
  return services;
}

function readPort(port: Record<string, unknown>): ServicePort[] {
  if (typeof port.port !== 'number') return [];
  const { targetPort } = port;
  const target = typeof targetPort === 'number' || typeof targetPort === 'string' ? targetPort : port.port;
  return [{ name: readText(port.name), number: port.port, protocol: readText(port.protocol) || 'TCP', target }];
}
