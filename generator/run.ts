/** What a run of the pipeline is given, and what it gives. */
import { join, resolve } from 'node:path';
import { makerHash } from './cache/maker.ts';
import { openPrinted, PRINT_ALL, type Printed } from './cache/printed.ts';
import { cacheFolderOf } from './cache-folder.ts';
import { type LoadedConfig, loadConfig } from './config/load.ts';
import type { Finding, NotChecked } from './contract/finding.ts';
import type { Platform } from './model/platform.ts';
import type { FileComparison } from './output/compare.ts';
import { openStamps, type Stamps } from './output/stamps.ts';
import type { FilePlan } from './plan/file-plan.ts';

export interface RunOptions {
  /** Folder of the repository. */
  readonly root: string;
  /** Config file, relative to the folder. @default platform.config.ts */
  readonly config?: string;
  /** Day that decides whether a waiver holds, `YYYY-MM-DD`. */
  readonly date: string;
  /** Whether results of earlier runs may be used; they never change a verdict. */
  readonly cache: boolean;
  /** Folders of charts that are asked before the pulled ones. */
  readonly chartsFolders: readonly string[];
  /** The config, where its loading has begun already. */
  readonly loaded?: Promise<LoadedConfig>;
  /** Called with what the config prints while it loads. */
  readonly onOutput?: (text: string) => void;
  /** Called with each stage's name and time in milliseconds. */
  readonly onStage?: (name: string, milliseconds: number) => void;
}

export interface RunResult {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly summary: { readonly resources: number; readonly rendered: number };
  /** What to write; `null` when the config is too wrong to make a plan of. */
  readonly outcome: {
    readonly platform: Platform;
    readonly plan: FilePlan;
    readonly compared: readonly FileComparison[];
    /** Other files that the judgement looked at: path → hash, `null` for one that is not there. */
    readonly reads: ReadonlyMap<string, string | null>;
  } | null;
}

/** Where results of a run are kept; `null` for nowhere. */
export function cacheOf({ root, cache }: RunOptions): string | null {
  return cache ? cacheFolderOf(resolve(root)) : null;
}

/** What earlier runs know of the repository's files. */
export function stampsIn(cacheFolder: string | null): Stamps {
  return openStamps(cacheFolder === null ? null : join(cacheFolder, 'stamps.json'));
}

/** What earlier runs know of the texts of planned files. */
export function printedIn(cacheFolder: string | null): Printed {
  return cacheFolder === null ? PRINT_ALL : openPrinted(join(cacheFolder, 'printed.json'), makerHash());
}

/** Begins to load the config of a run: that takes a worker, while this thread does other things. Rejects as `loadConfig` does. */
export function startLoading(options: RunOptions): Promise<LoadedConfig> {
  const { root, config, onOutput } = options;
  const folder = cacheOf(options);
  const loaded = loadConfig(resolve(root), config, {
    ...(folder === null ? {} : { cacheFolder: `${folder}/config` }),
    ...(onOutput === undefined ? {} : { onOutput }),
  });
  // Whoever awaits it is told.
  loaded.catch(() => undefined);
  return loaded;
}

/** Calls back with the time since the last call, by name. */
export function stopwatch(report: RunOptions['onStage']): (name: string) => void {
  let last = performance.now();
  return (name) => {
    const now = performance.now();
    report?.(name, now - last);
    last = now;
  };
}
