/** Options and endings that commands share. */
import { resolve } from 'node:path';
import type { ArgsDef } from 'citty';
import { splitChartsFolders } from '../chart-store/charts-folders.ts';
import { STOPPED_AT_CONFIG } from '../contract/finding.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { didYouMean } from '../contract/suggest.ts';
import { countFindings, type Report, type ReportFormat } from '../report/_define.ts';

/** Formats by name, each loaded when it is asked for. */
const FORMATS: Readonly<Record<string, () => Promise<ReportFormat>>> = {
  pretty: async () => (await import('../report/pretty.ts')).pretty,
  json: async () => (await import('../report/json.ts')).json,
  sarif: async () => (await import('../report/sarif.ts')).sarif,
  github: async () => (await import('../report/github.ts')).github,
};

export const commonArgs = {
  root: { type: 'string', alias: 'C', description: 'folder of the repository', default: '.', valueHint: 'DIR' },
  config: { type: 'string', description: 'config file, relative to the folder', valueHint: 'FILE' },
  charts: {
    type: 'string',
    description: 'folder of charts that are used before the pulled ones; also SLIPWAY_CHARTS',
    valueHint: 'DIR',
  },
  format: { type: 'string', description: `one of ${Object.keys(FORMATS).join(', ')}`, default: 'pretty' },
  date: { type: 'string', description: 'day that decides whether a waiver holds, YYYY-MM-DD; default today in UTC' },
  strict: { type: 'boolean', description: 'whatever is not checked is an error' },
  cache: {
    type: 'boolean',
    description: 'use verdicts of earlier runs',
    default: true,
    negativeDescription: 'judge everything anew',
  },
  profile: { type: 'boolean', description: 'print the time of each stage to stderr' },
  quiet: { type: 'boolean', description: 'print findings only' },
  verbose: { type: 'boolean', description: 'print every warning and every name' },
  color: { type: 'boolean', description: 'colour; default when the output is a terminal' },
} as const satisfies ArgsDef;

export interface CommonArgs {
  readonly root: string;
  readonly config?: string | undefined;
  readonly charts?: string | undefined;
  readonly format: string;
  readonly date?: string | undefined;
  readonly strict?: boolean | undefined;
  readonly cache: boolean;
  readonly profile?: boolean | undefined;
  readonly quiet?: boolean | undefined;
  readonly verbose?: boolean | undefined;
  readonly color?: boolean | undefined;
}

/** What the pipeline wants to know, out of what was typed. */
export function runOptions(args: CommonArgs): {
  readonly root: string;
  readonly config?: string;
  readonly date: string;
  readonly cache: boolean;
  readonly chartsFolders: readonly string[];
  readonly onOutput: (text: string) => void;
  readonly onStage?: (name: string, milliseconds: number) => void;
} {
  return {
    root: args.root,
    ...(args.config === undefined ? {} : { config: args.config }),
    date: dateOf(args.date),
    cache: args.cache,
    chartsFolders: splitChartsFolders(args.charts, process.env.SLIPWAY_CHARTS).map((folder) => resolve(folder)),
    onOutput: (text) => void process.stderr.write(text),
    ...(args.profile === true
      ? {
          onStage: (name: string, ms: number) =>
            void process.stderr.write(`${name.padEnd(16)} ${ms.toFixed(1).padStart(8)} ms\n`),
        }
      : {}),
  };
}

function dateOf(given: string | undefined): string {
  if (given === undefined) return new Date().toISOString().slice(0, 10);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(given) || Number.isNaN(Date.parse(given))) {
    throw new PlatformError('bad-date', `--date ${given} is no day`, { fix: 'Write it as YYYY-MM-DD.' });
  }
  return given;
}

/** Prints a report and returns the exit code: 1 for an error or a difference, else 0. */
export async function finish(args: CommonArgs, report: Report, differs = false): Promise<number> {
  const load = Object.hasOwn(FORMATS, args.format) ? FORMATS[args.format] : undefined;
  if (load === undefined) {
    throw new PlatformError(
      'bad-format',
      `--format ${args.format} is unknown${didYouMean(args.format, Object.keys(FORMATS))}`,
      {
        fix: `Choose one of ${Object.keys(FORMATS).join(', ')}.`,
      },
    );
  }
  const format = await load();
  const shown = failing(args, report);
  process.stdout.write(format.render(shown.report, { color: wantsColor(args.color), verbose: args.verbose === true }));
  return differs ? 1 : shown.code;
}

/** A report as `--strict` and `--quiet` want it, and the exit code that it asks for. */
export function failing(args: CommonArgs, report: Report): { readonly report: Report; readonly code: number } {
  // The errors of a config stand for what they keep from being checked.
  const left = args.strict === true ? report.notChecked.filter((one) => one !== STOPPED_AT_CONFIG) : [];
  const strict = { ...report, findings: [...report.findings, ...left.map(unchecked)] };
  const shown = args.quiet === true ? { ...strict, done: [] } : strict;
  return { report: shown, code: countFindings(strict.findings).errors > 0 ? 1 : 0 };
}

function unchecked({ what, reason }: Report['notChecked'][number]): Report['findings'][number] {
  return {
    layer: 'tree',
    rule: 'not-checked',
    severity: 'high',
    level: 'error',
    title: 'Not checked',
    message: `${what}: ${reason}`,
    fix: 'Make it available, or run without --strict.',
    occurrences: [],
  };
}

export function wantsColor(given: boolean | undefined): boolean {
  if (given !== undefined) return given;
  if (process.env.NO_COLOR !== undefined && process.env.NO_COLOR !== '') return false;
  return process.stdout.isTTY === true;
}
