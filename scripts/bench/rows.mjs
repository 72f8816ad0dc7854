// The rows of the performance budget. Each measures its case and prints one line.
import { cpSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { repeat } from './budget.mjs';
import { measure, settleDisk } from './measure.mjs';
import { renderedOf } from './rendered.mjs';

const PROJECT = fileURLToPath(new URL('../..', import.meta.url));
const script = (name) => fileURLToPath(new URL(name, import.meta.url));
/** What is kept where nothing of charts and admission is measured. */
const KEPT_FOR_SYNTH = /^(renders|admission)/;
const POLICY_MANIFESTS = 10_000;
const MOST_MEMORY = 1536;

export const ROWS = { cold, edited, synth, check, tenfold, policies };

async function cold(budget) {
  const ours = await budget.cold();
  const baseline = await budget.baseline();
  const { resources } = await budget.rendered();
  const name = 'cold: everything, written';
  const note = `${resources.length} resources, ${ours.memory} MiB`;
  if (baseline.reason !== undefined) {
    budget.absent(name, `${baseline.reason}; ours ${ours.milliseconds.toFixed(0)} ms`);
  } else {
    budget.row(name, ours.milliseconds, baseline.milliseconds, { must: 4, faster: true, note });
    for (const part of baseline.parts) budget.line([`    theirs: ${part}`]);
  }
  budget.stages(ours);
}

async function edited(budget) {
  const { root } = await budget.cold();
  const baseline = await budget.baseline();
  settleDisk();
  const ours = await repeat(9, (count) => {
    budget.edit(root, `value ${count}`);
    return budget.slipway(root, 'generate');
  });
  const name = 'one value edited, warm';
  if (baseline.reason === undefined) {
    budget.row(name, ours.milliseconds, baseline.milliseconds, { must: 30, faster: true, note: `${ours.memory} MiB` });
  } else budget.absent(name, `${baseline.reason}; ours ${ours.milliseconds.toFixed(0)} ms`);
  budget.stages(ours);
  const unchanged = await repeat(5, () => budget.slipway(root, 'check'));
  const times = unchanged.milliseconds / (await budget.bare());
  budget.line([
    '    check of it, nothing changed',
    `${unchanged.milliseconds.toFixed(0)} ms`,
    '',
    `${times.toFixed(1)} x`,
  ]);
  budget.stages(unchanged);
}

async function synth(budget) {
  const name = 'without charts and admission, against cdk8s';
  const { root: scale } = await budget.cold();
  // A new folder each time: where as many files have just been deleted, a disk takes twice as long to make some.
  const ours = await repeat(3, (count) => {
    const root = budget.platform(`synth-${count}`);
    for (const one of cacheParts(scale)) cpSync(join(scale, one), join(root, one), { recursive: true });
    settleDisk();
    return budget.slipway(root, 'generate');
  });
  const { cdk8s } = budget.options;
  if (cdk8s === undefined) budget.absent(name, `no --cdk8s DIR; ours ${ours.milliseconds.toFixed(0)} ms`);
  else {
    const { resources } = await renderedOf(scale);
    const file = join(budget.folder, 'cdk8s.json');
    writeFileSync(file, JSON.stringify(byApplication(resources)));
    const theirs = await repeat(3, (count) => {
      settleDisk();
      return cdk8sOnce(cdk8s, file, join(budget.folder, `cdk8s-${count}`));
    });
    budget.row(name, ours.milliseconds, theirs.milliseconds, { must: 1 });
  }
  budget.stages(ours);
}

async function cdk8sOnce(folder, file, out) {
  mkdirSync(out, { recursive: true });
  const result = await measure([script('./cdk8s-app.mjs'), folder, file, out]);
  if (result.code !== 0) throw new Error(`cdk8s failed: ${result.stderr.slice(0, 2000)}`);
  return result;
}

function byApplication(resources) {
  const charts = {};
  for (const { cluster, application, resource } of resources) {
    const name = `${cluster}-${application}`;
    charts[name] ??= [];
    charts[name].push(resource);
  }
  return charts;
}

async function check(budget) {
  await budget.slipway(PROJECT, 'check');
  const ours = [];
  const bare = [];
  // By turns: a machine that is busy for a while is so for both.
  await repeat(15, async () => {
    bare.push(await measure(['-e', '0']));
    ours.push(await budget.slipway(PROJECT, 'check'));
    return ours.at(-1);
  });
  const middle = (results) => results.map((one) => one.milliseconds).toSorted((a, b) => a - b)[7];
  budget.row('check, nothing changed, reference platform', middle(ours), middle(bare), { must: 6 });
  budget.stages(ours.at(-1));
}

async function tenfold(budget) {
  const one = await budget.cold();
  const size = { ...budget.size, services: budget.size.services * 10 };
  const root = budget.platform('tenfold', size);
  const ten = await budget.slipway(root, 'generate');
  budget.row('ten times the scale case', ten.milliseconds, one.milliseconds, { must: 11 });
  budget.bound('    its memory', ten.memory ?? 0, MOST_MEMORY, { show: (mebibytes) => `${mebibytes} MiB` });
  budget.stages(ten);
  rmSync(root, { recursive: true, force: true });
}

async function policies(budget) {
  const services = Math.ceil(POLICY_MANIFESTS / 100);
  const root = budget.platform('policies', { services, environments: 5, large: true });
  const rendered = await renderedOf(root);
  const file = join(budget.folder, 'policies.json');
  writeFileSync(file, JSON.stringify(rendered));
  const result = await repeat(3, async () => {
    const { stdout, stderr } = await measure([
      ...budget.options.nodeOptions,
      script('./policies.mjs'),
      file,
      String(POLICY_MANIFESTS),
    ]);
    if (stdout === '') throw new Error(stderr);
    return JSON.parse(stdout);
  });
  const note = `${result.resources} manifests, ${result.violations} violations`;
  budget.bound('policies, all rules, one thread', result.milliseconds, 1500, { note });
}

/** Paths of what is kept of charts and admission. */
function cacheParts(root) {
  const cache = 'node_modules/.cache/slipway';
  return readdirSync(join(root, cache))
    .filter((name) => KEPT_FOR_SYNTH.test(name))
    .map((name) => join(cache, name));
}
