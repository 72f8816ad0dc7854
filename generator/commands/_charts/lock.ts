import { renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { keepArchive } from '../../chart-store/chart-cache.ts';
import { EMPTY_LOCK, LOCK_FILE, type Lock, loadLock, printLock, readLockFile } from '../../chart-store/lock-file.ts';
import { lockCharts } from '../../download/lock-charts.ts';
import { plainText } from '../../report/_define.ts';
import {
  type Charts,
  type ChartsArgs,
  countOf,
  openCharts,
  printProblems,
  printUnread,
  withSources,
} from './open-charts.ts';

/** Settles every wanted chart on one archive, and writes `slipway.lock`. */
export async function lock(args: ChartsArgs & { readonly fresh?: boolean | undefined }): Promise<number> {
  const charts = await openCharts(args);
  printUnread(charts);
  return lockWishes(charts, args.fresh === true);
}

/** Settles wishes that are known already. */
export async function lockWishes(charts: Charts, fresh: boolean): Promise<number> {
  const before = loadBefore(charts.root, fresh);
  const { lock: after, problems } = await withSources(charts.mirrors, (sources) =>
    lockCharts({
      wanted: charts.wishes.map((wish) => wish.chart),
      before,
      sources,
      fresh,
      onArchive: (bytes) => void keepArchive(charts.root, bytes),
    }),
  );
  const isNew = readLockFile(charts.root).state !== 'absent' || after.charts.length + after.folders.length > 0;
  if (isNew || problems.length === 0) writeLock(charts.root, after);
  for (const line of changesOf(before, after)) process.stdout.write(`${plainText(line)}\n`);
  const what = [countOf(after.charts.length, 'chart'), countOf(after.folders.length, 'folder')];
  process.stdout.write(`${LOCK_FILE}: ${what.join(' and ')} locked, ${problems.length} could not be\n`);
  return printProblems(problems);
}

/** Started afresh, a damaged lock is no obstacle. */
function loadBefore(root: string, fresh: boolean): Lock {
  const file = readLockFile(root);
  return fresh && file.state === 'damaged' ? EMPTY_LOCK : loadLock(root);
}

/** Writes the lock, whole or not at all. */
export function writeLock(root: string, lock: Lock): void {
  const path = join(root, LOCK_FILE);
  const temporary = `${path}.slipway-new`;
  writeFileSync(temporary, printLock(lock));
  renameSync(temporary, path);
}

function changesOf(before: Lock, after: Lock): readonly string[] {
  const names = (lock: Lock) =>
    new Set([
      ...lock.charts.map((one) => `${one.name} ${one.version}`),
      ...lock.folders.map((one) => `${one.repository} ${one.path} ${one.commit.slice(0, 12)}`),
    ]);
  const old = names(before);
  const now = names(after);
  return [
    ...[...now].filter((name) => !old.has(name)).map((name) => `+ ${name}`),
    ...[...old].filter((name) => !now.has(name)).map((name) => `- ${name}`),
  ];
}
