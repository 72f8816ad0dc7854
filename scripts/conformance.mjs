// Compares what we do with what the real programs do. One file per suite under conformance/; never part of `npm test`,
// because it builds those programs. Usage: npm run test:conformance -- [SUITE…] [--charts DIR] [--values DIR] [--write]
import { readdirSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const folder = new URL('conformance/', import.meta.url);
const known = readdirSync(folder)
  .filter((name) => name.endsWith('.suite.mjs'))
  .map((name) => name.slice(0, -'.suite.mjs'.length))
  .sort();
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { charts: { type: 'string' }, values: { type: 'string' }, write: { type: 'boolean' } },
});
const unknown = positionals.find((name) => !known.includes(name));
if (unknown !== undefined) {
  process.stderr.write(`error: there is no suite "${unknown}"; there is ${known.join(', ')}\n`);
  process.exit(2);
}

const cache = process.env.SLIPWAY_CONFORMANCE ?? join(homedir(), '.cache', 'slipway-conformance');
const MOST_LINES = 30;
const rows = [];
for (const name of positionals.length > 0 ? positionals : known) {
  const suite = await import(new URL(`${name}.suite.mjs`, folder).href);
  const results = await suite.run({
    cache,
    charts: values.charts,
    values: values.values,
    write: values.write === true,
  });
  for (const { title, difference } of results) {
    if (difference === undefined) continue;
    const lines = difference.split('\n');
    const rest = lines.length > MOST_LINES ? [`… ${lines.length - MOST_LINES} more lines`] : [];
    process.stdout.write(`\n${name}: ${title}\n${[...lines.slice(0, MOST_LINES), ...rest].join('\n')}\n`);
  }
  const differences = results.filter(({ difference }) => difference !== undefined).length;
  rows.push({
    suite: name,
    cases: results.length,
    agreement: results.length - differences,
    differences,
    ...countHow(results),
  });
}
process.stdout.write(`\n${formatTable(rows)}\n`);
process.exitCode = rows.some(({ differences }) => differences > 0) ? 1 : 0;

/** How many cases were compared in which way: a suite names its ways. */
function countHow(results) {
  const counts = {};
  for (const { how } of results) if (how !== undefined) counts[how] = (counts[how] ?? 0) + 1;
  return counts;
}

function formatTable(table) {
  const columns = [...new Set(table.flatMap((row) => Object.keys(row)))];
  const lines = [columns, ...table.map((row) => columns.map((column) => String(row[column] ?? 0)))];
  const widths = columns.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  return lines
    .map((line) =>
      line
        .map((cell, index) => cell.padEnd(widths[index]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}
