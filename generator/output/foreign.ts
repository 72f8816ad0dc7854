import type { Disk } from './disk.ts';
import type { Ledger } from './ledger.ts';

/**
 * Files beside the planned ones, in the top folders that the plan writes to: path → text. What is ours and goes is left out.
 *
 * @param planned paths of the planned files
 */
export function foreignFiles(planned: ReadonlySet<string>, disk: Disk, ledger: Ledger): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const folder of topFolders(planned)) {
    for (const path of [...disk.list(folder)].sort()) {
      if (planned.has(path) || ledger.has(path) || !READ.test(path)) continue;
      const file = disk.read(path);
      if (file.state === 'file') found.set(path, file.text.toString('utf8'));
    }
  }
  return found;
}

const READ = /\.(ya?ml|json|tpl|txt)$/;

/** Whether `foreignFiles` would find a file here. @param planned paths of the planned files */
export function isLookedAt(path: string, planned: ReadonlySet<string>): boolean {
  return READ.test(path) && topFolders(planned).includes(path.slice(0, Math.max(path.indexOf('/'), 0)));
}

const known = new WeakMap<ReadonlySet<string>, readonly string[]>();

/** Top folders of the planned files, sorted, without hidden ones. */
function topFolders(planned: ReadonlySet<string>): readonly string[] {
  const given = known.get(planned);
  if (given !== undefined) return given;
  const names = [...planned].flatMap((path) => (path.includes('/') ? [path.slice(0, path.indexOf('/'))] : []));
  const found = [...new Set(names)].filter((name) => !name.startsWith('.')).sort();
  known.set(planned, found);
  return found;
}
