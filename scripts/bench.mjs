// Measures slipway on a synthetic platform, as ratios to a bare `node -e 0` of the same run: those hold on any machine.
//   npm run bench -- [--services 200] [--environments 5] [--cpu-profile DIR] [--keep]
//                    [--engines] [--helm BIN] [--charts DIR]   only the engines; with a real helm, and charts of others
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { benchEngines } from './bench/engines.mjs';
import { measure, median } from './bench/measure.mjs';
import { benchConfig } from './bench/platform.mjs';

const CLI = fileURLToPath(new URL('../dist/cli.js', import.meta.url));

const { values } = parseArgs({
  options: {
    services: { type: 'string', default: '200' },
    environments: { type: 'string', default: '5' },
    'cpu-profile': { type: 'string' },
    engines: { type: 'boolean', default: false },
    helm: { type: 'string' },
    charts: { type: 'string' },
    keep: { type: 'boolean', default: false },
  },
});
const size = { services: Number(values.services), environments: Number(values.environments) };

const root = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
// Verdicts are kept in node_modules; without that folder nothing is.
mkdirSync(join(root, 'node_modules'));

const print = (line = '') => process.stdout.write(`${line}\n`);
const writeConfig = (edit) => writeFileSync(join(root, 'platform.config.ts'), benchConfig({ ...size, edit }));
const slipway = (command, options = [], nodeOptions = []) =>
  measure([...nodeOptions, CLI, command, '-C', root, '--profile', ...options]);

async function repeat(times, run) {
  const results = [];
  for (let count = 0; count < times; count += 1) results.push(await run(count));
  return { ...results.at(-1), milliseconds: median(results.map((one) => one.milliseconds)) };
}

try {
  const bare = await repeat(5, () => measure(['-e', '0']));
  await benchEngines({ bare: bare.milliseconds, helm: values.helm, charts: values.charts, print });
  print();
  if (!values.engines) await benchPlatform(bare);
} finally {
  if (values.keep) print(`\nkept ${root}`);
  else rmSync(root, { recursive: true, force: true });
}

async function benchPlatform(bare) {
  writeConfig('none');
  const row = (name, result, note = '') => {
    const ratio = (result.milliseconds / bare.milliseconds).toFixed(1);
    const memory = result.memory === undefined ? '' : `${result.memory} MiB`;
    print(
      `${name.padEnd(28)} ${ratio.padStart(7)} x ${result.milliseconds.toFixed(0).padStart(7)} ms ${memory.padStart(9)}  ${note}`,
    );
  };
  print(
    `${size.services} services x ${size.environments} environments, on Node ${process.version}; x is a bare node -e 0`,
  );
  row('node -e 0', bare, 'median of 5');

  const profile = values['cpu-profile'];
  const profiling = profile === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${resolve(profile)}`];
  const cold = await slipway('generate', ['--no-cache'], profiling);
  row('generate, cold', cold, `exit ${cold.code}`);
  row('check, cold', await slipway('check'), 'fills the cache');
  const warm = await repeat(5, () => slipway('check'));
  row('check, nothing changed', warm, `median of 5, exit ${warm.code}`);
  const edited = await repeat(3, (count) => {
    writeConfig(`value ${count}`);
    return slipway('generate');
  });
  row('generate, one value edited', edited, `median of 3, exit ${edited.code}`);

  const stages = [
    ['generate, cold', cold],
    ['check, nothing changed', warm],
    ['generate, one value edited', edited],
  ];
  for (const [name, result] of stages) print(`\nstages of: ${name}\n${result.stderr.trimEnd().replace(/^/gm, '  ')}`);
  print(
    `\nlast lines of: generate, cold\n${cold.stdout.trimEnd().split('\n').slice(-4).join('\n').replace(/^/gm, '  ')}`,
  );
}
