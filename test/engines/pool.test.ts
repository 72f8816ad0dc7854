import { afterEach, expect, it } from 'vitest';
import { type HelmPool, openHelmPool } from '../../generator/engines/pool.ts';
import { readChartFiles } from './chart-files.ts';

let pool: HelmPool | undefined;

afterEach(async () => {
  await pool?.close();
  pool = undefined;
});

const release = { name: 'payments', namespace: 'shop', values: [] };

it('gives the same bytes first, last and from any worker', async () => {
  pool = openHelmPool({ workers: 2 });
  const open = pool;
  await open.loadFiles('features', readChartFiles('features'));
  await open.loadFiles('passwords', readChartFiles('passwords'));
  const renders = await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      open.render({ ...release, chart: index % 20 === 0 ? 'passwords' : 'features' }),
    ),
  );
  expect(renders.every(({ error }) => error === undefined)).toBe(true);
  expect(new Set(renders.map((render) => JSON.stringify(render))).size).toBe(2);
});

it('ends a chart that never ends, names it, and goes on', async () => {
  pool = openHelmPool({ workers: 1, timeLimit: 1500 });
  await pool.loadFiles('endless', readChartFiles('endless'));
  await pool.loadFiles('features', readChartFiles('features'));
  const [endless, features] = await Promise.all([
    pool.render({ ...release, chart: 'endless' }),
    pool.render({ ...release, chart: 'features' }),
  ]);
  expect(endless.error).toBe('rendering the chart "endless" as "payments" took longer than 1.5 s and was ended');
  expect(features.documents).toHaveLength(7);
});

it('renders elsewhere what waited in a worker behind a chart that never ends', async () => {
  pool = openHelmPool({ workers: 1, timeLimit: 1500 });
  const open = pool;
  await open.loadFiles('endless', readChartFiles('endless'));
  await open.loadFiles('features', readChartFiles('features'));
  const charts = Array.from({ length: 40 }, (_, index) => (index === 3 ? 'endless' : 'features'));
  const renders = await Promise.all(charts.map((chart) => open.render({ ...release, chart })));
  expect(renders.map(({ error }) => error?.slice(-35))).toEqual(
    charts.map((chart) => (chart === 'endless' ? 'took longer than 1.5 s and was ended' : undefined)?.slice(-35)),
  );
  expect(renders.filter(({ documents }) => documents.length === 7)).toHaveLength(39);
});

it('ends a chart that eats its memory, and goes on', async () => {
  pool = openHelmPool({ workers: 1 });
  await pool.loadFiles('greedy', readChartFiles('greedy'));
  await pool.loadFiles('features', readChartFiles('features'));
  const greedy = await pool.render({ ...release, chart: 'greedy' });
  expect(greedy.error).toBe('the render needs more than 1 GiB of memory');
  expect((await pool.render({ ...release, chart: 'features' })).documents).toHaveLength(7);
});

it('gives the memory of idle workers back, and knows their charts when it is asked again', async () => {
  pool = openHelmPool();
  await pool.loadFiles('features', readChartFiles('features'));
  const first = await pool.render({ ...release, chart: 'features' });
  await pool.rest();
  expect(await pool.render({ ...release, chart: 'features' })).toEqual(first);
});

it('parses, forgets charts, and refuses calls once it is closed', async () => {
  pool = openHelmPool();
  expect((await pool.parse('a: on'))[0]?.object).toEqual({ a: true });
  await pool.loadFiles('features', readChartFiles('features'));
  pool.unload('features');
  expect((await pool.render({ ...release, chart: 'features' })).error).toBe('chart "features" is not loaded');
  await pool.close();
  await expect(pool.parse('a: 1')).rejects.toThrow('closed');
});
