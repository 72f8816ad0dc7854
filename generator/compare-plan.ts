/** What a run would write, without judging it: beside what lies on disk, or beside what a commit holds. */
import { openCommit } from './commit-files.ts';
import type { ConfigPath } from './contract/config-path.ts';
import type { Finding, Place } from './contract/finding.ts';
import type { Platform } from './model/platform.ts';
import { compareWithDisk, type FileComparison } from './output/compare.ts';
import type { Disk } from './output/disk.ts';
import { LEDGER_PATH, loadLedger, parseLedger } from './output/ledger.ts';
import { planOf, type RunOptions } from './pipeline.ts';
import type { FilePlan } from './plan/file-plan.ts';
import { viewFolder } from './render/folder-view.ts';
import { type RepositoryView, viewFiles } from './render/repository-view.ts';

export interface ComparedPlan {
  readonly platform: Platform;
  readonly plan: FilePlan;
  readonly compared: readonly FileComparison[];
  /** The repository that the plan is compared with. */
  readonly before: RepositoryView;
  /** Where a value of the config stands. */
  place(path: ConfigPath): Place;
}

/**
 * Compares the plan with the disk, or with a commit.
 * @param against a branch, a tag or a commit
 * @returns `outcome` is `null` when the config is too wrong to make a plan of; the findings say why
 * @throws PlatformError when the config cannot be loaded, and for a commit that is not there
 */
export async function comparePlan(
  options: RunOptions,
  against?: string,
): Promise<{ readonly findings: readonly Finding[]; readonly outcome: ComparedPlan | null }> {
  const { root, disk, place, findings, platform, plan } = await planOf(options);
  if (platform === null || plan === null) return { findings, outcome: null };
  const sides =
    against === undefined
      ? { compared: compareWithDisk(plan, disk, loadLedger(root)), before: viewFolder(root, []) }
      : await compareWithCommit(root, against, plan, disk);
  return { findings, outcome: { platform, plan, place, ...sides } };
}

async function compareWithCommit(
  root: string,
  against: string,
  plan: FilePlan,
  disk: Disk,
): Promise<Pick<ComparedPlan, 'compared' | 'before'>> {
  const commit = await openCommit(root, against);
  const ledger = parseLedger((await commit.read([LEDGER_PATH])).get(LEDGER_PATH)?.toString('utf8') ?? '');
  const planned = new Set(plan.files().map(({ path }) => path));
  // What an Application of ours renders lies in the folders that we write to.
  const folders = new Set([...planned, ...ledger.keys()].map(topOf));
  const files = await commit.read(commit.paths.filter((path) => folders.has(topOf(path))));
  const textOf = (path: string) => files.get(path)?.toString('utf8') ?? null;
  const wanted = plan.files().map(({ path, mode }): FileComparison => {
    const before = textOf(path);
    const found = mode === 'seeded' ? disk.read(path) : undefined;
    const after = found?.state === 'file' ? found.text.toString('utf8') : plan.text(path);
    return { path, before, after, state: before === null ? 'new' : before === after ? 'same' : 'stale' };
  });
  const gone = [...ledger.keys()].flatMap((path): readonly FileComparison[] => {
    const before = planned.has(path) ? null : textOf(path);
    return before === null ? [] : [{ path, before, after: null, state: 'orphan' }];
  });
  return {
    compared: [...wanted, ...gone].sort((left, right) => (left.path < right.path ? -1 : 1)),
    before: viewFiles(files.keys(), { bytes: (path) => files.get(path) }),
  };
}

function topOf(path: string): string {
  const slash = path.indexOf('/');
  return slash < 0 ? path : path.slice(0, slash);
}
