/** `slipway.lock`: the exact archives behind what Applications name. Made by `slipway charts lock`, reviewed by people. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import { isDeepYaml } from '../contract/yaml-depth.ts';
import { printYaml } from '../plan/yaml.ts';
import { LOCK_FILE } from './chart-paths.ts';
import { isDigest } from './digest.ts';

export { LOCK_FILE } from './chart-paths.ts';

/** A dependency that an archive names. */
export interface LockedDependency {
  readonly name: string;
  readonly version: string;
  readonly repository: string;
  /** Of the archive that brings it; `undefined` when the chart's own archive does. */
  readonly sha256: string | undefined;
}

export interface LockedChart {
  readonly name: string;
  readonly repository: string;
  readonly version: string;
  /** Ranges that led to this version; empty when everybody names it exactly. */
  readonly wanted: readonly string[];
  readonly url: string;
  /** Of the archive. */
  readonly sha256: string;
  readonly dependencies: readonly LockedDependency[];
}

/** A folder of another Git repository. */
export interface LockedFolder {
  readonly repository: string;
  readonly path: string;
  readonly revision: string;
  readonly commit: string;
  /** Of the archive that its files make. */
  readonly sha256: string;
  readonly dependencies: readonly LockedDependency[];
}

export interface Lock {
  readonly charts: readonly LockedChart[];
  readonly folders: readonly LockedFolder[];
}

export type LockFile =
  | { readonly state: 'absent' }
  | { readonly state: 'read'; readonly lock: Lock }
  | { readonly state: 'damaged'; readonly reason: string; readonly fix: string };

export const EMPTY_LOCK: Lock = { charts: [], folders: [] };
const VERSION = 1;
const MOST_BYTES = 20 * 1024 * 1024;
const HEADER = `# The exact charts of this platform. Made by \`slipway charts lock\`; do not edit.\n`;

/** Reads the lock of a repository. Whatever is wrong with it is an answer, never an exception. */
export function readLockFile(root: string): LockFile {
  let text: string;
  try {
    text = readFileSync(join(root, LOCK_FILE), 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return { state: 'absent' };
    return damaged(`it cannot be read: ${error instanceof Error ? error.message : String(error)}`);
  }
  return parseLock(text);
}

/** Reads the text of a lock. */
export function parseLock(text: string): LockFile {
  if (text.length > MOST_BYTES) return damaged('it is larger than 20 MB');
  const conflict = text.split('\n').findIndex((line) => /^(<{7}|={7}|>{7})( |$)/.test(line));
  if (conflict >= 0) return damaged(`line ${conflict + 1} is a conflict marker of a merge`);
  if (isDeepYaml(text)) return damaged('it is nested too deep');
  let value: unknown;
  try {
    value = parse(text, { logLevel: 'error' });
  } catch (error) {
    return damaged(`it is no YAML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)}`);
  }
  if (!isRecord(value)) return damaged('it holds no map');
  if (typeof value.version === 'number' && value.version > VERSION) {
    const fix = 'Update slipway in this repository to the version that others use.';
    return { state: 'damaged', reason: `${LOCK_FILE} has version ${value.version}, made by a newer slipway`, fix };
  }
  if (value.version !== VERSION) return damaged('it has no version that is known');
  const charts = list(value.charts).map(readChart);
  const folders = list(value.folders).map(readFolder);
  const wrong = [...charts, ...folders].find((one) => typeof one === 'string');
  if (typeof wrong === 'string') return damaged(wrong);
  return {
    state: 'read',
    lock: {
      charts: charts.filter((one) => typeof one !== 'string'),
      folders: folders.filter((one) => typeof one !== 'string'),
    },
  };
}

/** Text of a lock: sorted, so that two people who add charts change different lines. */
export function printLock(lock: Lock): string {
  const by = (...keys: readonly string[]) => keys.join('\0');
  const charts = lock.charts.toSorted((a, b) =>
    compare(by(a.name, a.repository, a.version), by(b.name, b.repository, b.version)),
  );
  const folders = lock.folders.toSorted((a, b) =>
    compare(by(a.repository, a.path, a.revision), by(b.repository, b.path, b.revision)),
  );
  return `${HEADER}${printYaml({
    version: VERSION,
    charts: charts.map(({ wanted, dependencies, ...chart }) => ({
      ...chart,
      wanted: wanted.length === 0 ? undefined : wanted.toSorted(),
      dependencies: printable(dependencies),
    })),
    folders: folders.map(({ dependencies, ...folder }) => ({ ...folder, dependencies: printable(dependencies) })),
  })}`;
}

/**
 * The lock of a repository, for those who go on only with a sound one.
 *
 * @throws PlatformError `damaged-lock`
 */
export function loadLock(root: string): Lock {
  const file = readLockFile(root);
  if (file.state === 'absent') return EMPTY_LOCK;
  if (file.state === 'read') return file.lock;
  throw new PlatformError('damaged-lock', file.reason, { fix: file.fix });
}

function printable(dependencies: readonly LockedDependency[]): readonly LockedDependency[] | undefined {
  return dependencies.length === 0 ? undefined : dependencies.toSorted((a, b) => compare(a.name, b.name));
}

function readChart(value: unknown, index: number): LockedChart | string {
  if (!isRecord(value)) return `charts[${index}] is no map`;
  const { name, repository, version, url, sha256, wanted } = value;
  const texts = checkTexts({ name, repository, version, url });
  if (typeof texts === 'string') return `charts[${index}].${texts}`;
  if (!isDigest(sha256)) return `charts[${index}] (${texts.name}) has no sha256`;
  const dependencies = readDependencies(value.dependencies);
  if (dependencies === undefined) return `charts[${index}].dependencies cannot be read`;
  return { ...texts, wanted: list(wanted).map(String), sha256, dependencies };
}

function readFolder(value: unknown, index: number): LockedFolder | string {
  if (!isRecord(value)) return `folders[${index}] is no map`;
  const { repository, path, revision, commit, sha256 } = value;
  const texts = checkTexts({ repository, path, revision, commit });
  if (typeof texts === 'string') return `folders[${index}].${texts}`;
  if (!isDigest(sha256)) return `folders[${index}] (${texts.path}) has no sha256`;
  const dependencies = readDependencies(value.dependencies);
  if (dependencies === undefined) return `folders[${index}].dependencies cannot be read`;
  return { ...texts, sha256, dependencies };
}

function readDependencies(value: unknown): readonly LockedDependency[] | undefined {
  const read = list(value).map((one) => {
    if (!isRecord(one)) return undefined;
    const { name, version, repository, sha256 } = one;
    const texts = checkTexts({ name, version, repository });
    if (typeof texts === 'string' || (sha256 !== undefined && !isDigest(sha256))) return undefined;
    return { ...texts, sha256 };
  });
  const sound = read.filter((one) => one !== undefined);
  return sound.length === read.length ? sound : undefined;
}

/** The same record, or which of its fields is no text. */
function checkTexts<Key extends string>(fields: Readonly<Record<Key, unknown>>): Record<Key, string> | string {
  const wrong = Object.entries(fields).find(([, value]) => typeof value !== 'string');
  if (wrong !== undefined) return `${wrong[0]} is no text`;
  // Each value was found to be a text on the lines above.
  return fields as Record<Key, string>;
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function damaged(why: string): LockFile {
  return {
    state: 'damaged',
    reason: `${LOCK_FILE} cannot be used: ${why}`,
    fix: 'Take the version of one side of the merge, or delete it, and run `slipway charts lock`.',
  };
}
