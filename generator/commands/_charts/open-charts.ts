/** What the actions of `slipway charts` share: which charts are wanted, and the way to the network. */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { ConfigPath } from '../../contract/config-path.ts';
import type { Place } from '../../contract/finding.ts';
import { PlatformError } from '../../contract/platform-error.ts';
import { type ChartSources, openChartSources } from '../../download/chart-sources.ts';
import { loadCredentials } from '../../download/credentials.ts';
import { createHttpClient } from '../../download/http-client.ts';
import type { Mirrors } from '../../download/mirrors.ts';
import { readProxies } from '../../download/proxy.ts';
import type { Platform } from '../../model/platform.ts';
import { planOf } from '../../pipeline.ts';
import type { FilePlan } from '../../plan/file-plan.ts';
import { plainText } from '../../report/_define.ts';
import { type ChartWishes, wantedBelow, wantedByPlan } from '../../wanted-charts.ts';
import { progressPrinter } from './progress.ts';

export interface ChartsArgs {
  readonly root: string;
  readonly config?: string | undefined;
}

export interface OwnPlatform {
  readonly platform: Platform;
  readonly plan: FilePlan;
  readonly place: (path: ConfigPath) => Place;
}

export interface Charts extends ChartWishes {
  readonly root: string;
  /** `null` in a repository without a config. */
  readonly own: OwnPlatform | null;
  readonly mirrors: Mirrors;
}

const CONFIG = 'platform.config.ts';

/**
 * What a repository wants. Without a config, every Application in its YAML files counts.
 *
 * @throws PlatformError `config-has-errors` when no plan can be made of the config
 */
export async function openCharts(args: ChartsArgs): Promise<Charts> {
  const root = resolve(args.root);
  if (!existsSync(root)) {
    throw new PlatformError('folder-not-found', `${root} does not exist`, { fix: 'Correct -C.' });
  }
  if (args.config === undefined && !existsSync(join(root, CONFIG))) {
    return { root, own: null, mirrors: {}, ...wantedBelow(root) };
  }
  const { platform, plan, place, findings } = await planOf({
    root,
    ...(args.config === undefined ? {} : { config: args.config }),
    // No verdict is made here, so no day decides anything.
    date: '1970-01-01',
    cache: true,
    chartsFolders: [],
    onOutput: (text) => void process.stderr.write(text),
  });
  if (platform === null || plan === null) {
    const [first] = findings.filter((finding) => finding.level === 'error');
    throw new PlatformError('config-has-errors', `the config is wrong: ${first?.message ?? ''}`, {
      fix: 'Run `slipway check`, which tells all of it.',
    });
  }
  const mirrors = platform.authored.chartMirrors ?? {};
  return { root, own: { platform, plan, place }, mirrors, ...wantedByPlan(plan, platform.repository.url, root) };
}

/** Runs something that downloads. Ctrl-C ends it in good order; what was kept by then is whole. */
export async function withSources<Result>(
  mirrors: Mirrors,
  work: (sources: ChartSources) => Promise<Result>,
): Promise<Result> {
  const stop = new AbortController();
  const onSignal = () => stop.abort();
  process.once('SIGINT', onSignal);
  process.once('SIGTERM', onSignal);
  const credentials = loadCredentials(process.env);
  const progress = progressPrinter();
  const { signal } = stop;
  const http = createHttpClient({ credentials, signal, proxyFor: readProxies(process.env) });
  const sources = openChartSources({ http, credentials, mirrors, signal, onProgress: progress.update });
  try {
    return await work(sources);
  } finally {
    progress.end();
    await sources.close();
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
  }
}

/** Prints what went wrong with single charts. @returns the exit code */
export function printProblems(problems: readonly { readonly error: PlatformError }[]): number {
  for (const { error } of problems) {
    process.stderr.write(`error ${error.code}: ${plainText(error.message)}\n  fix: ${plainText(error.fix)}\n`);
  }
  return problems.length > 0 ? 1 : 0;
}

/** Names what could not be read. */
export function printUnread({ unread }: ChartWishes): void {
  for (const { what, reason } of unread) {
    process.stderr.write(`not read: ${plainText(what)}: ${plainText(reason)}\n`);
  }
}

/** `1 chart`, `2 charts`. */
export function countOf(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
