/** Finds the value that keeps a chart from making something up: with it set, two renders are the same. */
import { formatPointer, readPointer } from '../contract/json-pointer.ts';
import type { HelmRequest } from '../engines/helm-protocol.ts';
import type { HelmPool } from '../engines/pool.ts';
import type { ReadNode, ValuesUsage } from '../engines/values-usage.ts';
import { readChartResources } from './helm.ts';
import { nestValue, parseValues } from './parse-values.ts';
import { type UnstableObject, unstableObjects } from './unstable.ts';

/** Values are tried one by one, the likeliest first; more than these take longer than they are worth. */
const MOST_TRIALS = 16;

/** How people call a value that gives what would be made up. */
const LIKELY: readonly RegExp[] = [
  /existing.*secret$/i,
  /^existing/i,
  /secret(name)?$/i,
  /(password|token|key|cert|crt|ca|bundle)$/i,
  /certmanager|cert-manager/i,
  /^(provided|autogenerate\w*|generate\w*|create|enabled)$/i,
];

interface Pin {
  readonly path: readonly string[];
  readonly value: unknown;
}

/** Adds to each object the value that keeps it stable, where one of the likely ones does. */
export async function findPins(
  helm: HelmPool,
  request: HelmRequest,
  usage: ValuesUsage,
  unstable: readonly UnstableObject[],
  seed: number,
): Promise<readonly UnstableObject[]> {
  /** What is still unstable with these values set; `undefined` when the chart does not render then. */
  const remaining = async (pins: readonly Pin[]): Promise<readonly UnstableObject[] | undefined> => {
    const set = pins.map(({ path, value }) => JSON.stringify(nestValue(path, value)));
    const changed = { ...request, values: [...request.values, ...set], skipSchema: true };
    const first = await helm.render(changed);
    if (first.error !== undefined) return undefined;
    const second = await helm.render({ ...changed, seed });
    return unstableObjects(readChartResources(first).resources, readChartResources(second).resources);
  };
  const found: { readonly object: UnstableObject; readonly pin: Pin }[] = [];
  // A Secret is where a value is made up; a checksum of it elsewhere follows.
  const causes = unstable.filter((one) => one.kind === 'Secret');
  for (const object of causes.length > 0 ? causes : unstable.slice(0, 1)) {
    for (const pin of likelyPins(usage, object).slice(0, MOST_TRIALS)) {
      const still = await remaining([pin]);
      if (still === undefined || still.some((one) => isSame(one, object))) continue;
      found.push({ object, pin });
      break;
    }
  }
  if (found.length === 0) return unstable;
  const still = await remaining(found.map(({ pin }) => pin));
  return unstable.map((one) => {
    const own = found.find(({ object }) => isSame(object, one));
    if (own !== undefined) return { ...one, pin: own.pin.path.join('.') };
    if (still === undefined || still.some((other) => isSame(other, one))) return one;
    return { ...one, pin: found.map(({ pin }) => pin.path.join('.')).join(' and ') };
  });
}

function isSame(one: UnstableObject, other: UnstableObject): boolean {
  return one.template === other.template && one.kind === other.kind && one.name === other.name;
}

function likelyPins(usage: ValuesUsage, { template, name, pointers }: UnstableObject): readonly Pin[] {
  const subcharts = [...template.matchAll(/\/charts\/([^/]+)/g)].map(([, chart]) => chart ?? '');
  const words = new Set(`${template} ${name} ${pointers.join(' ')}`.toLowerCase().split(/[^a-z]+/));
  const rated = leavesOf(usage.reads, []).flatMap((path) => {
    const kind = LIKELY.findIndex((one) => one.test(path.at(-1) ?? ''));
    if (kind < 0) return [];
    const shared = path
      .join('.')
      .toLowerCase()
      .split(/[^a-z]+/)
      .filter((word) => words.has(word)).length;
    const isOwn = subcharts.every((chart) => path.includes(chart));
    return [{ path, rate: kind - 2 * shared + (isOwn ? 0 : 20) + path.length / 10 }];
  });
  return rated
    .toSorted((a, b) => a.rate - b.rate)
    .flatMap(({ path }) => {
      const fallback = defaultOf(usage, path);
      if (typeof fallback === 'object' && fallback !== null) return [];
      return [{ path, value: typeof fallback === 'boolean' ? !fallback : 'pinned' }];
    });
}

function leavesOf(node: ReadNode, path: readonly string[]): readonly (readonly string[])[] {
  const below = [...node.below].filter(([key]) => !key.includes('*'));
  const inner = below.flatMap(([key, next]) => leavesOf(next, [...path, key]));
  return below.length === 0 && path.length > 0 ? [path] : inner;
}

function defaultOf(usage: ValuesUsage, path: readonly string[]): unknown {
  // The outermost chart that has a default decides.
  for (const { place, values } of usage.charts) {
    if (!place.every((part, index) => path[index] === part)) continue;
    const found = readPointer(parseValues(values), formatPointer(path.slice(place.length)));
    if (found !== undefined) return found;
  }
  return undefined;
}
