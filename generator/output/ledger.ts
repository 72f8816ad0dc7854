/**
 * `.slipway/owned`: which files are ours, and with which bytes. Sorted `<sha256> <path>` lines. It is untrusted input: it may
 * come out of a merge, or out of a pull request that wants a file deleted.
 */
import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const LEDGER_PATH = '.slipway/owned';
export const JOURNAL_PATH = '.slipway/journal';

/** Path → hashes with which it may be ours; a merge can leave more than one. */
export type Ledger = ReadonlyMap<string, ReadonlySet<string>>;

const LINE = /^([0-9a-f]{64}) (.+)$/;

export function hashOf(bytes: string | Buffer): string {
  return hash('sha256', bytes, 'hex');
}

/** A part that is empty, `.`, `..` or `.git`, or a character that some system takes for more than itself. */
const UNSAFE = /(?:^|\/)(?:\.{0,2}|\.git)(?:\/|$)|[\\\0\r\n]/i;

/** Whether a path stays inside the repository whatever stands in it. */
export function isSafePath(path: string): boolean {
  return path.length < 1024 && !UNSAFE.test(path);
}

/** Reads ledger lines; conflict markers, duplicates and anything else that is no entry are passed over. */
export function parseLedger(text: string): Ledger {
  const ledger = new Map<string, Set<string>>();
  for (const line of text.split('\n')) {
    const match = LINE.exec(line.trimEnd());
    const [, hash, path] = match ?? [];
    if (hash === undefined || path === undefined || !isSafePath(path)) continue;
    const hashes = ledger.get(path) ?? new Set();
    hashes.add(hash);
    ledger.set(path, hashes);
  }
  return ledger;
}

/** The ledger of a repository, with what an interrupted run wrote to its journal. A missing ledger is an empty one. */
export function loadLedger(root: string): Ledger {
  return parseLedger(`${readIfThere(join(root, LEDGER_PATH))}\n${readIfThere(join(root, JOURNAL_PATH))}`);
}

/** What an interrupted run was about to own. */
export function loadJournal(root: string): Ledger {
  return parseLedger(readIfThere(join(root, JOURNAL_PATH)));
}

export function ledgerText(entries: Iterable<readonly [path: string, hash: string]>): string {
  return [...entries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, hash]) => `${hash} ${path}\n`)
    .join('');
}

function readIfThere(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return '';
    throw error;
  }
}
