// Compares what we do with what the real programs do. One file per suite under conformance/; never part of `npm test`,
// because it builds those programs. docs/conformance.md tells the options.
import { readdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { readOptions } from './conformance/options.mjs';
import { formatTable, printDifferences, rowsOf } from './conformance/table.mjs';

const folder = new URL('conformance/', import.meta.url);
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.suite.mjs'))
  .map((name) => name.slice(0, -'.suite.mjs'.length))
  .sort();
const { suites, options, error } = readOptions(process.argv.slice(2), known);
if (error !== undefined) {
  process.stderr.write(`error: ${error}\n`);
  process.exit(2);
}

const cache = resolve(process.env.SLIPWAY_CONFORMANCE ?? join(homedir(), '.cache', 'slipway-conformance'));
const rows = [];
const report = {};
for (const name of suites) {
  const start = performance.now();
  const { results, notes = [], notCompared, error: broken } = await runSuite(name);
  const seconds = Math.round((performance.now() - start) / 1000);
  printDifferences(name, results, options.all ? Number.POSITIVE_INFINITY : undefined);
  for (const note of notes) process.stdout.write(`${name}: ${note}\n`);
  rows.push(...rowsOf(name, results, { seconds, notCompared, broken }));
  report[name] = { results, notes, notCompared, broken, seconds };
}
process.stdout.write(`\n${formatTable(rows)}\n`);
if (options.report !== undefined) writeFileSync(options.report, JSON.stringify(report, null, 1));
const couldNotRun = Object.values(report).some(({ broken }) => broken !== undefined);
process.exitCode = couldNotRun ? 2 : rows.some(({ failed }) => failed) ? 1 : 0;

/** A suite that cannot run must not keep the others from running. */
async function runSuite(name) {
  try {
    const suite = await import(new URL(`${name}.suite.mjs`, folder).href);
    const outcome = await suite.run({ ...options, cache });
    return Array.isArray(outcome) ? { results: outcome } : outcome;
  } catch (thrown) {
    process.stderr.write(`${name}: ${thrown.stack ?? thrown}\n`);
    return { results: [], error: thrown.message ?? String(thrown) };
  }
}
