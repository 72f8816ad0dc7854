// The command line of the suites, and the table that it ends with.
import { expect, test } from 'vitest';
import { readOptions } from '../../scripts/conformance/options.mjs';
import { formatTable, rowsOf } from '../../scripts/conformance/table.mjs';

const known = ['api-server', 'helm'];

test('without a name every suite runs, with ten seeds of a thousand mutants', () => {
  const { suites, options } = readOptions([], known);
  expect(suites).toEqual(known);
  expect([options?.mutants, options?.seeds]).toEqual([1000, [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]]);
});

test.each([
  [['helmet'], /no suite "helmet"; there is api-server, helm/],
  [['--seeds', '3-1'], /--seeds 3-1 is neither 7 nor 1-10/],
  [['--mutants', 'many'], /--mutants many is no number of objects/],
  [['--crds', 'no-such-folder'], /no-such-folder does not exist/],
  [['--colour'], /--colour/],
])('%j is refused with what to write instead', (words, message) => {
  expect(readOptions(words, known).error).toMatch(message);
});

test('a suite that compared nothing has failed, unless it says why', () => {
  expect(rowsOf('gator', [], { seconds: 1 })).toMatchObject([{ failed: true, remark: 'failed: nothing to compare' }]);
  expect(rowsOf('gator', [], { seconds: 1, notCompared: 'no export' })).toMatchObject([
    { failed: false, remark: 'not compared: no export' },
  ]);
  expect(rowsOf('helm', [], { seconds: 1, broken: 'Go is not here\nat go' })).toMatchObject([
    { failed: true, remark: 'could not run: Go is not here' },
  ]);
});

test('each part of a suite has a row with what agreed, what differed, and what is excused', () => {
  const results = [
    { title: 'a', part: 'engine', how: 'create' },
    { title: 'b', part: 'engine', how: 'apply', difference: 'ours accepted' },
    { title: 'c', part: 'product', how: 'create', excused: 'cluster state' },
  ];
  const lines = formatTable(rowsOf('api-server', results, { seconds: 7 })).split('\n');
  expect(lines.map((line) => line.split(/ {2,}/))).toEqual([
    ['suite', 'cases', 'agreement', 'differences', 'excused', 'seconds', 'remark'],
    ['api-server engine', '2', '1', '1', '0', '7', 'create 1, apply 1'],
    ['api-server product', '1', '0', '0', '1', '7', 'create 1'],
  ]);
});
