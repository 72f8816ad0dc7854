/** Settles what is wanted on exact archives. What the old lock has settled stays, unless it is asked to start afresh. */
import { isRegistry, normalRepository } from '../chart-store/chart-address.ts';
import { type ChartDependency, missingDependencies, readChartMetadata } from '../chart-store/chart-metadata.ts';
import type { WantedChart } from '../chart-store/chart-store.ts';
import { digestOf } from '../chart-store/digest.ts';
import { findLocked, findLockedFolder } from '../chart-store/find-locked.ts';
import type { Lock, LockedChart, LockedDependency, LockedFolder } from '../chart-store/lock-file.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';
import type { ChartSources } from './chart-sources.ts';
import { type Problem, runSeveral } from './run-several.ts';

export interface LockRequest {
  readonly wanted: readonly WantedChart[];
  readonly before: Lock;
  readonly sources: ChartSources;
  /** Resolves ranges and branches anew. */
  readonly fresh: boolean;
  /** Called with each archive that was downloaded: verified, and read once. */
  readonly onArchive: (bytes: Buffer) => void;
}

export interface LockResult {
  readonly lock: Lock;
  /** What could not be settled, and is not in the lock. */
  readonly problems: readonly Problem<WantedChart>[];
}

interface Settled {
  readonly chart?: LockedChart;
  readonly folder?: LockedFolder;
  /** Dependencies that have to be settled too. */
  readonly needs: readonly WantedChart[];
}

type WantedArchive = Extract<WantedChart, { kind: 'chart' }>;
type WantedFolder = Extract<WantedChart, { kind: 'git' }>;

/** @throws PlatformError `stopped`; anything else is a problem of one chart */
export async function lockCharts(request: LockRequest): Promise<LockResult> {
  const charts = new Map<string, LockedChart>();
  const folders: LockedFolder[] = [];
  const problems: Problem<WantedChart>[] = [];
  const seen = new Set<string>();
  let open = request.wanted;
  while (open.length > 0) {
    const now = open.filter((wanted) => !seen.has(JSON.stringify(wanted)));
    for (const wanted of now) seen.add(JSON.stringify(wanted));
    const { done, problems: failed } = await runSeveral(now, (wanted) => settle(request, wanted));
    problems.push(...failed);
    // What a bad day of the network keeps from being renewed stays as it was.
    const settled = [...done, ...failed.flatMap(({ item }) => settleFromBefore(request.before, item) ?? [])];
    for (const { chart, folder } of settled) {
      if (folder !== undefined) folders.push(folder);
      if (chart !== undefined) addChart(charts, chart);
    }
    open = settled.flatMap(({ needs }) => needs);
  }
  const all = [...charts.values()];
  const lock = { charts: all, folders: [] };
  return {
    lock: {
      charts: all.map((chart) => withDigests(lock, chart)).filter(isSettled),
      folders: folders.map((folder) => withDigests(lock, folder)).filter(isSettled),
    },
    problems,
  };
}

/** Two ranges may lead to one version. */
function addChart(charts: Map<string, LockedChart>, chart: LockedChart): void {
  const key = `${chart.repository} ${chart.name} ${chart.version}`;
  const before = charts.get(key)?.wanted ?? [];
  charts.set(key, { ...chart, wanted: [...new Set([...before, ...chart.wanted])] });
}

async function settle(request: LockRequest, wanted: WantedChart): Promise<Settled> {
  return wanted.kind === 'chart' ? settleChart(request, wanted) : settleFolder(request, wanted);
}

async function settleChart(
  { before, sources, fresh, onArchive }: LockRequest,
  wanted: WantedArchive,
): Promise<Settled> {
  const known = settleFromBefore(before, wanted);
  if (known !== undefined && (!fresh || known.chart?.version === wanted.version)) return known;
  const { version, url, bytes, files } = await sources.chart(wanted);
  onArchive(bytes);
  const { dependencies, needs } = dependenciesOf(files);
  const { name } = wanted;
  const repository = normalRepository(wanted.repository);
  const chart = {
    name,
    repository,
    version,
    wanted: rangeOf(wanted, version),
    url,
    sha256: digestOf(bytes),
    dependencies,
  };
  return { chart, needs };
}

async function settleFolder(
  { before, sources, fresh, onArchive }: LockRequest,
  wanted: WantedFolder,
): Promise<Settled> {
  const known = settleFromBefore(before, wanted);
  if (known !== undefined && !fresh) return known;
  const { commit, bytes, files } = await sources.folder(wanted);
  onArchive(bytes);
  const { repository, path, revision } = wanted;
  const { dependencies, needs } = dependenciesOf(files);
  return { folder: { repository, path, revision, commit, sha256: digestOf(bytes), dependencies }, needs };
}

function settleFromBefore(before: Lock, wanted: WantedChart): Settled | undefined {
  if (wanted.kind === 'git') {
    const folder = findLockedFolder(before, wanted);
    return folder === undefined ? undefined : { folder, needs: neededOf(folder.dependencies) };
  }
  const known = findLocked(before, wanted);
  if (known === undefined) return undefined;
  return { chart: { ...known, wanted: rangeOf(wanted, known.version) }, needs: neededOf(known.dependencies) };
}

/** The range that led to a version; none when it was named itself. */
function rangeOf(wanted: WantedArchive, version: string): readonly string[] {
  return version === wanted.version ? [] : [wanted.version];
}

/** What a chart needs, and which of it has to come from elsewhere; such dependencies carry a range until they are settled. */
function dependenciesOf(files: readonly ChartFile[]): {
  readonly dependencies: readonly LockedDependency[];
  readonly needs: readonly WantedChart[];
} {
  const metadata = readChartMetadata(files);
  if (metadata === undefined) return { dependencies: [], needs: [] };
  const missing = missingDependencies(metadata, files).filter(isRemote);
  const isMissing = (one: ChartDependency) =>
    missing.some((other) => other.name === one.name && other.version === one.version);
  return {
    dependencies: metadata.dependencies.map((one) => ({
      name: one.name,
      version: one.locked ?? one.version,
      repository: one.repository,
      // Filled in by `withDigests`.
      sha256: isMissing(one) ? OPEN : undefined,
    })),
    needs: missing.map(wantedOf),
  };
}

/** Stands for a digest that is not known yet. */
const OPEN = '';

/** Whether a dependency is published somewhere, rather than lying beside the chart. */
export function isRemote({ repository }: ChartDependency): boolean {
  return (
    /^(https?|oci):\/\//.test(repository) ||
    (repository !== '' && isRegistry(repository) && !/^[@]|^alias:/.test(repository))
  );
}

/** A dependency as something that is wanted. */
export function wantedOf({ name, version, locked, repository }: ChartDependency): WantedChart {
  return { kind: 'chart', name, repository: normalRepository(repository), version: locked ?? version };
}

function neededOf(dependencies: readonly LockedDependency[]): readonly WantedChart[] {
  return dependencies
    .filter((one) => one.sha256 !== undefined)
    .map(({ name, version, repository }) => ({
      kind: 'chart',
      name,
      version,
      repository: normalRepository(repository),
    }));
}

function withDigests<One extends LockedChart | LockedFolder>(lock: Lock, one: One): One {
  const dependencies = one.dependencies.map((dependency) => {
    if (dependency.sha256 === undefined) return dependency;
    const settled = findLocked(lock, { kind: 'chart', ...dependency });
    return settled === undefined ? dependency : { ...dependency, version: settled.version, sha256: settled.sha256 };
  });
  return { ...one, dependencies };
}

/** A chart without one of its dependencies is not locked: the next run shall try again. */
function isSettled({ dependencies }: LockedChart | LockedFolder): boolean {
  return dependencies.every(({ sha256 }) => sha256 !== OPEN);
}
