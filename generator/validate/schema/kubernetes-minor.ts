import { schemaIndex } from './schema-store.ts';

/** The minors with schemas, oldest first. */
export function supportedMinors(): readonly string[] {
  return Object.keys(schemaIndex().kubernetes).toSorted((left, right) => minorNumber(left) - minorNumber(right));
}

const nearest = new Map<string, string>();

/** The supported minor to check against: the same one, else the nearest; the newest when none is named. */
export function nearestMinor(kubernetes: string): string {
  const found = nearest.get(kubernetes) ?? findNearest(kubernetes);
  nearest.set(kubernetes, found);
  return found;
}

function findNearest(kubernetes: string): string {
  const minors = supportedMinors();
  const newest = minors.at(-1) ?? '';
  const match = /^v?(\d+)\.(\d+)/.exec(kubernetes);
  if (match === null) return newest;
  const wanted = minorNumber(`${match[1]}.${match[2]}`);
  const oldest = minors[0] ?? newest;
  if (wanted <= minorNumber(oldest)) return oldest;
  return minors.find((minor) => minorNumber(minor) === wanted) ?? newest;
}

/** Whether the version names a minor that has schemas of its own; no version at all means the newest one. */
export function isSupportedMinor(kubernetes: string): boolean {
  if (kubernetes === '') return true;
  const match = /^v?(\d+\.\d+)(?:\.|\+|-|$)/.exec(kubernetes);
  return match?.[1] !== undefined && schemaIndex().kubernetes[match[1]] !== undefined;
}

/** A minor as a number to compare by. */
export function minorNumber(minor: string): number {
  const [major = '0', minorPart = '0'] = minor.split('.');
  return Number(major) * 1000 + Number(minorPart);
}
