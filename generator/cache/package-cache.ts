import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Where what belongs to the program is kept, not to a repository: in node_modules around this package, or inside of it in a
 * checkout; `null` where there is neither, and nothing is kept.
 *
 * @param root folder of this package
 */
export function packageCache(root: string, part: 'engines' | 'code'): string | null {
  const around = dirname(root);
  const modules = around.endsWith('node_modules') ? around : join(root, 'node_modules');
  return existsSync(modules) ? join(modules, '.cache/slipway', part) : null;
}
