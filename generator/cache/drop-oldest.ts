import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';

/** Removes what lies in a folder but for the latest few files or folders. */
export function dropOldest(folder: string, most: number): void {
  const entries = readdirSync(folder).map((name) => {
    const path = join(folder, name);
    return { path, time: statSync(path).mtimeMs };
  });
  const old = entries.toSorted((a, b) => b.time - a.time).slice(most);
  for (const { path } of old) rmSync(path, { recursive: true, force: true });
}
