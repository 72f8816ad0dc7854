/**
 * Remembers what files hold by what the system says of them without opening them: size, times and inode, as Git's index does.
 * Safe to delete.
 */
import { readFileSync, type Stats } from 'node:fs';
import { keepWhole } from '../cache/whole-file.ts';

export interface Stamps {
  /** What was noted of a file, where nothing about it has changed since. */
  find(path: string, stats: Stats): FileContent | undefined;
  /** Notes what a file holds. @param stats taken before it was read */
  note(path: string, stats: Stats, content: FileContent): void;
  /** Puts what is new on disk, if it is worth it. A disk that refuses costs time, not truth. */
  save(): void;
}

/** What a file holds: the SHA-256 of its bytes, and its text where that was worth keeping. */
export interface FileContent {
  readonly hash: string;
  readonly text?: string;
}

export const NO_STAMPS: Stamps = { find: () => undefined, note: () => undefined, save: () => undefined };

type Stamp = readonly [path: string, stamp: string, hash: string, text?: string];

/** Milliseconds: a file changed so shortly before it is read may change again without a new time. File systems count 2 s at most. */
const SETTLED = 2500;
/** Files that are read again each time rather than written down: an edit touches fewer. */
const FEW = 16;

/**
 * @param path of the notes; `null` for no cache
 * @param now milliseconds since 1970
 */
export function openStamps(path: string | null, now: number = Date.now()): Stamps {
  if (path === null) return NO_STAMPS;
  const known = new Map(readStamps(path).map((stamp) => [stamp[0], stamp]));
  const fresh = new Map<string, Stamp>();
  return {
    find(file, stats) {
      const stamp = known.get(file);
      if (stamp === undefined || stamp[1] !== describe(stats)) return undefined;
      const [, , hash, text] = stamp;
      return text === undefined ? { hash } : { hash, text };
    },
    note(file, stats, { hash, text }) {
      if (now - stats.ctimeMs <= SETTLED || now - stats.mtimeMs <= SETTLED) return;
      const stamp = [file, describe(stats), hash] as const;
      fresh.set(file, text === undefined ? stamp : [...stamp, text]);
    },
    save() {
      if (fresh.size > FEW) keepWhole(path, JSON.stringify([...new Map([...known, ...fresh]).values()]));
    },
  };
}

function describe({ size, mtimeMs, ctimeMs, ino }: Stats): string {
  return `${size} ${mtimeMs} ${ctimeMs} ${ino}`;
}

function readStamps(path: string): readonly Stamp[] {
  try {
    const stamps: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return Array.isArray(stamps) ? stamps.filter(isStamp) : [];
  } catch {
    // Absent or damaged: every file is read.
    return [];
  }
}

function isStamp(value: unknown): value is Stamp {
  return (
    Array.isArray(value) &&
    (value.length === 3 || value.length === 4) &&
    value.every((part) => typeof part === 'string')
  );
}
