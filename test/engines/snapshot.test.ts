import { brotliCompressSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  keepPages,
  openUnpacked,
  PAGE,
  splitSnapshot,
  unpackSnapshot,
  writeSnapshot,
} from '../../generator/engines/snapshot.ts';

const EMPTY_MODULE = Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]);

/** A memory in which the pages named hold one byte each. */
function memoryWith(pages: readonly number[], size: number): Uint8Array {
  const memory = new Uint8Array(size * PAGE);
  for (const page of pages) memory[page * PAGE + (page % PAGE)] = 1 + (page % 255);
  return memory;
}

describe('pages', () => {
  it('that are empty are left out, and every other one can be put back', () => {
    const sets = fc.uniqueArray(fc.nat({ max: 11 }), { maxLength: 12 });
    fc.assert(
      fc.property(sets, (pages) => {
        const memory = memoryWith(pages, 12);
        const kept = keepPages(memory);
        const restored = new Uint8Array(kept.pages * PAGE);
        let at = 0;
        for (const [first, count] of kept.runs) {
          restored.set(kept.memory.subarray(at, at + count * PAGE), first * PAGE);
          at += count * PAGE;
        }
        expect(kept.memory.length).toBe(pages.length * PAGE);
        expect(Buffer.compare(restored, memory)).toBe(0);
      }),
      { numRuns: 40 },
    );
  });

  it('that touch are one run', () => {
    expect(keepPages(memoryWith([0, 1, 2, 5], 8)).runs).toEqual([
      [0, 3],
      [5, 1],
    ]);
  });
});

const readSnapshot = async (file: Buffer) => openUnpacked(file, await unpackSnapshot(file));

describe('files', () => {
  const image = { ...keepPages(memoryWith([1], 2)), globals: new Map<string, number | bigint>(), elapsed: 12n };
  image.globals.set('global0', 65_536).set('global1', 2n ** 60n);
  const file = writeSnapshot(image, brotliCompressSync(EMPTY_MODULE), brotliCompressSync(image.memory));

  it('give back what was written, numbers of 64 bits included', async () => {
    const read = await readSnapshot(file);
    const { memory } = read.image;
    expect({ ...read.image, memory: 'file' in memory ? memory : new Uint8Array(memory) }).toEqual(image);
    expect(String(read.module)).toBe('[object WebAssembly.Module]');
    expect(splitSnapshot(file).header).toMatchObject({ pages: 2, globals: { global1: '1152921504606846976n' } });
  });

  it('that are something else, or cut off, are refused', async () => {
    await expect(readSnapshot(Buffer.from('no engine at all'))).rejects.toThrow('the file is no engine');
    const headless = Buffer.concat([file.subarray(0, 8), Buffer.from([2, 0, 0, 0]), Buffer.from('{}')]);
    await expect(readSnapshot(headless)).rejects.toThrow('the file has no header of an engine');
    await expect(readSnapshot(file.subarray(0, file.length - 4))).rejects.toThrow();
  });
});
