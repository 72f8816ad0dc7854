import { existsSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Where results that can be made again are kept. `null` without `node_modules`: slipway then runs from elsewhere, and no
 * folder of ours appears in the repository.
 */
export function cacheFolderOf(root: string): string | null {
  const modules = join(root, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache/slipway') : null;
}
