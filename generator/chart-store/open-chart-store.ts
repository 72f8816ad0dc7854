/** Finds charts offline: what `--charts` offers first, then the archives of `slipway.lock` that were pulled. */
import { realpathSync } from 'node:fs';
import { PlatformError } from '../contract/platform-error.ts';
import { readArchive } from './archive.ts';
import { describeWanted, normalWanted } from './chart-address.ts';
import { readCached } from './chart-cache.ts';
import type { ChartDependency } from './chart-metadata.ts';
import type { ChartStore, StoredChart, WantedChart } from './chart-store.ts';
import {
  type CompleteChart,
  completeChart,
  type FoundDependency,
  type IncompleteChart,
  pathOfDependency,
} from './complete-chart.ts';
import { digestOf } from './digest.ts';
import { findLocked, findLockedFolder } from './find-locked.ts';
import { type DamagedChart, isDamaged, type LocalChart, openLocalCharts } from './local-charts.ts';
import { LOCK_FILE, type Lock, type LockedChart, readLockFile } from './lock-file.ts';
import { isInside, readFolder } from './read-folder.ts';
import { sortVersions } from './version.ts';
import { isExactVersion, isSameVersion, newestIn, parseRange } from './version-range.ts';

export interface ChartStoreOptions {
  /** Folder of the repository, where the lock and `.slipway/charts` are. */
  readonly root: string;
  /** Folders of charts that are asked first. */
  readonly chartsFolders: readonly string[];
}

type WantedArchive = Extract<WantedChart, { kind: 'chart' }>;
type WantedFolder = Extract<WantedChart, { kind: 'git' }>;

/** The way to a dependency: what needs it, and how many lookups one chart may still cause. */
interface Way {
  readonly over: readonly string[];
  readonly budget: { left: number };
}

/** A chart with its subcharts' subcharts has some dozens. */
const MOST_DEPENDENCIES = 500;

/**
 * Opens the store of a repository. It never uses a network, and what is wrong with a chart or the lock is an answer.
 *
 * @throws PlatformError `charts-folder-not-found` for a folder that does not exist
 */
export function openChartStore({ root, chartsFolders }: ChartStoreOptions): ChartStore {
  const local = openLocalCharts(chartsFolders);
  const known = new Map<string, Promise<StoredChart>>();
  const lockFile = readLockFile(root);
  const lock: Lock = lockFile.state === 'read' ? lockFile.lock : { charts: [], folders: [] };

  const find = (given: WantedChart): Promise<StoredChart> => {
    const wanted = normalWanted(given);
    const key = JSON.stringify(wanted);
    const before = known.get(key);
    if (before !== undefined) return before;
    const looked = look(wanted, { over: [], budget: { left: MOST_DEPENDENCIES } });
    known.set(key, looked);
    return looked;
  };

  /** Not remembered for dependencies: two charts that need each other would wait for each other. */
  const look = async (wanted: WantedChart, way: Way): Promise<StoredChart> => {
    const next = { ...way, over: [...way.over, subjectOf(wanted)] };
    try {
      return await (wanted.kind === 'chart' ? lookForChart(wanted, next) : lookForFolder(wanted, next));
    } catch (error) {
      return asDamaged(error);
    }
  };

  const lookForChart = async (wanted: WantedArchive, way: Way): Promise<StoredChart> => {
    const locked = findLocked(lock, wanted);
    const asked = locked?.version ?? wanted.version;
    const named = await local.named(wanted.name);
    const isThere = pickVersion(named.filter(isSound), asked) !== undefined;
    const offers = isThere ? named : [...named, ...(await local.calledOtherwise(wanted.name))];
    const offered = offers.filter(isSound);
    const exact = pickVersion(offered, asked);
    // The first that fits decides: what lies behind it is not looked at.
    const before = exact === undefined ? offers : offers.slice(0, offers.indexOf(exact));
    const damaged = before.filter(isDamaged).find((one) => mayBe(one, asked));
    if (damaged !== undefined) throw damaged.error;
    if (exact !== undefined) return fromLocal(exact, locked, [], way);
    const [newest] = sortVersions(offered.map((chart) => chart.version));
    const other = offered.find((chart) => chart.version === newest);
    const pulled =
      locked === undefined ? undefined : await fromCache(locked, locked.version, describeWanted(wanted), way);
    if (pulled !== undefined && (pulled.state !== 'missing' || other === undefined)) return pulled;
    if (other === undefined) return notThere();
    const shown = asked === wanted.version ? asked : `${wanted.version} (${asked})`;
    const stored = await fromLocal(
      other,
      undefined,
      [`version ${other.version} from --charts, in place of ${shown}`],
      way,
    );
    return stored.state === 'found' ? { ...stored, instead: { asked: shown, path: other.path } } : stored;
  };

  const lookForFolder = async (wanted: WantedFolder, way: Way): Promise<StoredChart> => {
    const locked = findLockedFolder(lock, wanted);
    if (locked !== undefined) return fromCache(locked, locked.commit, describeWanted(wanted), way);
    // Only where the path itself says that it is a chart's: elsewhere one name may mean two things.
    const [, name] = /(?:^|\/)(?:charts?|helm)\/([^/]+)$/.exec(wanted.path) ?? [];
    if (name === undefined) return notThere();
    const [chart = (await local.calledOtherwise(name))[0]] = await local.named(name);
    if (chart === undefined) return notThere();
    if (isDamaged(chart)) throw chart.error;
    return fromLocal(chart, undefined, [`version ${chart.version} from --charts, in place of ${wanted.revision}`], way);
  };

  const notThere = (): StoredChart => {
    if (lockFile.state === 'damaged') return { state: 'damaged', reason: lockFile.reason, fix: lockFile.fix };
    const fix = 'Run `slipway charts lock` and `slipway charts pull`, or give it with --charts.';
    return { state: 'missing', reason: `not in ${LOCK_FILE}`, fix };
  };

  const fromLocal = async (
    chart: LocalChart,
    locked: LockedChart | undefined,
    notes: readonly string[],
    way: Way,
  ): Promise<StoredChart> => {
    const isLocked = locked === undefined || (chart.bytes !== undefined && digestOf(chart.bytes) === locked.sha256);
    const complete = await completeChart(chart, dependencyFinder({ folder: chart.path, within: chart.within }, way));
    return found(complete, chart.version, [...notes, ...(isLocked ? [] : ['not the locked archive'])]);
  };

  /** @param locked a chart or folder of the lock */
  const fromCache = async (
    locked: Pick<LockedChart, 'sha256' | 'dependencies'>,
    version: string,
    what: string,
    way: Way,
  ): Promise<StoredChart> => {
    const cached = await readCached(root, locked.sha256);
    if (cached.state !== 'found') return cached;
    const { bytes } = cached;
    // Most archives bring what they need: those stay packed.
    const isFolder = 'commit' in locked;
    if (!isFolder && locked.dependencies.every((one) => one.sha256 === undefined)) {
      return found({ key: locked.sha256, source: { kind: 'archive', bytes }, notes: [] }, version, []);
    }
    const chart: IncompleteChart = { files: await readArchive(what, bytes), ...(isFolder ? {} : { bytes }) };
    return found(await completeChart(chart, dependencyFinder(undefined, way)), version, []);
  };

  /** @param from where the chart lies, if it is on disk */
  const dependencyFinder =
    (from: { readonly folder: string; readonly within: string } | undefined, way: Way) =>
    async (dependency: ChartDependency): Promise<FoundDependency> => {
      if (way.budget.left <= 0) return { missing: `more than ${MOST_DEPENDENCIES} dependencies` };
      way.budget.left -= 1;
      const beside = pathOfDependency(dependency, from?.folder ?? '/');
      if (beside !== undefined) {
        if (from === undefined) return { missing: `${dependency.repository} leads out of the archive` };
        return completeBeside(beside, from.within, way);
      }
      const { name, repository, version, locked } = dependency;
      if (repository === '') return { missing: 'it must lie in the charts/ folder, as it names no repository' };
      const wanted = normalWanted({ kind: 'chart', repository, name, version: locked ?? version });
      if (way.over.includes(subjectOf(wanted))) return { missing: 'charts need each other in a circle' };
      const stored = await look(wanted, way);
      if (stored.state !== 'found') return { missing: stored.reason };
      return { source: await stored.read(), ...(stored.note === undefined ? {} : { notes: [stored.note] }) };
    };

  const completeBeside = async (folder: string, within: string, way: Way): Promise<FoundDependency> => {
    const real = realOrUndefined(folder);
    if (!isInside(real, realpathSync(within))) return { missing: `${folder} is not inside ${within}` };
    if (way.over.includes(folder)) return { missing: 'charts need each other in a circle' };
    const next = { ...way, over: [...way.over, folder] };
    return completeChart({ files: readFolder(folder, within) }, dependencyFinder({ folder, within }, next));
  };

  return { find };
}

function found({ key, source, notes }: CompleteChart, version: string, more: readonly string[]): StoredChart {
  const all = [...more, ...notes];
  return {
    state: 'found',
    key,
    version,
    note: all.length === 0 ? undefined : all.join('; '),
    read: async () => source,
  };
}

function isSound(offer: LocalChart | DamagedChart): offer is LocalChart {
  return !isDamaged(offer);
}

/** Whether a damaged archive could be the chart of a version, by what its file is called. */
function mayBe({ version }: DamagedChart, asked: string): boolean {
  return version === undefined || !isExactVersion(asked) || isSameVersion(version, asked);
}

/** The chart of a version, or the newest that a range takes. */
function pickVersion(charts: readonly LocalChart[], version: string): LocalChart | undefined {
  const exact =
    charts.find((chart) => chart.version === version) ?? charts.find((chart) => isSameVersion(chart.version, version));
  const range = exact === undefined && !isExactVersion(version) ? parseRange(version) : undefined;
  const newest =
    range === undefined
      ? undefined
      : newestIn(
          range,
          charts.map((chart) => chart.version),
        );
  return exact ?? charts.find((chart) => chart.version === newest);
}

/** A chart without its version: one that needs another version of itself is a circle too. */
function subjectOf(wanted: WantedChart): string {
  return `${wanted.repository} ${wanted.kind === 'chart' ? wanted.name : wanted.path}`;
}

function realOrUndefined(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function asDamaged(error: unknown): StoredChart {
  if (error instanceof PlatformError) return { state: 'damaged', reason: error.message, fix: error.fix };
  throw error;
}
