/**
 * Writes a compared plan. Order: journal (what will be ours), then each file by temporary file and rename, then orphans go,
 * then the ledger, then the journal goes. A run killed anywhere leaves whole files, and the next run converges.
 */
import {
  closeSync,
  existsSync,
  fsync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { PlatformError } from '../contract/platform-error.ts';
import type { FilePlan } from '../plan/file-plan.ts';
import type { FileComparison } from './compare.ts';
import { JOURNAL_PATH, LEDGER_PATH, ledgerText, loadJournal } from './ledger.ts';
import { takeLock } from './lock.ts';

const sync = promisify(fsync);

/** Deleting more files than this at once needs a permission: so much goes by mistake more often than on purpose. */
const MANY_DELETES = 10;
/** Kinds whose deletion takes data or a whole namespace along. */
const STATEFUL = /^kind: (Namespace|PersistentVolumeClaim|PersistentVolume|StatefulSet|CustomResourceDefinition)$/m;

export interface Written {
  readonly written: readonly string[];
  readonly removed: readonly string[];
  readonly unchanged: number;
}

/** What keeps the files from being written: one sentence each, empty when nothing does. */
export function deleteGuard(compared: readonly FileComparison[], allowed: number): string | null {
  const orphans = compared.filter((one) => one.state === 'orphan');
  if (orphans.length <= allowed) return null;
  const stateful = orphans.filter((one) => STATEFUL.test(one.before ?? ''));
  if (stateful.length > 0) {
    const names = stateful.slice(0, 3).map((one) => one.path);
    return `${orphans.length} files would be deleted, ${stateful.length} of them with kinds that hold data or a namespace (${names.join(', ')})`;
  }
  return orphans.length > MANY_DELETES ? `${orphans.length} files would be deleted` : null;
}

/** @param overwrite whether files that somebody edited are written again */
export async function writeFiles(
  root: string,
  plan: FilePlan,
  compared: readonly FileComparison[],
  overwrite: boolean,
): Promise<Written> {
  const states = overwrite ? ['new', 'missing', 'stale', 'edited'] : ['new', 'missing', 'stale'];
  const toWrite = compared.filter((one) => one.after !== null && states.includes(one.state));
  const toRemove = compared.filter((one) => one.state === 'orphan');
  const unchanged = compared.filter((one) => one.state === 'same').length;
  const owned = plan
    .files()
    .filter((spec) => spec.mode === 'owned')
    .map((spec) => [spec.path, plan.hash(spec.path)] as const);
  const ledger = ledgerText(owned);
  if (toWrite.length === 0 && toRemove.length === 0 && sameLedger(root, ledger))
    return { written: [], removed: [], unchanged };
  const release = takeLock(root);
  try {
    // What a killed run left half-written lies beside the paths of its journal.
    for (const path of loadJournal(root).keys()) rmSync(temporaryOf(join(root, path)), { force: true });
    writeDurably(join(root, JOURNAL_PATH), ledger);
    await writeAll(toWrite.map(({ path, after }) => [join(root, path), after ?? ''] as const));
    for (const { path } of toRemove) removeFile(root, path);
    writeDurably(join(root, LEDGER_PATH), ledger);
    rmSync(join(root, JOURNAL_PATH), { force: true });
  } catch (error) {
    throw new PlatformError(
      'write-failed',
      `writing stopped: ${error instanceof Error ? error.message : String(error)}`,
      {
        fix: 'Nothing is broken: every file is whole. Mend the cause and run again.',
        cause: error,
      },
    );
  } finally {
    release();
  }
  return { written: toWrite.map((one) => one.path), removed: toRemove.map((one) => one.path), unchanged };
}

function sameLedger(root: string, ledger: string): boolean {
  try {
    return readFileSync(join(root, LEDGER_PATH), 'utf8') === ledger && !existsSync(join(root, JOURNAL_PATH));
  } catch {
    // No ledger yet, or one that cannot be read: it is written anew.
    return false;
  }
}

/** Files that wait for the disk at a time: it takes several syncs together. */
const AT_A_TIME = 64;

/** Only the disk is waited for: all else of a small file takes less time than to hand it to another thread. */
async function writeAll(files: readonly (readonly [path: string, text: string])[]): Promise<void> {
  for (const folder of new Set(files.map(([path]) => dirname(path)))) mkdirSync(folder, { recursive: true });
  const queue = files.values();
  const worker = async () => {
    for (const [path, text] of queue) {
      const temporary = temporaryOf(path);
      const file = openSync(temporary, 'w');
      try {
        writeFileSync(file, text);
        await sync(file);
      } finally {
        closeSync(file);
      }
      renameSync(temporary, path);
    }
  };
  await Promise.all(Array.from({ length: AT_A_TIME }, worker));
}

/** The lock allows one writer, so that one name is enough. */
function temporaryOf(path: string): string {
  return `${path}.slipway-new`;
}

function writeDurably(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = temporaryOf(path);
  const file = openSync(temporary, 'w');
  try {
    writeFileSync(file, text);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, path);
}

function removeFile(root: string, path: string): void {
  rmSync(join(root, path), { force: true });
  // Folders that became empty go too; the repository's own folder never does.
  for (let folder = dirname(path); folder !== '.'; folder = dirname(folder)) {
    if (readdirSync(join(root, folder)).length > 0) return;
    rmdirSync(join(root, folder));
  }
}
