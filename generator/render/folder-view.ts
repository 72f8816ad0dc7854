/** A folder on disk as a repository: what a clone of it would hold. */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { NotChecked } from '../contract/finding.ts';
import { type RepositoryView, viewFiles } from './repository-view.ts';

/** Folders that no clone holds, or that hold other people's sources. */
const LEFT_OUT = new Set(['.git', 'node_modules', '.terraform', '.slipway']);

/**
 * @param root absolute path
 * @param notChecked what cannot be looked at is added here: links that leave the folder, or end nowhere
 */
export function viewFolder(root: string, notChecked: NotChecked[]): RepositoryView {
  const real = realpathSync(root);
  const paths: string[] = [];
  const walk = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name)) walk(path);
      } else if (entry.isFile()) paths.push(path);
      else if (entry.isSymbolicLink()) followLink(path);
    }
  };
  // As Argo CD does: a link to a file inside the repository is that file, a linked folder is not entered.
  const followLink = (path: string) => {
    const target = realTarget(join(root, path));
    if (target === undefined) notChecked.push({ what: path, reason: 'a symbolic link that ends nowhere' });
    else if (target !== real && !target.startsWith(real + sep))
      notChecked.push({ what: path, reason: 'a symbolic link that leaves the repository' });
    else if (statSync(target).isFile()) paths.push(path);
    else notChecked.push({ what: path, reason: 'a symbolic link to a folder; its files are read where they lie' });
  };
  if (lstatSync(root).isDirectory()) walk('');
  return viewFiles(paths, { bytes: (path) => readFileSync(join(root, path)) });
}

function realTarget(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // Dangling, or a circle.
    return undefined;
  }
}
