/** What the charts at hand are, without reading them: changes whenever one of them does. */
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { CACHE_FOLDER, LOCK_FILE } from './chart-paths.ts';

/** @returns a hash over the lock, and over names, sizes and times of the files in the cache and the given folders */
export function fingerprintCharts(root: string, chartsFolders: readonly string[]): string {
  const hash = createHash('sha256').update(textOf(join(root, LOCK_FILE)));
  for (const folder of [join(root, CACHE_FOLDER), ...chartsFolders]) {
    for (const path of filesBelow(folder)) {
      const { size, mtimeMs } = statSync(path);
      hash.update(`\n${path} ${size} ${mtimeMs}`);
    }
  }
  return hash.digest('hex');
}

function textOf(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // No chart is locked.
    return '';
  }
}

function filesBelow(folder: string): readonly string[] {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort();
  } catch {
    // Nothing was pulled.
    return [];
  }
}
