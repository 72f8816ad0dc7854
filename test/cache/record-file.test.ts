import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openRecordFile } from '../../generator/cache/record-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const open = (folder: string, maker = 'one') => openRecordFile(join(folder, 'some.records'), maker);

test('what was written is read again, in the same run and in the next, whatever its text', () => {
  const entry = fc.tuple(fc.stringMatching(/^[\w +=:-]{1,20}$/), fc.jsonValue({ maxDepth: 2 }));
  fc.assert(
    fc.property(fc.array(entry, { maxLength: 20 }), fc.array(entry, { maxLength: 20 }), (first, second) => {
      const folder = temporaryFolder({});
      const wanted = new Map<string, unknown>();
      for (const batch of [first, second]) {
        const records = open(folder);
        for (const [key, value] of batch) {
          records.write(key, value);
          wanted.set(key, JSON.parse(JSON.stringify(value)));
        }
        for (const [key, value] of wanted) expect(records.read(key)).toEqual(value);
        records.save();
      }
      for (const [key, value] of wanted) expect(open(folder).read(key)).toEqual(value);
      expect(open(folder).read('nobody wrote this')).toBeUndefined();
    }),
    { numRuns: 30 },
  );
});

test('a file that was cut off anywhere gives what is whole, and takes more', () => {
  const folder = temporaryFolder({});
  const path = join(folder, 'some.records');
  const records = open(folder);
  for (let index = 0; index < 5; index += 1) records.write(`key ${index}`, { value: 'ä'.repeat(index), index });
  records.save();
  const whole = readFileSync(path);
  for (let length = 0; length <= whole.length; length += 1) {
    writeFileSync(path, whole);
    truncateSync(path, length);
    const cut = open(folder);
    for (let index = 0; index < 5; index += 1) {
      const read = cut.read(`key ${index}`);
      if (read !== undefined) expect(read).toEqual({ value: 'ä'.repeat(index), index });
    }
    cut.write('more', [1]);
    cut.save();
    expect(open(folder).read('more')).toEqual([1]);
  }
});

test('records of another maker are not seen, and go', () => {
  const folder = temporaryFolder({});
  const records = open(folder);
  records.write('a', 1);
  records.save();
  const other = open(folder, 'two');
  expect(other.read('a')).toBeUndefined();
  other.write('b', 2);
  other.save();
  expect(readFileSync(join(folder, 'some.records'), 'utf8')).not.toContain('a\t1');
  expect(open(folder).read('a')).toBeUndefined();
});

test('what no run asks for any more goes once it is most of a large file', () => {
  const folder = temporaryFolder({});
  const path = join(folder, 'some.records');
  const text = 'x'.repeat(1_000_000);
  for (let run = 0; run < 60; run += 1) {
    const records = open(folder);
    records.read('kept');
    records.write(run === 0 ? 'kept' : `run ${run}`, text);
    records.save();
  }
  expect(statSync(path).size).toBeLessThan(30_000_000);
  expect(open(folder).read('kept')).toBe(text);
});

test('a folder that cannot be written costs nothing but the records', () => {
  const folder = temporaryFolder({ 'some.records/in-the-way': '' });
  const records = open(folder);
  records.write('a', 1);
  expect(() => records.save()).not.toThrow();
  expect(records.read('a')).toBeUndefined();
});
