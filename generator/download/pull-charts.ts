/** Fills the cache with what the lock names. */
import { keepArchive, readCached, sweepCache } from '../chart-store/chart-cache.ts';
import type { Lock, LockedChart, LockedFolder } from '../chart-store/lock-file.ts';
import type { ChartSources } from './chart-sources.ts';
import { type Problem, runSeveral } from './run-several.ts';

export interface PullResult {
  readonly pulled: number;
  /** Were there already. */
  readonly present: number;
  readonly problems: readonly Problem<LockedChart | LockedFolder>[];
}

/** Downloads what is not there. An archive is kept once its digest is that of the lock and it could be read. */
export async function pullCharts(root: string, lock: Lock, sources: ChartSources): Promise<PullResult> {
  sweepCache(root);
  const { done, problems } = await runSeveral([...lock.charts, ...lock.folders], async (locked) => {
    const cached = await readCached(root, locked.sha256);
    if (cached.state === 'found') return false;
    keepArchive(root, 'commit' in locked ? await sources.lockedFolder(locked) : await sources.lockedChart(locked));
    return true;
  });
  const pulled = done.filter((one) => one).length;
  return { pulled, present: done.length - pulled, problems };
}
