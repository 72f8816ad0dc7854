/**
 * The container of an engine: its code, and the memory in which it has already started.
 *
 *     8 bytes   "slipway1"
 *     4 bytes   length of the header, little endian
 *     header    JSON: SnapshotHeader
 *     code      brotli: a WebAssembly module without data segments, its mutable globals exported
 *     memory    brotli: the pages that are not empty, one after the other
 */
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { isRecord } from '../contract/resource.ts';

/** Bytes in memory, or a file that holds just those. */
export type Content = Uint8Array | { readonly file: string };

/** An instance's memory and globals at one moment, with the time that had passed inside. */
export interface ReactorImage {
  readonly pages: number;
  /** Pages with content: [first, how many]. The others are zero. */
  readonly runs: readonly (readonly [first: number, count: number])[];
  /** The content of all runs, one after the other. */
  readonly memory: Content;
  readonly globals: ReadonlyMap<string, number | bigint>;
  readonly elapsed: bigint;
}

/** What stands in front of the two streams. Numbers that JSON cannot hold are texts that end with "n". */
export interface SnapshotHeader {
  readonly pages: number;
  readonly runs: readonly (readonly [first: number, count: number])[];
  readonly globals: Readonly<Record<string, number | string>>;
  readonly elapsed: string;
  /** Bytes of the compressed code; the rest of the file is memory. */
  readonly code: number;
}

export const PAGE = 65_536;
const MAGIC = 'slipway1';
/** Bytes; a header has some thousands. */
const LONGEST_HEADER = 1 << 20;

const unpack = promisify(brotliDecompress);
/** Tens of megabytes come out: in chunks of the default size, joining those costs more than unpacking them. */
const LARGE_CHUNKS = { chunkSize: 64 * 1024 * 1024 };

/** An engine's two streams, unpacked: code and the content of the pages. */
export interface UnpackedEngine<Memory extends Content = Content> {
  readonly code: Uint8Array;
  readonly memory: Memory;
}

/** Unpacks both streams of a file. Throws when it is no engine. */
export async function unpackSnapshot(file: Buffer): Promise<UnpackedEngine<Uint8Array>> {
  const { code, memory } = splitSnapshot(file);
  const [unpackedCode, unpackedMemory] = await Promise.all([unpack(code, LARGE_CHUNKS), unpack(memory, LARGE_CHUNKS)]);
  return { code: unpackedCode, memory: unpackedMemory };
}

/** Compiles an engine whose streams are at hand. Throws when they are not those of the file. @param file its head is enough */
export async function openUnpacked(
  file: Buffer,
  { code, memory }: UnpackedEngine,
): Promise<{ readonly module: WebAssembly.Module; readonly image: ReactorImage }> {
  const { header } = splitSnapshot(file);
  const kept = header.runs.reduce((sum, [, count]) => sum + count, 0);
  if (sizeOf(memory) !== kept * PAGE) throw new Error('the memory is not that of the engine');
  const globals = new Map(Object.entries(header.globals).map(([name, value]) => [name, readGlobal(value)] as const));
  return {
    module: await WebAssembly.compile(code),
    image: { pages: header.pages, runs: header.runs, memory, globals, elapsed: BigInt(header.elapsed) },
  };
}

function sizeOf(content: Content): number {
  return 'file' in content ? statSync(content.file).size : content.length;
}

/** The beginning of a file, up to its streams. Throws when it is no engine. */
export function readHead(path: string): Buffer {
  const file = openSync(path, 'r');
  try {
    const start = Buffer.alloc(MAGIC.length + 4);
    readSync(file, start);
    if (start.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('the file is no engine');
    const header = Buffer.alloc(Math.min(start.readUInt32LE(MAGIC.length), LONGEST_HEADER));
    readSync(file, header);
    return Buffer.concat([start, header]);
  } finally {
    closeSync(file);
  }
}

/** Takes a file apart, its streams still compressed. Throws when it is no engine. */
export function splitSnapshot(file: Buffer): {
  readonly header: SnapshotHeader;
  readonly code: Buffer;
  readonly memory: Buffer;
} {
  if (file.toString('latin1', 0, MAGIC.length) !== MAGIC) throw new Error('the file is no engine');
  const start = MAGIC.length + 4 + file.readUInt32LE(MAGIC.length);
  const header: unknown = JSON.parse(file.toString('utf8', MAGIC.length + 4, start));
  if (!isHeader(header)) throw new Error('the file has no header of an engine');
  const end = start + header.code;
  return { header, code: file.subarray(start, end), memory: file.subarray(end) };
}

/** Writes the file for streams that are compressed already: the build's half of readSnapshot. */
export function writeSnapshot(image: ReactorImage, code: Uint8Array, memory: Uint8Array): Buffer {
  const header: SnapshotHeader = {
    pages: image.pages,
    runs: image.runs,
    globals: Object.fromEntries(
      Array.from(image.globals, ([name, value]) => [name, typeof value === 'bigint' ? `${value}n` : value]),
    ),
    elapsed: String(image.elapsed),
    code: code.length,
  };
  const text = Buffer.from(JSON.stringify(header));
  const length = Buffer.alloc(4);
  length.writeUInt32LE(text.length);
  return Buffer.concat([Buffer.from(MAGIC, 'latin1'), length, text, code, memory]);
}

/** Keeps the pages of a memory that hold something. */
export function keepPages(memory: Uint8Array): Pick<ReactorImage, 'pages' | 'runs'> & { readonly memory: Uint8Array } {
  const pages = memory.length / PAGE;
  const empty = Buffer.alloc(PAGE);
  const runs: [first: number, count: number][] = [];
  let kept = 0;
  for (let page = 0; page < pages; page++) {
    if (empty.compare(memory, page * PAGE, (page + 1) * PAGE) === 0) continue;
    const last = runs.at(-1);
    if (last !== undefined && last[0] + last[1] === page) last[1] += 1;
    else runs.push([page, 1]);
    kept += 1;
  }
  const content = new Uint8Array(kept * PAGE);
  let at = 0;
  for (const [first, count] of runs) {
    content.set(memory.subarray(first * PAGE, (first + count) * PAGE), at);
    at += count * PAGE;
  }
  return { pages, runs, memory: content };
}

function isHeader(value: unknown): value is SnapshotHeader {
  return (
    isRecord(value) &&
    Number.isInteger(value.pages) &&
    Number.isInteger(value.code) &&
    typeof value.elapsed === 'string' &&
    Array.isArray(value.runs) &&
    isRecord(value.globals)
  );
}

function readGlobal(value: number | string): number | bigint {
  return typeof value === 'string' ? BigInt(value.slice(0, -1)) : value;
}
