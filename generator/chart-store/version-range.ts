/**
 * Version ranges as Helm and Argo CD read them (Masterminds/semver 3.5): `^1.2`, `~1.2.3`, `1.x`, `>= 1, < 2`, `1 - 2`,
 * `a || b`. They differ from npm's: pre-releases count as soon as one bound of a group names one, `!=` and commas exist.
 */
import { comparePrereleases, compareVersions, parseVersion, sortVersions, type Version } from './version.ts';

/** Whether a version lies in a range. */
export type VersionRange = (version: Version) => boolean;

interface Bound {
  readonly operator: string;
  readonly at: Version;
  /** How much of the version was left out: `1` leaves out its minor, `1.2` its patch, `*` everything. */
  readonly open: 'major' | 'minor' | 'patch' | 'none';
}

const WORD = String.raw`v?([0-9xX*|]+)(\.[0-9xX*|]+)?(\.[0-9xX*|]+)?(-[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?(\+[0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*)?`;
const OPERATOR = '!=|>=|=>|<=|=<|~>|=|>|<|~|\\^|';
const HYPHEN = new RegExp(` ?(${WORD}) - (${WORD}) ?`, 'g');
/** Groups of one word, before the second word of a hyphen range. */
const GROUPS = 5;
const MOST_LETTERS = 512;
const MOST_GROUPS = 32;

/** Reads a range; `undefined` for text that is none. The empty text takes every release. */
export function parseRange(given: string): VersionRange | undefined {
  if (given.length > MOST_LETTERS) return undefined;
  // One space for many: what follows stays linear.
  const text = given.trim().replace(/\s+/g, ' ');
  if (text === '') return parseRange('*');
  const spelled = text.replace(HYPHEN, (...match: unknown[]) => `>= ${match[1]}, <= ${match[GROUPS + 2]} `);
  const groups = spelled.split('||').map((group) => readBounds(group.trim()));
  if (groups.length > MOST_GROUPS) return undefined;
  const read: (readonly Bound[])[] = [];
  for (const bounds of groups) {
    if (bounds === undefined) return undefined;
    read.push(bounds);
  }
  return (version) => read.some((bounds) => meetsAll(bounds, version));
}

/** The newest version that a range takes, spelled as it was given. */
export function newestIn(range: VersionRange, versions: readonly string[]): string | undefined {
  return sortVersions(versions).find((text) => {
    const version = parseVersion(text);
    return version !== undefined && range(version);
  });
}

/** Whether a text names one version: Argo CD then takes it as it is, and never as a range. */
export function isExactVersion(text: string): boolean {
  return parseVersion(text) !== undefined;
}

/** `v1.2.0`, `1.2` and `1.2.0` are one version. */
export function isSameVersion(one: string, other: string): boolean {
  const a = parseVersion(one);
  const b = parseVersion(other);
  return a !== undefined && b !== undefined && compareVersions(a, b) === 0;
}

function readBounds(group: string): readonly Bound[] | undefined {
  const pattern = new RegExp(`(${OPERATOR}) ?${WORD}(?: ?, ?| |$)`, 'y');
  const bounds: Bound[] = [];
  while (pattern.lastIndex < group.length) {
    const start = pattern.lastIndex;
    const match = pattern.exec(group);
    if (match === null || (match[0].trimEnd().endsWith(',') && start + match[0].length === group.length))
      return undefined;
    const [, operator = '', major = '', minor = '', patch = '', prerelease = ''] = match;
    const open = isOpen(major) ? 'major' : isOpen(minor) ? 'minor' : isOpen(patch) ? 'patch' : 'none';
    const numbers = { major: '0.0.0', minor: `${major}.0.0`, patch: `${major}${minor}.0`, none: major + minor + patch };
    const at = parseVersion(numbers[open] + prerelease);
    if (at === undefined) return undefined;
    bounds.push({ operator, at, open });
  }
  return bounds.length === 0 ? undefined : bounds;
}

function isOpen(part: string): boolean {
  return part === '' || /^\.?[xX*]$/.test(part);
}

function meetsAll(bounds: readonly Bound[], version: Version): boolean {
  const prereleases = bounds.some(({ at }) => at.prerelease !== '');
  return (version.prerelease === '' || prereleases) && bounds.every((bound) => meets(bound, version));
}

function meets(bound: Bound, version: Version): boolean {
  const { operator, at, open } = bound;
  const order = compareVersions(version, at);
  switch (operator) {
    case '':
    case '=':
      return open === 'none' ? order === 0 : meetsTilde(bound, version);
    case '!=':
      return differs(bound, version);
    case '>':
      if (open === 'minor') return version.major > at.major;
      if (open === 'patch') return version.major > at.major || (version.major === at.major && version.minor > at.minor);
      return order > 0;
    case '<':
      return order < 0;
    case '>=':
    case '=>':
      return order >= 0;
    case '<=':
    case '=<':
      if (open === 'none') return order <= 0;
      return (
        version.major < at.major || (version.major === at.major && (open === 'minor' || version.minor <= at.minor))
      );
    case '~':
    case '~>':
      return meetsTilde(bound, version);
    default:
      return meetsCaret(bound, version);
  }
}

function differs({ at, open }: Bound, version: Version): boolean {
  if (open === 'none') return compareVersions(version, at) !== 0;
  if (version.major !== at.major) return true;
  if (open === 'minor') return false;
  if (version.minor !== at.minor) return true;
  if (open === 'major') return version.patch !== at.patch || compareVersions(version, at) !== 0;
  return comparePrereleases(version.prerelease, at.prerelease) !== 0;
}

function meetsTilde({ at, open }: Bound, version: Version): boolean {
  if (compareVersions(version, at) < 0) return false;
  // Masterminds takes ~0.0.0 for "anything".
  const isZero = at.major === 0 && at.minor === 0 && at.patch === 0;
  if (isZero && (open === 'none' || open === 'major')) return true;
  return version.major === at.major && (open === 'minor' || version.minor === at.minor);
}

function meetsCaret({ at, open }: Bound, version: Version): boolean {
  if (compareVersions(version, at) < 0 || version.major !== at.major) return false;
  if (at.major > 0 || open === 'minor') return true;
  if (at.minor > 0 || open === 'patch') return version.minor === at.minor;
  return version.minor === 0 && version.patch === at.patch;
}
