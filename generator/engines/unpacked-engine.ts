// Keeps engines unpacked, because unpacking takes longer than everything else that opens one. Safe to delete.
import { hash } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageCache } from '../cache/package-cache.ts';
import { openUnpacked, type UnpackedEngine, unpackSnapshot } from './snapshot.ts';

/** An engine's code and image, which other threads may be given without a copy. Throws when the file is none. */
export async function openEngineFile(location: URL): ReturnType<typeof openUnpacked> {
  const file = readFileSync(location);
  const path = fileURLToPath(location);
  const folder = packageCache(dirname(dirname(path)), 'engines');
  const name = `${path.slice(dirname(path).length + 1)}.${hash('sha256', file, 'hex').slice(0, 24)}`;
  const kept = folder === null ? undefined : readKept(join(folder, name));
  if (kept !== undefined) {
    try {
      return await openUnpacked(file, kept);
    } catch {
      // Damaged: unpacked anew.
    }
  }
  const unpacked = await unpackSnapshot(file);
  if (folder !== null) keep(folder, name, unpacked);
  const memory = new Uint8Array(new SharedArrayBuffer(unpacked.memory.length));
  memory.set(unpacked.memory);
  return openUnpacked(file, { ...unpacked, memory });
}

function readKept(path: string): UnpackedEngine | undefined {
  try {
    return { code: readFileSync(`${path}.code`), memory: readShared(`${path}.memory`) };
  } catch {
    // Not there yet.
    return undefined;
  }
}

function readShared(path: string): Uint8Array {
  const file = openSync(path, 'r');
  try {
    const bytes = new Uint8Array(new SharedArrayBuffer(fstatSync(file).size));
    // What is cut off is found out by its length.
    const read = readSync(file, bytes);
    return read === bytes.length ? bytes : bytes.subarray(0, read);
  } finally {
    closeSync(file);
  }
}

function keep(folder: string, name: string, { code, memory }: UnpackedEngine): void {
  try {
    mkdirSync(folder, { recursive: true });
    const engine = name.slice(0, name.lastIndexOf('.'));
    // Those of an earlier version.
    for (const file of readdirSync(folder)) {
      if (file.startsWith(`${engine}.`) && !file.startsWith(name)) rmSync(join(folder, file), { force: true });
    }
    for (const [part, bytes] of [
      ['code', code],
      ['memory', memory],
    ] as const) {
      const path = join(folder, `${name}.${part}`);
      writeFileSync(`${path}.${process.pid}`, bytes);
      renameSync(`${path}.${process.pid}`, path);
    }
  } catch {
    // A disk that refuses costs time at the next run.
  }
}
