/**
 * Knows a `check` that would say what the last one said, before anything is planned: the same program, config, charts and date,
 * and not one file that differs. What is kept is only used where all of it is found again.
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { serialize } from 'node:v8';
import { makerHash } from './cache/maker.ts';
import { keepWhole } from './cache/whole-file.ts';
import { fingerprintCharts } from './chart-store/fingerprint.ts';
import { loadServiceCharts } from './charts/service-charts.ts';
import type { LoadedConfig } from './config/load.ts';
import { isRecord } from './contract/resource.ts';
import { type Disk, openDisk } from './output/disk.ts';
import { foreignFiles } from './output/foreign.ts';
import { hashOf, JOURNAL_PATH, LEDGER_PATH, loadLedger } from './output/ledger.ts';
import { cacheOf, type RunOptions, type RunResult, stampsIn } from './run.ts';

type Hashes = readonly (readonly [path: string, hash: string | null])[];

/** What the last check said. */
export interface LastCheck extends Pick<RunResult, 'findings' | 'notChecked' | 'summary'> {
  /** Files that were as the config wants them. */
  readonly same: number;
}

interface Kept {
  /** What stands before the config: program, charts, ledger, date. */
  readonly circumstances: string;
  /** The config as data. */
  readonly config: string;
  /** Authored files, by whose lines findings are told. */
  readonly texts: Hashes;
  /** Planned files. */
  readonly files: Hashes;
  readonly foreign: Hashes;
  /** Other files that were looked at. */
  readonly reads: Hashes;
  readonly said: LastCheck;
}

const FILE = 'unchanged.json';
const OTHER_FILE = /\b(?:from|import)\s*\(?\s*['"]\./;

/** What the last check said, when this one would say the same; `undefined` when it has to be worked out. */
export async function readLastCheck(
  options: RunOptions,
  loaded: Promise<LoadedConfig>,
): Promise<LastCheck | undefined> {
  const root = resolve(options.root);
  const kept = readKept(cacheOf(options));
  if (kept === undefined || kept.circumstances !== circumstancesOf(root, options)) return undefined;
  const disk = openDisk(root, stampsIn(cacheOf(options)));
  // The config is still loading in its worker.
  if (![kept.texts, kept.files, kept.reads].every((hashes) => areSame(hashes, root, disk))) return undefined;
  const foreign = foreignFiles(new Set(kept.files.map(([path]) => path)), disk, loadLedger(root));
  if (JSON.stringify(hashTexts(foreign)) !== JSON.stringify(kept.foreign)) return undefined;
  return hashData((await loaded).config) === kept.config ? kept.said : undefined;
}

/** Keeps what a check said, if all was as the config wants it. */
export async function keepCheck(options: RunOptions, loaded: Promise<LoadedConfig>, result: RunResult): Promise<void> {
  const folder = cacheOf(options);
  const { outcome, findings, notChecked, summary } = result;
  if (folder === null || outcome === null) return;
  if (outcome.compared.some(({ state }) => state !== 'same' && state !== 'seeded')) return;
  const root = resolve(options.root);
  const { file, config } = await loaded;
  const text = readFileSync(file, 'utf8');
  const places = new Set(findings.flatMap(({ origin }) => (origin === undefined ? [] : [origin.file])));
  // Which other files lead to a place is not known.
  if (places.size > 0 && OTHER_FILE.test(text)) return;
  const disk = openDisk(root, stampsIn(folder));
  const paths = outcome.compared.map(({ path }) => path);
  const own = relative(root, file).replaceAll('\\', '/');
  keepWhole(
    join(folder, FILE),
    JSON.stringify({
      circumstances: circumstancesOf(root, options),
      config: hashData(config),
      texts: [[own, hashOf(text)]],
      files: outcome.compared.map(({ path, state, before }) => {
        if (state === 'same') return [path, outcome.plan.hash(path)];
        return [path, before === null ? null : hashOf(before)];
      }),
      foreign: hashTexts(foreignFiles(new Set(paths), disk, loadLedger(root))),
      reads: [...outcome.reads],
      said: { findings, notChecked, summary, same: paths.length },
    } satisfies Kept),
  );
}

function circumstancesOf(root: string, { date, config = '', chartsFolders }: RunOptions): string {
  const charts = loadServiceCharts().map(({ version, files }) => [version, [...files]]);
  const parts = [
    ...[makerHash(), date, config, JSON.stringify(chartsFolders), fingerprintCharts(root, chartsFolders)],
    ...[JSON.stringify(charts), textOf(join(root, LEDGER_PATH)), textOf(join(root, JOURNAL_PATH))],
  ];
  return hashOf(JSON.stringify(parts));
}

function areSame(hashes: Hashes, root: string, disk: Disk): boolean {
  return hashes.every(([path, hash]) => {
    // A config may lie outside of the repository.
    if (path.startsWith('../')) return hashOf(textOf(join(root, path))) === hash;
    const found = disk.hash(path);
    return found.state === 'file' ? found.hash === hash : hash === null && found.state === 'absent';
  });
}

function hashTexts(texts: ReadonlyMap<string, string>): Hashes {
  return [...texts].map(([path, text]) => [path, hashOf(text)]);
}

/** Tells `undefined` from nothing, which JSON does not. */
function hashData(value: unknown): string {
  return createHash('sha256').update(serialize(value)).digest('hex');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // Absent: what is not there has no text.
    return '';
  }
}

function readKept(folder: string | null): Kept | undefined {
  if (folder === null) return undefined;
  try {
    const kept: unknown = JSON.parse(readFileSync(join(folder, FILE), 'utf8'));
    return isKept(kept) ? kept : undefined;
  } catch {
    // Absent or damaged: worked out anew.
    return undefined;
  }
}

/** Its circumstances name the code that wrote it. */
function isKept(value: unknown): value is Kept {
  const lists = ['texts', 'files', 'foreign', 'reads'];
  return isRecord(value) && lists.every((name) => Array.isArray(value[name])) && isRecord(value.said);
}
