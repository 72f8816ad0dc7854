/** Charts that somebody has at hand: folders with a Chart.yaml, and archives, in the folders of `--charts`. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { PlatformError } from '../contract/platform-error.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';
import { ARCHIVE_LIMITS, readArchive } from './archive.ts';
import { readChartMetadata } from './chart-metadata.ts';
import { readFolder } from './read-folder.ts';

export interface LocalChart {
  readonly name: string;
  readonly version: string;
  readonly path: string;
  /** Folder of `--charts` that it was found in. */
  readonly within: string;
  /** The archive's bytes; `undefined` for a folder. */
  readonly bytes: Buffer | undefined;
  readonly files: readonly ChartFile[];
}

/** An archive that is hostile or damaged. */
export interface DamagedChart {
  readonly path: string;
  /** What its file name says; `undefined` for `kafka.tgz`, which may be any. */
  readonly version: string | undefined;
  readonly error: PlatformError;
}

export function isDamaged(offer: LocalChart | DamagedChart): offer is DamagedChart {
  return 'error' in offer;
}

export interface LocalCharts {
  /** What lies there under a name, whichever its version, in the order of the folders. */
  named(name: string): Promise<readonly (LocalChart | DamagedChart)[]>;
  /** Charts of the name in archives that are called otherwise: `vendor-kafka-32.4.3.tgz`. */
  calledOtherwise(name: string): Promise<readonly LocalChart[]>;
}

interface Found {
  readonly path: string;
  readonly within: string;
  readonly kind: 'folder' | 'archive';
}

/**
 * Looks into folders for charts, when the first is asked for.
 *
 * @throws PlatformError `charts-folder-not-found`
 */
export function openLocalCharts(folders: readonly string[]): LocalCharts {
  for (const folder of folders) {
    if (existsSync(folder) && statSync(folder).isDirectory()) continue;
    throw new PlatformError('charts-folder-not-found', `${folder}, a folder for charts, does not exist`, {
      fix: 'Correct --charts or SLIPWAY_CHARTS.',
    });
  }
  let index: readonly Found[] | undefined;
  const names = new Map<string, string | undefined>();
  const loaded = new Map<string, Promise<LocalChart | undefined>>();

  const nameOf = (found: Found): string | undefined => {
    if (!names.has(found.path)) names.set(found.path, nameOfFolder(found.path));
    return names.get(found.path);
  };
  const loadOnce = (found: Found): Promise<LocalChart | undefined> => {
    const known = loaded.get(found.path) ?? loadChart(found);
    loaded.set(found.path, known);
    return known;
  };
  const indexed = (): readonly Found[] => {
    index ??= folders.flatMap((folder) => findCharts(resolve(folder)));
    return index;
  };
  const load = async (name: string, candidates: readonly Found[]) => {
    const offers = await Promise.all(
      candidates.map((found) => loadOnce(found).catch((error: unknown) => asDamaged(found, name, error))),
    );
    return offers.filter((one) => one !== undefined).filter((one) => isDamaged(one) || one.name === name);
  };
  const isCalled = (found: Found, name: string): boolean =>
    found.kind === 'folder' ? nameOf(found) === name : isArchiveOf(basename(found.path), name);
  return {
    named: (name) =>
      load(
        name,
        indexed().filter((found) => isCalled(found, name)),
      ),
    async calledOtherwise(name) {
      const perhaps = indexed().filter(
        (found) => found.kind === 'archive' && basename(found.path).includes(name) && !isCalled(found, name),
      );
      // A damaged archive whose name only resembles the chart's says nothing about that chart.
      return (await load(name, perhaps)).filter((one): one is LocalChart => !isDamaged(one));
    },
  };
}

/** A folder may be a chart, hold charts, or hold folders that hold charts. */
function findCharts(within: string): readonly Found[] {
  const visit = (folder: string, depth: number): readonly Found[] => {
    if (existsSync(join(folder, 'Chart.yaml'))) return [{ path: folder, within, kind: 'folder' }];
    const entries = readdirSync(folder).sort();
    return entries.flatMap((entry): readonly Found[] => {
      const path = join(folder, entry);
      if (entry.endsWith('.tgz')) return [{ path, within, kind: 'archive' }];
      const isFolder = statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
      return isFolder && depth > 0 ? visit(path, depth - 1) : [];
    });
  };
  return visit(within, 2);
}

function nameOfFolder(path: string): string | undefined {
  const data = readFileSync(join(path, 'Chart.yaml'));
  return readChartMetadata([{ name: 'Chart.yaml', data }])?.name;
}

/** `kafka.tgz`, `kafka-32.4.3.tgz`, `kafka-v1.tgz`. */
function isArchiveOf(file: string, name: string): boolean {
  const rest = file.startsWith(name) ? file.slice(name.length) : undefined;
  return rest !== undefined && /^(-v?\d.*)?\.tgz$/.test(rest);
}

function asDamaged({ path }: Found, name: string, error: unknown): DamagedChart {
  if (!(error instanceof PlatformError)) throw error;
  const [, version] = /^-v?(\d.*)\.tgz$/.exec(basename(path).slice(name.length)) ?? [];
  return { path, version, error };
}

async function loadChart(found: Found): Promise<LocalChart | undefined> {
  const { path, within } = found;
  const bytes = found.kind === 'archive' ? await readWithin(path) : undefined;
  const files = bytes === undefined ? readFolder(path, within) : await readArchive(path, bytes);
  const metadata = readChartMetadata(files);
  if (metadata === undefined) return undefined;
  return { name: metadata.name, version: metadata.version, path, within, bytes, files };
}

async function readWithin(path: string): Promise<Buffer> {
  const { size } = statSync(path);
  if (size <= ARCHIVE_LIMITS.compressed) return readFile(path);
  throw new PlatformError('bad-archive', `${path} cannot be used: it has ${size} bytes`, { fix: 'Take it out.' });
}
