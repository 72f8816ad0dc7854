// Keeps engines unpacked, because unpacking takes longer than everything else that opens one. Safe to delete.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageCache } from '../cache/package-cache.ts';
import { writeWhole } from '../cache/whole-file.ts';
import { isRecord } from '../contract/resource.ts';
import { openUnpacked, readHead, type UnpackedEngine, unpackSnapshot } from './snapshot.ts';

/** An engine's code and image, which other threads may be given without a copy. Throws when the file is none. */
export async function openEngineFile(location: URL): ReturnType<typeof openUnpacked> {
  const path = fileURLToPath(location);
  const head = readHead(path);
  const folder = packageCache(dirname(dirname(path)), 'engines');
  const name = `${basename(path)}.${digestOf(path).slice(0, 24)}-${statSync(path).size}`;
  const kept = folder === null ? undefined : findKept(join(folder, name));
  if (kept !== undefined) {
    try {
      return await openUnpacked(head, kept);
    } catch {
      // Damaged: unpacked anew.
    }
  }
  const unpacked = await unpackSnapshot(readFileSync(path));
  if (folder !== null) keep(folder, name, unpacked);
  const memory = new Uint8Array(new SharedArrayBuffer(unpacked.memory.length));
  memory.set(unpacked.memory);
  return openUnpacked(head, { ...unpacked, memory });
}

/** SHA-256 of an engine: as the lock beside it says, which takes a hundredth of the time of reading it all. */
function digestOf(path: string): string {
  try {
    const lock: unknown = JSON.parse(readFileSync(join(dirname(path), 'lock.json'), 'utf8'));
    const engine = isRecord(lock) ? lock[basename(path, '.engine')] : undefined;
    const outputs = isRecord(engine) ? engine.outputs : undefined;
    const digest = isRecord(outputs) ? outputs[`engines/${basename(path)}`] : undefined;
    if (typeof digest === 'string') return digest;
  } catch {
    // No lock: an engine on its own.
  }
  return hash('sha256', readFileSync(path), 'hex');
}

function findKept(path: string): UnpackedEngine | undefined {
  try {
    return { code: readFileSync(`${path}.code`), memory: { file: `${path}.memory` } };
  } catch {
    // Not there yet.
    return undefined;
  }
}

function keep(folder: string, name: string, { code, memory }: UnpackedEngine<Uint8Array>): void {
  try {
    writeWhole(join(folder, `${name}.code`), code);
    writeWhole(join(folder, `${name}.memory`), memory);
    const engine = name.slice(0, name.lastIndexOf('.'));
    // Those of an earlier version.
    for (const file of readdirSync(folder)) {
      if (file.startsWith(`${engine}.`) && !file.startsWith(name)) rmSync(join(folder, file), { force: true });
    }
  } catch {
    // A disk that refuses costs time at the next run.
  }
}
