// Reads files out of a Go module's zip. Go itself unpacks no module that asks for a newer Go than the one here, and a CRD
// does not care which Go its module is built with.
import { readFileSync } from 'node:fs';
import { inflateRawSync } from 'node:zlib';

const END = 0x06054b50;
const STORED = 0;

/** @returns every file, `{ name, data() }`, in the order of the archive @throws Error when it is no zip */
export function readZip(path) {
  const bytes = readFileSync(path);
  // The end record is 22 bytes and a comment, which Go does not write.
  const end = bytes.length - 22;
  if (end < 0 || bytes.readUInt32LE(end) !== END) throw new Error(`${path} is no zip archive that Go wrote`);
  const files = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left -= 1) {
    const [name, extra, comment] = [28, 30, 32].map((offset) => bytes.readUInt16LE(at + offset));
    const [method, size, start] = [
      bytes.readUInt16LE(at + 10),
      bytes.readUInt32LE(at + 20),
      bytes.readUInt32LE(at + 42),
    ];
    files.push({
      name: bytes.toString('utf8', at + 46, at + 46 + name),
      data: () => {
        const body = start + 30 + bytes.readUInt16LE(start + 26) + bytes.readUInt16LE(start + 28);
        const packed = bytes.subarray(body, body + size);
        return method === STORED ? packed : inflateRawSync(packed);
      },
    });
    at += 46 + name + extra + comment;
  }
  return files;
}
