/** Reads tar archives that somebody else made: ustar, pax and GNU long names. Nothing is written anywhere. */

export type TarEntryKind = 'file' | 'folder' | 'link' | 'device' | 'unknown';

export interface TarEntry {
  readonly name: string;
  readonly kind: TarEntryKind;
  readonly data: Buffer;
}

/** A tar archive that ends too early, or whose headers are wrong. */
export class TarError extends Error {}

const BLOCK = 512;
/** Of a name that stands in a record of its own; a real one has some dozens of letters. */
const MOST_NAME_BYTES = 64 * 1024;

/**
 * The entries of a tar archive, one after another, so that a reader may stop at the entry that is too much.
 *
 * @throws TarError
 */
export function* tarEntries(bytes: Buffer): Generator<TarEntry> {
  let longName: string | undefined;
  let pax: Readonly<Record<string, string>> = {};
  let offset = 0;
  let ended = false;
  while (offset + BLOCK <= bytes.length) {
    const header = bytes.subarray(offset, offset + BLOCK);
    if (header.every((byte) => byte === 0)) {
      ended = true;
      break;
    }
    checkSum(header);
    const type = String.fromCharCode(header[156] ?? 0);
    const size = isExtension(type) ? sizeOf(header) : paxSize(pax.size, header);
    const start = offset + BLOCK;
    if (start + size > bytes.length) throw new TarError('it ends in the middle of a file');
    const data = bytes.subarray(start, start + size);
    offset = start + Math.ceil(size / BLOCK) * BLOCK;
    if (isExtension(type)) {
      if (size > MOST_NAME_BYTES) throw new TarError(`a name in it has ${size} bytes`);
      if (type === 'L') longName = cString(data);
      else if (type === 'x') pax = readPax(data);
      continue;
    }
    const name = pax.path ?? longName ?? headerName(header);
    longName = undefined;
    pax = {};
    yield { name, kind: kindOf(type, name), data };
  }
  // Archives without the final empty blocks exist; one that stops inside a header does not.
  if (!ended && offset < bytes.length) throw new TarError('it ends in the middle of a header');
}

/** Records that describe the next entry: GNU names and link names, pax records for one file and for all. */
function isExtension(type: string): boolean {
  return type === 'L' || type === 'K' || type === 'x' || type === 'g';
}

function kindOf(type: string, name: string): TarEntryKind {
  switch (type) {
    case '0':
    case '\0':
    case '7':
      return name.endsWith('/') ? 'folder' : 'file';
    case '5':
      return 'folder';
    case '1':
    case '2':
      return 'link';
    case '3':
    case '4':
    case '6':
      return 'device';
    default:
      return 'unknown';
  }
}

function headerName(header: Buffer): string {
  const name = cString(header.subarray(0, 100));
  const prefix = header.toString('latin1', 257, 263) === 'ustar\0' ? cString(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

function checkSum(header: Buffer): void {
  const stated = octal(header.subarray(148, 156));
  let sum = 8 * 32;
  for (let index = 0; index < BLOCK; index += 1) if (index < 148 || index >= 156) sum += header[index] ?? 0;
  if (sum !== stated) throw new TarError('a header in it is damaged');
}

function sizeOf(header: Buffer): number {
  return octal(header.subarray(124, 136));
}

function paxSize(stated: string | undefined, header: Buffer): number {
  if (stated === undefined) return sizeOf(header);
  if (!/^\d{1,15}$/.test(stated)) throw new TarError('a size in it is no number');
  return Number(stated);
}

/** GNU writes large numbers in base 256; no file of a chart is that large. */
function octal(field: Buffer): number {
  const text = field
    .toString('latin1')
    .replace(/[\0 ]+$/, '')
    .trimStart();
  if (text === '') return 0;
  if (!/^[0-7]+$/.test(text)) throw new TarError('a number in a header is none');
  return Number.parseInt(text, 8);
}

function cString(bytes: Buffer): string {
  const end = bytes.indexOf(0);
  return bytes.toString('utf8', 0, end < 0 ? bytes.length : end);
}

/** Records of `<length> <key>=<value>\n`. */
function readPax(data: Buffer): Readonly<Record<string, string>> {
  const records: Record<string, string> = Object.create(null);
  let offset = 0;
  while (offset < data.length) {
    const space = data.indexOf(0x20, offset);
    const length = space < 0 ? Number.NaN : Number(data.toString('latin1', offset, space));
    const end = offset + length;
    if (!Number.isInteger(length) || end > data.length || end <= space + 1) {
      throw new TarError('an extended header in it is damaged');
    }
    const [key = '', ...value] = data.toString('utf8', space + 1, end - 1).split('=');
    records[key] = value.join('=');
    offset = end;
  }
  return records;
}
