import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { FilePlan } from '../plan/file-plan.ts';
import type { Disk } from './disk.ts';
import type { Ledger } from './ledger.ts';

/** Files beside the planned ones, in the top folders that the plan writes to: path → text. What is ours and goes is left out. */
export function foreignFiles(root: string, plan: FilePlan, disk: Disk, ledger: Ledger): ReadonlyMap<string, string> {
  const folders = new Set(
    plan.files().flatMap(({ path }) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : [])),
  );
  const found = new Map<string, string>();
  for (const folder of [...folders].filter((name) => !name.startsWith('.')).sort()) {
    for (const path of filesBelow(root, folder)) {
      if (plan.get(path) !== undefined || ledger.has(path) || !/\.(ya?ml|json|tpl|txt)$/.test(path)) continue;
      const file = disk.read(path);
      if (file.state === 'file') found.set(path, file.text.toString('utf8'));
    }
  }
  return found;
}

function filesBelow(root: string, folder: string): readonly string[] {
  try {
    return readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) =>
        join(entry.parentPath, entry.name)
          .slice(root.length + 1)
          .replaceAll('\\', '/'),
      )
      .sort();
  } catch (error) {
    // Not generated yet.
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR')) return [];
    throw error;
  }
}
