// Our engine against the real helm: our own charts under their cases, and any folder of charts with default values.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openHelmPool } from '../../dist/engines/pool.js';
import { listCharts, loadChart, readCases } from './chart-folder.mjs';
import { assemble, compareOutputs, patch } from './helm-output.mjs';
import { buildProgram } from './programs.mjs';
import { templateWithHelm } from './real-helm.mjs';

const tests = fileURLToPath(new URL('../../test', import.meta.url));
/** These exist to be ended by our limits, which helm does not have. */
const ENDLESS = new Set(['endless', 'greedy']);
/** Our engine's clock stands still: what `now` gave on this day counts as what it gives there. */
const FIXED_DAY = '2024-01-01';
const today = new Date().toISOString().slice(0, FIXED_DAY.length);
/** Two runs may agree by chance where a map's order decides. */
const RUNS = 3;

/** @returns one result per chart and case: `{ title, how, difference? }` */
export async function run({ cache, charts, values, write }) {
  const helm = buildProgram(cache, 'helm');
  const engine = openHelmPool({ workers: 1, timeLimit: 120_000 });
  try {
    const results = [];
    for (const { chart, request, title, golden } of listWork(charts, values)) {
      const loaded = await loadChart(engine, chart);
      const rendered = loaded.ok ? await engine.render({ ...request, chart: chart.path }) : { error: loaded.error };
      const real = templateOn(helm, chart.path, request);
      const random = loaded.ok && loaded.chart.volatile ? moreRuns(helm, chart.path, request) : [];
      results.push({ title, ...compareCase(real, rendered, random) });
      const repeats = random.every((text) => text === (real.text ?? ''));
      if (write && golden !== undefined && repeats) writeGolden(golden, real);
      engine.unload(chart.path);
    }
    return results;
  } finally {
    await engine.close();
  }
}

function listWork(charts, values) {
  const own = listCharts(join(tests, 'charts')).filter(({ name }) => !ENDLESS.has(name));
  const work = own.flatMap((chart) =>
    readCases(join(tests, 'chart-cases'), chart.name).map(({ name, request }) => ({
      chart,
      request,
      title: `${chart.name}, ${name}`,
      golden: join(tests, 'golden', 'charts', chart.name, `${name}.txt`),
    })),
  );
  const foreign = charts === undefined ? [] : listCharts(charts);
  return [...work, ...foreign.flatMap((chart) => foreignWork(chart, values))];
}

function foreignWork(chart, values) {
  const request = { name: 'payments', namespace: 'shop', values: [] };
  // An archive is called <folder of its values>-<version>.tgz.
  const name = chart.name.replace(/-v?\d+\.\d+\.\d+.*$/, '');
  const example = values === undefined ? undefined : join(values, name, 'example.values.yaml');
  const work = [{ chart, request, title: `${chart.name}, defaults` }];
  if (example === undefined || !existsSync(example)) return work;
  const given = [readFileSync(example, 'utf8')];
  return [...work, { chart, request: { ...request, values: given }, title: `${chart.name}, example values` }];
}

function templateOn(helm, chart, request) {
  const { text, error } = templateWithHelm(helm, chart, request);
  return text === undefined ? { error } : { text: text.replaceAll(today, FIXED_DAY) };
}

function moreRuns(helm, chart, request) {
  return Array.from({ length: RUNS - 1 }, () => templateOn(helm, chart, request).text ?? '');
}

function compareCase(real, rendered, random) {
  if (real.error !== undefined || rendered.error !== undefined) {
    const [theirs, ours] = [real.error, rendered.error].map((words) => normalize(words ?? 'no error'));
    return { how: 'errors', ...(theirs === ours ? {} : { difference: patch(theirs, ours) }) };
  }
  const difference = compareOutputs(real.text, assemble(rendered.documents), random);
  const same = random.every((text) => text === real.text);
  return { how: same ? 'bytes' : 'masked', ...(difference === undefined ? {} : { difference }) };
}

/** Helm meets the violations of a schema in map order. */
function normalize(words) {
  const lines = words.trimEnd().split('\n');
  return words.startsWith("values don't meet the specifications of the schema")
    ? lines.sort().join('\n')
    : lines.join('\n');
}

/** What the real helm said, for `npm test`, which compares without it. */
function writeGolden(path, real) {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, real.text ?? `Error: ${normalize(real.error)}\n`);
}
