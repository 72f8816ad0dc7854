/** Keeps what Helm made of a chart and its values. Content-addressed, safe to delete, never the only copy of anything. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface RenderCache {
  read(key: readonly string[]): unknown;
  write(key: readonly string[], value: unknown): void;
}

const NO_RENDER_CACHE: RenderCache = { read: () => undefined, write: () => undefined };

/** What decides a render beside the chart and its values: our own code and the engines. */
const MAKERS = ['dist/build.json', 'engines/lock.json'];

/** @param folder where results are kept; `null` for no cache */
export function openRenderCache(folder: string | null): RenderCache {
  if (folder === null) return NO_RENDER_CACHE;
  let makers: string | undefined;
  const fileOf = (key: readonly string[]): string => {
    makers ??= MAKERS.map((file) =>
      readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)), 'utf8'),
    ).join();
    const hash = createHash('sha256').update(makers);
    for (const part of key) hash.update(`${part.length}:`).update(part);
    const name = hash.digest('hex');
    return join(folder, 'renders', name.slice(0, 2), `${name}.json`);
  };
  return {
    read(key) {
      try {
        return JSON.parse(readFileSync(fileOf(key), 'utf8'));
      } catch {
        // Absent or damaged: rendered anew.
        return undefined;
      }
    },
    write(key, value) {
      const file = fileOf(key);
      try {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(`${file}.${process.pid}`, JSON.stringify(value), { mode: 0o600 });
        renameSync(`${file}.${process.pid}`, file);
      } catch {
        // A cache that cannot be written costs time, not truth.
      }
    },
  };
}
