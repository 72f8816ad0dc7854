import { findLocked } from '../../chart-store/find-locked.ts';
import { loadLock } from '../../chart-store/lock-file.ts';
import { newestSteps } from '../../chart-store/newest-steps.ts';
import { runSeveral } from '../../download/run-several.ts';
import { type ChartsArgs, countOf, openCharts, printProblems, printUnread, withSources } from './open-charts.ts';
import { printTable } from './table.ts';

/** The newest patch, minor and major of every chart that is wanted. */
export async function outdated(args: ChartsArgs & { readonly format: string }): Promise<number> {
  const charts = await openCharts(args);
  const lock = loadLock(charts.root);
  const wanted = charts.wishes.flatMap(({ chart }) => (chart.kind === 'chart' ? [chart] : []));
  const { done, problems } = await withSources(charts.mirrors, (sources) =>
    runSeveral(wanted, async (chart) => {
      const current = findLocked(lock, chart)?.version ?? chart.version;
      const { name, repository } = chart;
      return { name, repository, current, ...newestSteps(current, await sources.versions(chart)) };
    }),
  );
  const behind = done.filter(
    ({ patch, minor, major }) => patch !== undefined || minor !== undefined || major !== undefined,
  );
  if (args.format === 'json') {
    process.stdout.write(`${JSON.stringify({ version: 1, charts: behind }, null, 2)}\n`);
    return printProblems(problems);
  }
  printUnread(charts);
  printTable(
    ['CHART', 'CURRENT', 'PATCH', 'MINOR', 'MAJOR', 'REPOSITORY'],
    behind.map(({ name, current, patch, minor, major, repository }) => [
      name,
      current,
      patch ?? '-',
      minor ?? '-',
      major ?? '-',
      repository,
    ]),
  );
  process.stdout.write(`${countOf(behind.length, 'chart')} of ${done.length} could be newer\n`);
  return printProblems(problems);
}
