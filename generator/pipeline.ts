/** The whole story: config → model → plan → render → validate → compare. Writing is the caller's last step. */
import { resolve } from 'node:path';
import { cacheFolderOf } from './cache-folder.ts';
import { loadServiceCharts } from './charts/service-charts.ts';
import { CLOUDS } from './clouds/registry.gen.ts';
import { checkConfig } from './config/check-config.ts';
import { loadConfig } from './config/load.ts';
import { createOriginResolver } from './config/origin.ts';
import { problemsToFindings } from './config/problems-to-findings.ts';
import type { PlatformConfig } from './config/types.ts';
import type { Finding, NotChecked } from './contract/finding.ts';
import { paths } from './emit/_paths.ts';
import { EMITTERS } from './emit/registry.gen.ts';
import { COMPONENTS } from './infra/registry.gen.ts';
import { judgePlan } from './judge.ts';
import type { Platform } from './model/platform.ts';
import { resolvePlatform } from './model/resolve.ts';
import { compareWithDisk, type FileComparison } from './output/compare.ts';
import { openDisk } from './output/disk.ts';
import { loadLedger } from './output/ledger.ts';
import { buildPlan } from './plan/build-plan.ts';
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
  } | null;
}

/** A config with its plan, and where its values stand. `plan` is `null` when the config is too wrong to make one of. */
export async function planOf(options: RunOptions) {
  const root = resolve(options.root);
  const disk = openDisk(root);
  const cacheFolder = options.cache ? cacheFolderOf(root) : null;
  const stage = stopwatch(options.onStage);
  const loaded = await loadConfig(root, options.config, {
    ...(cacheFolder === null ? {} : { cacheFolder: `${cacheFolder}/config` }),
    ...(options.onOutput === undefined ? {} : { onOutput: options.onOutput }),
  });
  stage('load');
  const serviceCharts = loadServiceCharts();
  const registries = {
    clouds: CLOUDS,
    components: COMPONENTS,
    serviceCharts: serviceCharts.map((chart) => chart.version),
  };
  const place = createOriginResolver(loaded.file, root);
  const hasImageFile = (environment: string, service: string) =>
    disk.read(paths.image(environment, service)).state === 'file';
  const findings = problemsToFindings(checkConfig(loaded.config, registries, { hasImageFile }), place);
  stage('check config');
  if (findings.some((finding) => finding.level === 'error')) {
    return { root, cacheFolder, disk, place, findings, platform: null, plan: null };
  }
  // Shape and meaning were checked on the lines above.
  const platform = resolvePlatform(loaded.config as unknown as PlatformConfig, registries);
  const plan = buildPlan(platform, EMITTERS, { serviceCharts });
  stage('plan');
  return { root, cacheFolder, disk, place, findings, platform, plan };
}

/** @throws PlatformError when the config cannot be loaded */
export async function runPipeline(options: RunOptions): Promise<RunResult> {
  const { root, cacheFolder, disk, place, findings, platform, plan } = await planOf(options);
  if (platform === null || plan === null) {
    return { findings, notChecked: [], summary: { resources: 0, rendered: 0 }, outcome: null };
  }
  const ledger = loadLedger(root);
  const verdict = await judgePlan(platform, plan, { ...options, root, cacheFolder, disk, ledger, place });
  const stage = stopwatch(options.onStage);
  const compared = compareWithDisk(plan, disk, ledger);
  stage('compare');
  return { ...verdict, findings: [...findings, ...verdict.findings], outcome: { platform, plan, compared } };
}

function stopwatch(report: RunOptions['onStage']): (name: string) => void {
  let last = performance.now();
  return (name) => {
    const now = performance.now();
    report?.(name, now - last);
    last = now;
  };
}
