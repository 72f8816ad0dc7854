/**
 * From a field of a rendered resource back to the config: the release is rendered again with one value changed at a time,
 * and the value that moves the field is the one to blame. Only done where there is something to report.
 */
import type { ConfigPath } from '../contract/config-path.ts';
import type { FileSpec } from '../contract/file-spec.ts';
import type { Violation } from '../contract/finding.ts';
import { formatPointer, readPointer } from '../contract/json-pointer.ts';
import { isRecord, type KubernetesObject } from '../contract/resource.ts';
import type { HelmPool } from '../engines/pool.ts';
import { readChartResources } from './helm.ts';
import { nestValue, parseValues } from './parse-values.ts';
import { originOf } from './plan-view.ts';
import { type Release, releaseKey } from './render-work.ts';

export interface TraceOptions {
  readonly releases: ReadonlyMap<string, Release>;
  readonly helm: HelmPool;
  /** Planned file of a path. */
  spec(path: string): FileSpec | undefined;
}

/** Causes that are traced in one run; a chart that is wrong everywhere needs no more to be understood. */
const MOST_TRACES = 50;

/**
 * Objects that may be rendered to trace one cause, and all of a run: some hundred values of a small chart, the likeliest
 * few of a large one. A count, not a time: the same config gives the same answer on any machine.
 */
const MOST_OBJECTS = { cause: 300, run: 1_500 };
/** A chart that draws random numbers needs an instance of its own for each render. */
const VOLATILE_COST = 10;
const LEAST_COST = 5;

/** A value of the merged files, and where it stands. */
interface Leaf {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Adds `origin` to each violation in a rendered chart whose field some value decides. */
export async function traceOrigins(
  violations: readonly Violation[],
  options: TraceOptions,
): Promise<readonly Violation[]> {
  const known = new Map<string, Promise<ConfigPath | undefined>>();
  const spent = { run: 0 };
  return Promise.all(
    violations.map(async (violation) => {
      const { subject, pointer } = violation;
      if (subject?.template === undefined || pointer === undefined || pointer === '') return violation;
      // What one config line does wrong on several clusters is traced once.
      const key = JSON.stringify([subject.origin, subject.resource.kind, subject.template, pointer]);
      let traced = known.get(key);
      if (traced === undefined) {
        if (known.size >= MOST_TRACES) return violation;
        traced = traceOne(violation, pointer, options, spent);
        known.set(key, traced);
      }
      const origin = await traced;
      return origin === undefined ? violation : { ...violation, origin };
    }),
  );
}

async function traceOne(
  violation: Violation,
  pointer: string,
  options: TraceOptions,
  spent: { run: number },
): Promise<ConfigPath | undefined> {
  const { subject } = violation;
  const release =
    subject === undefined ? undefined : options.releases.get(releaseKey(subject.application, subject.source));
  if (subject === undefined || release === undefined) return undefined;
  if (spent.run > MOST_OBJECTS.run) return undefined;
  const loaded = await release.chart.load();
  if (!loaded.ok) return undefined;
  const isVolatile = loaded.chart.volatile;
  let own = 0;
  const field = async (leaf: Leaf['path'] | null): Promise<string | undefined> => {
    const values =
      leaf === null ? release.request.values : [...release.request.values, JSON.stringify(nestValue(leaf, null))];
    const render = await options.helm.render({
      ...release.request,
      chart: release.chart.key,
      values,
      skipSchema: true,
    });
    if (render.error !== undefined) return undefined;
    const cost = Math.max(LEAST_COST, render.documents.length) * (isVolatile ? VOLATILE_COST : 1);
    own += cost;
    spent.run += cost;
    const found = readChartResources(render).resources.find(
      ({ resource, template }) => template === subject.template && isSame(resource, subject.resource),
    );
    // A change that turns the resource into another one says nothing about the field.
    return found === undefined ? undefined : (JSON.stringify(readPointer(found.resource, pointer)) ?? 'absent');
  };
  const before = await field(null);
  if (before === undefined) return undefined;
  const files = release.valueFiles.flatMap((path, index) => {
    const spec = path === null ? undefined : options.spec(path);
    const values = parseValues(release.request.values[index] ?? '');
    return spec === undefined || !isRecord(values) ? [] : [{ spec, values }];
  });
  const leaves = leavesOf(files.map((file) => file.values));
  // A value that stands in the field, or is called like it, is the likeliest: it is tried first.
  const likely = ({ path, value }: Leaf) =>
    before.includes(JSON.stringify(value)) || pointer.endsWith(`/${path.at(-1)}`);
  for (const { path: leaf } of [...leaves.filter(likely), ...leaves.filter((one) => !likely(one))]) {
    if (own > MOST_OBJECTS.cause || spent.run > MOST_OBJECTS.run) return undefined;
    const after = await field(leaf);
    if (after === undefined || after === before) continue;
    const last = files.findLast((file) => readPointer(file.values, formatPointer(leaf)) !== undefined);
    return last === undefined ? undefined : originOf(last.spec, formatPointer(leaf));
  }
  return undefined;
}

function isSame(a: KubernetesObject, b: KubernetesObject): boolean {
  return a.kind === b.kind && a.metadata.name === b.metadata.name;
}

/** Every leaf of the merged files, each once; lists count as one leaf, because they replace. */
function leavesOf(files: readonly unknown[]): readonly Leaf[] {
  const leaves = new Map<string, Leaf>();
  const walk = (value: unknown, path: Leaf['path']) => {
    if (isRecord(value) && Object.keys(value).length > 0) {
      for (const [key, inner] of Object.entries(value)) walk(inner, [...path, key]);
    } else if (path.length > 0) leaves.set(formatPointer(path), { path, value });
  };
  for (const values of files) walk(values, []);
  return [...leaves.values()];
}
