// Reads charts from disk: folders and archives, and the cases under which ours are rendered.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse } from 'yaml';

/** Charts of a folder: each folder with a Chart.yaml, and each archive. */
export function listCharts(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) =>
      entry.isDirectory() ? existsSync(join(folder, entry.name, 'Chart.yaml')) : entry.name.endsWith('.tgz'),
    )
    .map((entry) => ({ name: entry.name, path: join(folder, entry.name), archive: !entry.isDirectory() }))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** The files of a chart that is a folder, as an engine takes them. */
export function readChartFiles(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path).replaceAll('\\', '/'), data: readFileSync(path) }));
}

/** Loads a chart into an engine under its path. */
export function loadChart(engine, chart) {
  if (chart.archive) return engine.load(chart.path, readFileSync(chart.path));
  return engine.loadFiles(chart.path, readChartFiles(chart.path));
}

/**
 * Cases of one of our charts: `<name>.yaml` maps a case's name to fields of a render request.
 * @returns nothing when the file says why the chart is not compared
 */
export function readCases(folder, chart) {
  const path = join(folder, `${chart}.yaml`);
  const cases = existsSync(path) ? parse(readFileSync(path, 'utf8')) : { defaults: {} };
  return Object.entries(cases).map(([name, request]) => ({
    name,
    request: { name: 'payments', namespace: 'shop', ...request, values: request?.values ?? [] },
  }));
}
