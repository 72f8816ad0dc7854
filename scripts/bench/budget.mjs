// What rows of the budget share: a folder with platforms, the baseline measured once, and the table.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, loadavg, tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureBaseline } from './baseline.mjs';
import { measure, median, settleDisk } from './measure.mjs';
import { benchConfig } from './platform.mjs';
import { renderedOf } from './rendered.mjs';

const CLI = fileURLToPath(new URL('../../dist/cli.js', import.meta.url));
const KUBERNETES = '1.34';
const COLUMNS = [46, 12, 12, 9, 9];

/** Runs something several times. @returns the last result, with the median time */
export async function repeat(times, run) {
  const results = [];
  for (let count = 0; count < times; count += 1) results.push(await run(count));
  return { ...results.at(-1), milliseconds: median(results.map((one) => one.milliseconds)) };
}

const milliseconds = (number) => `${number.toFixed(0)} ms`;

/** @param options.tools paths of helm, kubeconform and conftest; `undefined` for one that is absent */
export function createBudget(options) {
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const { print, size } = options;
  const once = new Map();
  const kept = (name, make) => {
    if (!once.has(name)) once.set(name, make());
    return once.get(name);
  };
  let short = 0;
  const line = (cells, note = '') =>
    print(
      `${cells.map((cell, at) => (at === 0 ? cell.padEnd(COLUMNS[0]) : cell.padStart(COLUMNS[at]))).join(' ')}  ${note}`.trimEnd(),
    );
  const budget = {
    folder,
    options,
    size,
    line,
    short: () => short,
    close: () => rmSync(folder, { recursive: true, force: true }),
    async describe() {
      const kind = size.large ? ', the large platform' : '';
      print(
        `${size.services} services x ${size.environments} environments${kind}; Node ${process.version}, ${cpus().length} cores, of which ${loadavg()[0].toFixed(1)} were busy with other things`,
      );
      line(['case', 'ours', 'theirs', 'ratio', 'Must', '']);
    },
    /** A row: `must` is the most that ours/theirs may be, or with `faster` the least that theirs/ours may be. */
    row(name, ours, theirs, { must, faster = false, unit = 'x', note }) {
      const ratio = faster ? theirs / ours : ours / theirs;
      const ok = faster ? ratio >= must : ratio <= must;
      if (!ok) short += 1;
      const cells = [name, milliseconds(ours), milliseconds(theirs), `${ratio.toFixed(1)} ${unit}`, `${must} ${unit}`];
      line([...cells, ok ? 'ok' : 'SHORT'], note);
    },
    /** A row with a bound of its own. */
    bound(name, ours, most, { note, show = milliseconds } = {}) {
      const ok = ours <= most;
      if (!ok) short += 1;
      line([name, show(ours), '', '', show(most), ok ? 'ok' : 'SHORT'], note);
    },
    absent: (name, reason) => line([name], `not measured: ${reason}`),
    stages(result) {
      if (options.stages) print(result.stderr.trimEnd().replace(/^/gm, '    '));
    },
    /** A folder with a config; verdicts are kept in node_modules, and without that folder nothing is. */
    platform(name, given = size) {
      const root = join(folder, name);
      mkdirSync(join(root, 'node_modules'), { recursive: true });
      budget.edit(root, 'none', given);
      return root;
    },
    edit: (root, edit, given = size) =>
      writeFileSync(join(root, 'platform.config.ts'), benchConfig({ ...given, edit })),
    async slipway(root, command, args = []) {
      const result = await measure([...options.nodeOptions, CLI, command, '-C', root, '--profile', ...args]);
      if (result.code !== 0) throw new Error(`${command} ended with ${result.code}:\n${result.stdout.slice(-2000)}`);
      return result;
    },
    bare: () => kept('bare', async () => (await repeat(9, () => measure(['-e', '0']))).milliseconds),
    /** The scale case, generated from nothing. */
    cold: () => kept('cold', () => generateAfresh('scale')),
    rendered: () => kept('rendered', async () => renderedOf((await budget.cold()).root)),
    baseline: () =>
      kept('baseline', async () => {
        const { root } = await budget.cold();
        const { resources, parameters } = await budget.rendered();
        const once = (name) => {
          settleDisk();
          return measureBaseline({
            ...{ tools: options.tools, root, work: join(folder, name), resources, parameters },
            kubernetes: KUBERNETES,
          });
        };
        const first = await once('baseline');
        if (first.reason !== undefined) return first;
        // By turns, and the better of two for either: a machine that is busy for a while is so for both.
        const again = await generateAfresh('scale-again');
        const second = await once('baseline-again');
        const cold = await budget.cold();
        cold.milliseconds = Math.min(cold.milliseconds, again.milliseconds);
        return second.milliseconds < first.milliseconds ? second : first;
      }),
  };
  async function generateAfresh(name) {
    const root = budget.platform(name);
    settleDisk();
    return { ...(await budget.slipway(root, 'generate')), root };
  }
  return budget;
}
