// What a run of the suites prints: each difference, and a table.
const MOST_LINES = 30;
const MOST_DIFFERENCES = 40;
/** More than these are no remark. */
const MOST_WAYS = 6;
const COLUMNS = ['suite', 'cases', 'agreement', 'differences', 'excused', 'seconds', 'remark'];

/** Prints differences, the first ones of many. */
export function printDifferences(suite, results, most = MOST_DIFFERENCES) {
  const differing = results.filter(({ difference }) => difference !== undefined);
  for (const { title, part, difference } of differing.slice(0, most)) {
    const lines = difference.split('\n');
    const rest = lines.length > MOST_LINES ? [`… ${lines.length - MOST_LINES} more lines`] : [];
    const name = part === undefined ? suite : `${suite} ${part}`;
    process.stdout.write(`\n${name}: ${title}\n${[...lines.slice(0, MOST_LINES), ...rest].join('\n')}\n`);
  }
  const more = differing.length - most;
  if (more > 0)
    process.stdout.write(`\n${suite}: ${more} more differences; --all prints them, --report FILE keeps them\n`);
  for (const [reason, count] of countBy(results, ({ excused }) => excused)) {
    process.stdout.write(`${suite}: excused ${count} times: ${reason}\n`);
  }
}

/**
 * A row for each part of a suite.
 * @param {string} suite
 * @param {{ title: string, part?: string, how?: string, excused?: string, difference?: string }[]} results
 * @param {{ seconds: number, notCompared?: string, broken?: string }} more `notCompared` says why there is nothing to
 * compare: without it, a suite that compared nothing has failed; `broken` says why it could not run
 */
export function rowsOf(suite, results, { seconds, notCompared, broken }) {
  const parts = [...new Set(results.map(({ part }) => part))];
  if (parts.length === 0) {
    const silent = broken === undefined ? 'failed: nothing to compare' : `could not run: ${broken.split('\n')[0]}`;
    const remark = notCompared === undefined ? silent : `not compared: ${notCompared}`;
    return [{ ...countsOf(suite, []), seconds, remark, failed: notCompared === undefined }];
  }
  return parts.map((part) => {
    const own = results.filter((one) => one.part === part);
    const counts = countsOf(part === undefined ? suite : `${suite} ${part}`, own);
    const ways = [...countBy(own, (one) => one.how)].map(([name, count]) => `${name} ${count}`);
    const how = ways.length > MOST_WAYS ? `${ways.length} kinds` : ways.join(', ');
    return { ...counts, seconds, remark: how, failed: counts.differences > 0 };
  });
}

/** @returns the rows as lines of equal columns */
export function formatTable(rows) {
  const lines = [COLUMNS, ...rows.map((row) => COLUMNS.map((column) => String(row[column])))];
  const widths = COLUMNS.map((_, index) => Math.max(...lines.map((line) => line[index].length)));
  const print = (line) => line.map((cell, index) => cell.padEnd(widths[index])).join('  ');
  return lines.map((line) => print(line).trimEnd()).join('\n');
}

function countsOf(suite, results) {
  const differences = results.filter(({ difference }) => difference !== undefined).length;
  const excused = results.filter((one) => one.difference === undefined && one.excused !== undefined).length;
  return { suite, cases: results.length, agreement: results.length - differences - excused, differences, excused };
}

function countBy(results, key) {
  const counts = new Map();
  for (const one of results) {
    const name = key(one);
    if (name !== undefined) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}
