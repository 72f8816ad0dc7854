import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { readCached } from '../../chart-store/chart-cache.ts';
import type { WantedChart } from '../../chart-store/chart-store.ts';
import { findLocked } from '../../chart-store/find-locked.ts';
import { loadLock } from '../../chart-store/lock-file.ts';
import { newestSteps } from '../../chart-store/newest-steps.ts';
import { PlatformError } from '../../contract/platform-error.ts';
import { didYouMean } from '../../contract/suggest.ts';
import type { ChartSources } from '../../download/chart-sources.ts';
import { resolveVersion } from '../../download/resolve-version.ts';
import { plainText } from '../../report/_define.ts';
import { upgradeEffect } from '../../upgrade-effect.ts';
import { type ConfigEdit, findVersionEdit } from '../../version-edit.ts';
import { lockWishes } from './lock.ts';
import { type ChartsArgs, countOf, type OwnPlatform, openCharts, withSources } from './open-charts.ts';
import { printEffect } from './print-effect.ts';

interface Upgraded {
  readonly section: 'infra' | 'charts';
  readonly name: string;
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
}

interface UpgradeArgs extends ChartsArgs {
  readonly name?: string | undefined;
  readonly to?: string | undefined;
  readonly yes?: boolean | undefined;
}

/** Shows what another version of a chart would change in the clusters, then writes it into the config and locks it. */
export async function upgrade(args: UpgradeArgs): Promise<number> {
  const { root, own, mirrors } = await openCharts(args);
  if (own === null) {
    throw new PlatformError('no-config', `${root} has no platform.config.ts whose version could be edited`, {
      fix: 'Edit targetRevision in the Application, then run `slipway charts lock`.',
    });
  }
  const subject = findSubject(own, args.name);
  const { repository, chart: name, version } = subject;
  const effect = await withSources(mirrors, async (sources) => {
    const to = await chooseVersion(subject, args.to, () => sources.versions({ repository, name }));
    if (to === version) return null;
    const wanted = { kind: 'chart', repository, name } as const;
    const before = await archiveOf(root, { ...wanted, version }, sources);
    const after = await archiveOf(root, { ...wanted, version: to }, sources);
    return { to, changes: await upgradeEffect(own, { ...wanted, version }, before, after) };
  });
  if (effect === null) {
    process.stdout.write(`${subject.name} is at ${version} already\n`);
    return 0;
  }
  printEffect(effect.changes);
  const { to } = effect;
  const edit = findVersionEdit(root, own.place, [subject.section, subject.name], version, to);
  process.stdout.write(`${plainText(`${subject.name}: ${version} → ${to} at ${edit.file}:${edit.line}`)}\n`);
  if (!(await isWanted(args.yes === true))) {
    process.stdout.write('nothing was written; --yes writes it\n');
    return 0;
  }
  applyEdit(root, edit);
  const renewed = await openCharts(args);
  process.stdout.write(`${edit.file} edited; ${countOf(renewed.wishes.length, 'chart')} wanted\n`);
  return lockWishes(renewed, false);
}

/** What is locked and was pulled is what the clusters run; anything else is downloaded. */
async function archiveOf(
  root: string,
  wanted: Extract<WantedChart, { kind: 'chart' }>,
  sources: ChartSources,
): Promise<Buffer> {
  const locked = findLocked(loadLock(root), wanted);
  const cached = locked === undefined ? undefined : await readCached(root, locked.sha256);
  return cached?.state === 'found' ? cached.bytes : (await sources.chart(wanted)).bytes;
}

function findSubject({ platform }: OwnPlatform, given: string | undefined): Upgraded {
  const all: readonly Upgraded[] = [
    ...platform.charts.map(({ name, repository, chart, version }) => ({
      section: 'charts' as const,
      name,
      repository,
      chart,
      version,
    })),
    ...platform.components.flatMap(({ name, definition: { chart }, settings }) =>
      chart === null
        ? []
        : [
            {
              section: 'infra' as const,
              name,
              repository: chart.repository,
              chart: chart.name,
              version: settings.base.chartVersion,
            },
          ],
    ),
  ];
  const names = all.map((one) => one.name);
  const found = all.find((one) => one.name === given);
  if (found !== undefined) return found;
  const what = given === undefined ? 'upgrade needs the name of a chart' : `"${given}" is no chart of the config`;
  throw new PlatformError('unknown-chart', `${what}${given === undefined ? '' : didYouMean(given, names)}`, {
    fix: `Choose one of ${names.join(', ')}.`,
  });
}

async function chooseVersion(
  { name, version }: Upgraded,
  to: string | undefined,
  versions: () => Promise<readonly string[]>,
): Promise<string> {
  if (to !== undefined) return resolveVersion(name, to, await versions());
  const { patch, minor } = newestSteps(version, await versions());
  return minor ?? patch ?? version;
}

async function isWanted(yes: boolean): Promise<boolean> {
  if (yes) return true;
  if (process.stdin.isTTY !== true || process.stdout.isTTY !== true) return false;
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  try {
    return /^y(es)?$/i.test((await terminal.question('Write it? [y/N] ')).trim());
  } finally {
    terminal.close();
  }
}

function applyEdit(root: string, { file, start, end, text }: ConfigEdit): void {
  const path = join(root, file);
  const source = readFileSync(path, 'utf8');
  const temporary = `${path}.slipway-new`;
  writeFileSync(temporary, source.slice(0, start) + text + source.slice(end));
  renameSync(temporary, path);
}
