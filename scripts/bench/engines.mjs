// Measures the helm engine alone, and against a real helm where one is given.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openHelmEngine } from '../../dist/engines/helm-engine.js';
import { measure, median } from './measure.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const RELEASES_SCRIPT = fileURLToPath(new URL('./releases.mjs', import.meta.url));
const CHART = join(root, 'generator/charts/service/1.0.0');
const VALUES = [
  'apps/payments/values',
  'environments/prod/apps/payments/values',
  'environments/prod/apps/payments/image',
].map((name) => join(root, `${name}.yaml`));
const RELEASES = 1000;
/** Renders until V8 has optimized what they run, and the heap has its size. */
const WARM = 1000;
const KUBERNETES = '1.34.0';

/** Every file of a folder, by its path in it. */
export function readChart(folder) {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path).replaceAll('\\', '/'), data: readFileSync(path) }));
}

async function time(run) {
  const start = performance.now();
  await run();
  return performance.now() - start;
}

async function times(count, run) {
  const all = [];
  for (let index = 0; index < count; index += 1) all.push(await time(() => run(index)));
  return all;
}

/** How long the engine takes to open in a process that does nothing else, in milliseconds. */
async function measureOpening() {
  const module = JSON.stringify(new URL('../../dist/engines/helm-engine.js', import.meta.url).href);
  const script = `const s = performance.now(); const { openHelmEngine } = await import(${module}); await openHelmEngine(); console.log(performance.now() - s)`;
  const all = [];
  for (let count = 0; count < 5; count += 1) {
    const { stdout } = await measure(['--input-type=module', '-e', script]);
    all.push(Number(stdout.trim().split('\n').at(-1)));
  }
  return median(all);
}

async function measureService(engine) {
  await engine.loadFiles('service', readChart(CHART));
  const values = VALUES.map((path) => readFileSync(path, 'utf8'));
  const render = (index) =>
    engine.render({
      chart: 'service',
      name: `service-${index}`,
      namespace: 'shop',
      values,
      kubeVersion: KUBERNETES,
      omitText: true,
    });
  const { error } = await render(0);
  if (error !== undefined) throw new Error(`the service chart does not render: ${error}`);
  return median((await times(WARM, render)).slice(-200));
}

async function measureArchive(engine, archive, helm) {
  await engine.load('archive', readFileSync(archive));
  const request = { chart: 'archive', name: 'bench', namespace: 'shop', values: [], kubeVersion: KUBERNETES };
  const ours = median((await times(12, () => engine.render(request))).slice(-5));
  const options = ['template', 'bench', archive, '-n', 'shop', '--include-crds', '--kube-version', KUBERNETES];
  const run = () => execFileSync(helm, options, { maxBuffer: 1 << 30, stdio: ['ignore', 'pipe', 'ignore'] });
  return { ours, theirs: median(await times(5, run)) };
}

/** A thousand releases in one run of ours, from nothing, and in as many helm processes, two at a time. */
async function measureReleases(helm) {
  const names = Array.from({ length: RELEASES }, (_, index) => `release-${index}`).join('\n');
  const files = VALUES.map((path) => `-f ${path}`).join(' ');
  const command = `${helm} template {} ${CHART} -n shop --kube-version ${KUBERNETES} ${files} > /dev/null`;
  const theirs = await time(() => execFileSync('xargs', ['-P2', '-I{}', 'sh', '-c', command], { input: names }));
  const ours = await measure([RELEASES_SCRIPT, String(RELEASES), KUBERNETES, CHART, ...VALUES]);
  if (ours.code !== 0) throw new Error(ours.stderr);
  return { ours: ours.milliseconds, theirs };
}

/** Prints one line per case. `bare` is the time of `node -e 0`; `helm` and `charts` are places, or undefined. */
export async function benchEngines({ bare, helm, charts, print }) {
  const line = (name, milliseconds, note) =>
    print(`${name.padEnd(36)} ${milliseconds.toFixed(1).padStart(9)} ms  ${note}`);
  const opening = await measureOpening();
  line('helm engine opens', opening, `${(opening / bare).toFixed(1)} x a bare node -e 0; target 200 ms`);
  const engine = await openHelmEngine();
  line('service chart, warm', await measureService(engine), 'median of the last 200 of 1000; target 3 ms');
  if (helm === undefined) return print('without --helm BIN: no comparison with a real helm');
  const archive = charts && readdirSync(charts).find((name) => /^kube-prometheus-stack-.*\.tgz$/.test(name));
  if (archive !== undefined) {
    const { ours, theirs } = await measureArchive(engine, join(charts, archive), helm);
    line(archive, ours, `${(ours / theirs).toFixed(2)} x helm template (${theirs.toFixed(0)} ms); target 2`);
  } else print('without --charts DIR: no kube-prometheus-stack');
  const { ours, theirs } = await measureReleases(helm);
  const note = `1/${(theirs / ours).toFixed(1)} of helm template, xargs -P2 (${theirs.toFixed(0)} ms); target 1/6`;
  line(`${RELEASES} service releases, cold`, ours, note);
}
