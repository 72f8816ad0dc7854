/** Packs files into the same bytes on every machine: sorted, no times, no owners, and stored, because compressors differ. */
import { crc32 } from 'node:zlib';
import type { ChartFile } from '../engines/helm-protocol.ts';

const BLOCK = 512;
const MOST_STORED = 0xffff;
const LONGEST_NAME = 100;

/** A `.tar.gz` of the files below one folder. @param folder name of the folder that they stand in */
export function packArchive(folder: string, files: readonly ChartFile[]): Buffer {
  return storeGzip(packTar(files.map(({ name, data }) => ({ name: `${folder}/${name}`, data }))));
}

/** A tar of the files, sorted by name. */
export function packTar(files: readonly ChartFile[]): Buffer {
  const sorted = files.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  const blocks = sorted.flatMap(({ name, data }) => [
    ...nameBlocks(name),
    header(name, data.length, '0'),
    ...body(data),
  ]);
  return Buffer.concat([...blocks, Buffer.alloc(2 * BLOCK)]);
}

/** A long name stands in a record of its own, as GNU tar writes it. */
function nameBlocks(name: string): readonly Uint8Array[] {
  const bytes = Buffer.from(`${name}\0`);
  return bytes.length <= LONGEST_NAME ? [] : [header('././@LongLink', bytes.length, 'L'), ...body(bytes)];
}

function body(data: Uint8Array): readonly Uint8Array[] {
  return [data, Buffer.alloc((BLOCK - (data.length % BLOCK)) % BLOCK)];
}

function header(name: string, size: number, type: string): Buffer {
  const block = Buffer.alloc(BLOCK);
  Buffer.from(name).copy(block, 0, 0, LONGEST_NAME - 1);
  block.write(`0000644\0${'0000000\0'.repeat(2)}`, 100, 'latin1');
  block.write(`${size.toString(8).padStart(11, '0')}\0${'0'.repeat(11)}\0`, 124, 'latin1');
  block.write(`        ${type}`, 148, 'latin1');
  block.write('ustar  \0', 257, 'latin1');
  let sum = 0;
  for (const byte of block) sum += byte;
  block.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
  return block;
}

function storeGzip(data: Buffer): Buffer {
  const parts: Buffer[] = [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff])];
  for (let offset = 0; offset < data.length; offset += MOST_STORED) {
    const piece = data.subarray(offset, offset + MOST_STORED);
    const head = Buffer.alloc(5);
    head[0] = offset + MOST_STORED >= data.length ? 1 : 0;
    head.writeUInt16LE(piece.length, 1);
    head.writeUInt16LE(piece.length ^ MOST_STORED, 3);
    parts.push(head, piece);
  }
  const tail = Buffer.alloc(8);
  tail.writeUInt32LE(crc32(data), 0);
  tail.writeUInt32LE(data.length % 2 ** 32, 4);
  return Buffer.concat([...parts, tail]);
}
