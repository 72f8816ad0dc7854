// One run from nothing: renders COUNT releases of a chart folder in worker threads.
//   node releases.mjs COUNT KUBERNETES CHART VALUES…
import { readFileSync } from 'node:fs';
import { openHelmPool } from '../../dist/engines/pool.js';
import { readChart } from './engines.mjs';

const [count, kubeVersion, chart, ...files] = process.argv.slice(2);
const values = files.map((path) => readFileSync(path, 'utf8'));
const pool = openHelmPool();
await pool.loadFiles('service', readChart(chart));
const renders = await Promise.all(
  Array.from({ length: Number(count) }, (_, index) =>
    pool.render({ chart: 'service', name: `release-${index}`, namespace: 'shop', values, kubeVersion, omitText: true }),
  ),
);
await pool.close();
const failed = renders.find(({ error }) => error !== undefined);
if (failed !== undefined) throw new Error(failed.error);
