import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { openPrinted } from '../../generator/cache/printed.ts';
import { type FileSpec, textFile } from '../../generator/contract/file-spec.ts';
import type { JsonObject } from '../../generator/contract/resource.ts';
import { hashOf } from '../../generator/output/ledger.ts';
import { FilePlan } from '../../generator/plan/file-plan.ts';
import { printFile } from '../../generator/plan/print-file.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const valuesFile = (values: JsonObject): FileSpec => ({
  ...textFile('values/web.yaml', 'test', ['services', 'web'], ''),
  body: { type: 'values', values },
});

/** Hashes as a run would have them that keeps what it learns. @returns also how many texts it printed */
function run(path: string, maker: string, specs: readonly FileSpec[]): { hashes: string[]; printed: number } {
  const printed = openPrinted(path, maker);
  let count = 0;
  const plan = new FilePlan({
    ...printed,
    hashOf: (source, print) =>
      printed.hashOf(source, () => {
        count += 1;
        return print();
      }),
  });
  for (const spec of specs) plan.add(spec);
  const hashes = specs.map(({ path }) => plan.hash(path));
  plan.saveHashes();
  return { hashes, printed: count };
}

const many = Array.from({ length: 40 }, (_, index) => textFile(`apps/${index}.yaml`, 'test', [], `a: ${index}\n`));

test('a text is printed once for all runs of one program', () => {
  const path = join(temporaryFolder(), 'printed.json');
  const expected = many.map((spec) => hashOf(printFile(spec)));
  expect(run(path, 'one', many)).toEqual({ hashes: expected, printed: 40 });
  expect(run(path, 'one', many)).toEqual({ hashes: expected, printed: 0 });
  expect(run(path, 'another', many)).toEqual({ hashes: expected, printed: 40 });
});

test('whatever decides the text of a file is told apart', () => {
  const path = join(temporaryFolder(), 'printed.json');
  const [first = textFile('', '', [], ''), ...others] = many;
  run(path, 'one', many);
  const changes: readonly FileSpec[] = [
    textFile(first.path, 'test', [], 'a: -1\n'),
    { ...first, mode: 'seeded' },
    { ...first, origin: ['services', 'web'] },
    { ...first, path: 'apps/0.md' },
    valuesFile({ a: 0 }),
    valuesFile({ a: '0' }),
    valuesFile({ a: null }),
  ];
  for (const changed of changes) {
    const hash = hashOf(printFile(changed));
    const { hashes, printed } = run(path, 'one', [changed, ...others]);
    expect({ hash: hashes[0], printed }).toEqual({ hash, printed: 1 });
  }
});

test('what is damaged is printed, and a few texts are not worth a file', () => {
  const path = join(temporaryFolder(), 'printed.json');
  run(path, 'one', many.slice(0, 16));
  expect(existsSync(path)).toBe(false);
  run(path, 'one', many);
  writeFileSync(path, readFileSync(path, 'utf8').slice(0, 100));
  expect(run(path, 'one', many).printed).toBe(40);
  writeFileSync(path, JSON.stringify({ maker: 'one', hashes: [1, null] }));
  expect(run(path, 'one', many).printed).toBe(40);
});

test('two bodies that are the same as JSON are printed alike', () => {
  const leaf = fc.oneof(
    ...[
      fc.string(),
      fc.boolean(),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }).map((one) => one + 0),
    ],
    ...[fc.constant(null), fc.constant(undefined)],
  );
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof({ depthSize: 'small' }, leaf, fc.array(tie('tree')), fc.dictionary(fc.string(), tie('tree'))),
  }));
  fc.assert(
    fc.property(fc.dictionary(fc.string(), tree), (values) => {
      const read = JSON.parse(JSON.stringify(values)) as JsonObject;
      expect(printFile(valuesFile(values as JsonObject))).toBe(printFile(valuesFile(read)));
    }),
  );
});
