import { describeWanted } from '../../chart-store/chart-address.ts';
import { splitChartsFolders } from '../../chart-store/charts-folders.ts';
import { openChartStore } from '../../chart-store/open-chart-store.ts';
import { plainText } from '../../report/_define.ts';
import { type ChartsArgs, openCharts, printUnread } from './open-charts.ts';
import { printTable } from './table.ts';

/** What is wanted, by whom, and whether it is there. */
export async function list(
  args: ChartsArgs & { readonly charts?: string | undefined; readonly format: string },
): Promise<number> {
  const charts = await openCharts(args);
  const chartsFolders = splitChartsFolders(args.charts, process.env.SLIPWAY_CHARTS);
  const store = openChartStore({ root: charts.root, chartsFolders });
  const rows = await Promise.all(
    charts.wishes.map(async ({ chart, by }) => {
      const stored = await store.find(chart);
      const detail = stored.state === 'found' ? stored.note : stored.reason;
      const version = stored.state === 'found' ? stored.version : undefined;
      return { chart, by, state: stored.state, version, detail };
    }),
  );
  if (args.format === 'json') {
    process.stdout.write(`${JSON.stringify({ version: 1, charts: rows }, null, 2)}\n`);
    return 0;
  }
  printUnread(charts);
  printTable(
    ['CHART', 'STATE', 'VERSION', 'WANTED BY', ''],
    rows.map(({ chart, by, state, version, detail }) => [
      describeWanted(chart),
      state,
      version ?? '-',
      by.length > 3 ? `${by.slice(0, 3).join(', ')} and ${by.length - 3} more` : by.join(', '),
      detail ?? '',
    ]),
  );
  const there = rows.filter((row) => row.state === 'found').length;
  process.stdout.write(`${plainText(`${rows.length} wanted, ${there} there`)}\n`);
  return 0;
}
