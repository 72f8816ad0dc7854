/** Versions as Helm reads them: loosely, so `v1.2` is 1.2.0. */

export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  /** `rc.1` of `1.0.0-rc.1`, else empty. */
  readonly prerelease: string;
  /** As it was written. */
  readonly text: string;
}

const VERSION =
  /^v?(\d+)(?:\.(\d+))?(?:\.(\d+))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?$/;
const MOST_LETTERS = 256;

/** Reads a version; `undefined` for text that is none. */
export function parseVersion(text: string): Version | undefined {
  const match = text.length > MOST_LETTERS ? null : VERSION.exec(text);
  if (match === null) return undefined;
  const [, major, minor = '0', patch = '0', prerelease = ''] = match;
  return { major: Number(major), minor: Number(minor), patch: Number(patch), prerelease, text };
}

/** Negative when `a` is older, 0 when only build metadata differs. */
export function compareVersions(a: Version, b: Version): number {
  return (
    a.major - b.major || a.minor - b.minor || a.patch - b.patch || compareReleases(a.prerelease, b.prerelease) || 0
  );
}

/** A release is newer than its pre-releases. */
function compareReleases(a: string, b: string): number {
  if (a === b) return 0;
  if (a === '' || b === '') return a === '' ? 1 : -1;
  return comparePrereleases(a, b);
}

/** Compares `rc.2` with `rc.10`: numbers as numbers, and a number is older than a word. */
export function comparePrereleases(a: string, b: string): number {
  const left = a.split('.');
  const right = b.split('.');
  for (let index = 0; index < Math.max(left.length, right.length); index += 1) {
    const one = left[index] ?? '';
    const other = right[index] ?? '';
    if (one === other) continue;
    if (one === '' || other === '') return one === '' ? -1 : 1;
    const isNumber = /^\d+$/.test(one);
    if (isNumber !== /^\d+$/.test(other)) return isNumber ? -1 : 1;
    const bigger = isNumber ? Number(one) > Number(other) : one > other;
    return bigger ? 1 : -1;
  }
  return 0;
}

/** Newest first; what is no version comes last, in the order it had. */
export function sortVersions(texts: readonly string[]): readonly string[] {
  const parsed = texts.map((text) => ({ text, version: parseVersion(text) }));
  return parsed
    .toSorted((a, b) => {
      if (a.version === undefined || b.version === undefined) {
        return Number(a.version === undefined) - Number(b.version === undefined);
      }
      return compareVersions(b.version, a.version);
    })
    .map(({ text }) => text);
}
