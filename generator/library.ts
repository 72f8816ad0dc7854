/** For programs that drive slipway themselves. Every function returns values; nothing is printed. */
import { resolve } from 'node:path';
import { splitChartsFolders } from './chart-store/charts-folders.ts';
import type { Finding, NotChecked } from './contract/finding.ts';
import { PlatformError } from './contract/platform-error.ts';
import type { KubernetesObject } from './contract/resource.ts';
import { judgePaths } from './judge-paths.ts';
import type { Platform } from './model/platform.ts';
import { differenceFindings } from './output/tree-violations.ts';
import { deleteGuard, type Written, writeFiles } from './output/write.ts';
import { planOf, type RunOptions, runPipeline } from './pipeline.ts';
import type { FilePlan } from './plan/file-plan.ts';
import { printYaml } from './plan/yaml.ts';

export type { Finding, NotChecked } from './contract/finding.ts';
export { PlatformError } from './contract/platform-error.ts';
export type { Platform } from './model/platform.ts';

export interface LoadOptions {
  /** Folder of the repository. */
  readonly root: string;
  /** Config file, relative to the folder. @default platform.config.ts */
  readonly config?: string;
}

/** Loads, checks and resolves a config. @throws PlatformError when it cannot be loaded, `config-invalid` when it has errors */
export async function loadPlatform(
  options: LoadOptions,
): Promise<{ readonly platform: Platform; readonly plan: FilePlan }> {
  const { platform, plan, findings } = await planOf({ ...options, date: today(), cache: false, chartsFolders: [] });
  if (platform === null || plan === null) {
    const first = findings.find((finding) => finding.level === 'error');
    throw new PlatformError('config-invalid', first?.message ?? 'the config has errors', {
      fix: first?.fix ?? 'Mend it.',
    });
  }
  return { platform, plan };
}

export interface ValidateResourcesOptions {
  /** Minor of the cluster. @default '1.36' */
  readonly kubernetes?: string;
  readonly layers?: readonly string[];
  readonly rules?: readonly string[];
}

/** Judges objects, or YAML text, in which duplicate keys are seen. */
export async function validateResources(
  resources: readonly KubernetesObject[] | string,
  options: ValidateResourcesOptions = {},
): Promise<{ readonly findings: readonly Finding[]; readonly notChecked: readonly NotChecked[] }> {
  const text = typeof resources === 'string' ? resources : resources.map((one) => printYaml(one)).join('---\n');
  const { findings, notChecked } = await judgePaths(['-'], {
    root: resolve('.'),
    chartsFolders: [],
    cacheFolder: null,
    kubernetes: options.kubernetes ?? '1.36',
    date: today(),
    stdin: () => text,
    ...(options.layers === undefined ? {} : { layers: new Set(options.layers) }),
    ...(options.rules === undefined ? {} : { rules: new Set(options.rules) }),
  });
  return { findings, notChecked };
}

export interface GenerateOptions extends LoadOptions {
  /** Day that decides whether a waiver holds, `YYYY-MM-DD`. @default today in UTC */
  readonly date?: string;
  /** How many files may be deleted. @default 0, which allows a few that hold no data */
  readonly allowDelete?: number;
}

export interface GenerateResult {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  /** `null` when a finding kept everything from being written. */
  readonly written: Written | null;
}

/** Validates, then writes. With a finding at error level nothing is written. */
export async function generate(options: GenerateOptions): Promise<GenerateResult> {
  const { findings, notChecked, outcome } = await runPipeline(runOptions(options));
  const refused =
    outcome === null ||
    findings.some((one) => one.level === 'error') ||
    deleteGuard(outcome.compared, options.allowDelete ?? 0) !== null;
  if (refused) return { findings, notChecked, written: null };
  return {
    findings,
    notChecked,
    written: await writeFiles(resolve(options.root), outcome.plan, outcome.compared, false),
  };
}

/** Regenerates in memory, validates, and compares with the files. Changes nothing. */
export async function check(
  options: LoadOptions & { readonly date?: string },
): Promise<Pick<GenerateResult, 'findings' | 'notChecked'>> {
  const { findings, notChecked, outcome } = await runPipeline(runOptions(options));
  return { findings: outcome === null ? findings : [...findings, ...differenceFindings(outcome.compared)], notChecked };
}

function runOptions({ root, config, date }: LoadOptions & { readonly date?: string }): RunOptions {
  return {
    root,
    ...(config === undefined ? {} : { config }),
    date: date ?? today(),
    cache: true,
    chartsFolders: splitChartsFolders(undefined, process.env.SLIPWAY_CHARTS),
  };
}

function today(): string {
  return new Date().toISOString().slice(0, 10);
}
