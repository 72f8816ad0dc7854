import { mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** Writes a file that is there whole or not at all, whoever else writes it or kills this run. Only its owner reads it. */
export function writeWhole(path: string, content: string | Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.new${process.pid}`;
  writeFileSync(temporary, content, { mode: 0o600 });
  renameSync(temporary, path);
}

/** The same for what may be lost: a disk that refuses costs time at the next run, not truth. */
export function keepWhole(path: string, content: string): void {
  try {
    writeWhole(path, content);
  } catch {
    // Nothing is kept, then.
  }
}
