/** The whole story: config → model → plan → render → validate → compare. Writing is the caller's last step. */
import { resolve } from 'node:path';
import { loadServiceCharts } from './charts/service-charts.ts';
import { CLOUDS } from './clouds/registry.gen.ts';
import { checkConfig } from './config/check-config.ts';
import { findConfig } from './config/load.ts';
import { createOriginResolver } from './config/origin.ts';
import { problemsToFindings } from './config/problems-to-findings.ts';
import type { PlatformConfig } from './config/types.ts';
import { type Finding, STOPPED_AT_CONFIG } from './contract/finding.ts';
import { paths } from './emit/_paths.ts';
import { EMITTERS } from './emit/registry.gen.ts';
import { type EnginesAhead, startEngines } from './engines-ahead.ts';
import { COMPONENTS } from './infra/registry.gen.ts';
import { judgePlan } from './judge.ts';
import { checkComponents } from './model/check-components.ts';
import { resolvePlatform } from './model/resolve.ts';
import { compareWithDisk } from './output/compare.ts';
import { type Disk, openDisk } from './output/disk.ts';
import { type Ledger, loadLedger } from './output/ledger.ts';
import { buildPlan } from './plan/build-plan.ts';
import { cacheOf, printedIn, type RunOptions, type RunResult, stampsIn, startLoading, stopwatch } from './run.ts';

export type { RunOptions, RunResult } from './run.ts';

/**
 * A config with its plan, and where its values stand. `plan` is `null` when the config is too wrong to make one of.
 * @param ahead the disk, where it was opened already; what to call when the config has no errors, before the plan is made
 */
export async function planOf(options: RunOptions, ahead: { readonly disk?: Disk; readonly onRight?: () => void } = {}) {
  const root = resolve(options.root);
  const cacheFolder = cacheOf(options);
  const { disk = openDisk(root, stampsIn(cacheFolder)), onRight } = ahead;
  const stage = stopwatch(options.onStage);
  const loaded = await (options.loaded ?? startLoading(options));
  stage('load');
  const serviceCharts = loadServiceCharts();
  const registries = {
    clouds: CLOUDS,
    components: COMPONENTS,
    serviceCharts: serviceCharts.map((chart) => chart.version),
  };
  const place = createOriginResolver(loaded.file, root);
  const hasImageFile = (environment: string, service: string) => disk.has(paths.image(environment, service));
  const authored = problemsToFindings(checkConfig(loaded.config, registries, { hasImageFile }), place);
  stage('check config');
  const stopped = (findings: readonly Finding[]) =>
    ({ root, cacheFolder, disk, place, findings, platform: null, plan: null }) as const;
  if (hasErrors(authored)) return stopped(authored);
  // Shape and meaning were checked on the lines above.
  const platform = resolvePlatform(loaded.config as unknown as PlatformConfig, registries);
  const findings = [...authored, ...problemsToFindings(checkComponents(platform), place)];
  if (hasErrors(findings)) return stopped(findings);
  onRight?.();
  const plan = buildPlan(platform, EMITTERS, { serviceCharts }, printedIn(cacheFolder));
  stage('plan');
  return { root, cacheFolder, disk, place, findings, platform, plan };
}

function hasErrors(findings: readonly Finding[]): boolean {
  return findings.some(({ level }) => level === 'error');
}

/** @throws PlatformError when the config cannot be loaded */
export async function runPipeline(options: RunOptions): Promise<RunResult> {
  const ahead = startEngines(findConfig(resolve(options.root), options.config), cacheOf(options));
  // The config loads in its worker meanwhile.
  if (ahead.engines !== undefined) await import('./judge-afresh.ts');
  try {
    const result = await judgeAndCompare(options, ahead);
    if (result.outcome !== null) ahead.settle();
    return result;
  } finally {
    await ahead.close();
  }
}

async function judgeAndCompare(options: RunOptions, ahead: EnginesAhead): Promise<RunResult> {
  const root = resolve(options.root);
  const disk = openDisk(root, stampsIn(cacheOf(options)));
  const ledger = loadLedger(root);
  // Whenever this thread waits: for the config, for the engines.
  const stopHashing = disk.hashAhead([...ledger.keys()]);
  return judgeOnDisk(options, ahead, disk, ledger).finally(stopHashing);
}

async function judgeOnDisk(options: RunOptions, ahead: EnginesAhead, disk: Disk, ledger: Ledger): Promise<RunResult> {
  const made = await planOf(options, { disk, onRight: ahead.startLast });
  const { root, cacheFolder, place, findings, platform, plan } = made;
  if (platform === null || plan === null) {
    return { findings, notChecked: [STOPPED_AT_CONFIG], summary: { resources: 0, rendered: 0 }, outcome: null };
  }
  const { reads, ...verdict } = await judgePlan(platform, plan, {
    ...options,
    ...{ root, cacheFolder, disk, ledger, place, engines: ahead.engines },
  });
  const stage = stopwatch(options.onStage);
  const compared = compareWithDisk(plan, disk, ledger);
  disk.save();
  plan.saveHashes();
  stage('compare');
  return { ...verdict, findings: [...findings, ...verdict.findings], outcome: { platform, plan, compared, reads } };
}
