/** A folder on disk as a repository: what a clone of it would hold. */
import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { NotChecked } from '../contract/finding.ts';
import { type RepositoryView, viewFiles } from './repository-view.ts';

/** Folders that no clone holds, or that hold other people's sources. */
const LEFT_OUT = new Set(['.git', 'node_modules', '.terraform', '.slipway']);

/** Links within linked folders multiply; nobody needs many. */
const MOST_NESTED = 3;

/**
 * @param root absolute path
 * @param notChecked what cannot be looked at is added here: links that leave the folder, or end nowhere
 */
export function viewFolder(root: string, notChecked: NotChecked[]): RepositoryView {
  const real = realpathSync(root);
  const paths: string[] = [];
  const links = new Set<string>();
  let nested = 0;
  /** Real folders that are being walked: a link back to one of them has no end. */
  const open: string[] = [];
  const walk = (folder: string) => {
    const target = realpathSync(join(root, folder));
    if (open.includes(target)) {
      notChecked.push({ what: folder, reason: 'a symbolic link to a folder that it lies in' });
      return;
    }
    open.push(target);
    walkEntries(folder);
    open.pop();
  };
  const walkEntries = (folder: string) => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) {
        if (!LEFT_OUT.has(entry.name)) walk(path);
      } else if (entry.isFile()) paths.push(path);
      else if (entry.isSymbolicLink()) followLink(path);
    }
  };
  // As Argo CD does: what lies inside the repository is what the link stands for.
  const followLink = (path: string) => {
    const target = realTarget(join(root, path));
    if (target === undefined) notChecked.push({ what: path, reason: 'a symbolic link that ends nowhere' });
    else if (target !== real && !target.startsWith(real + sep))
      notChecked.push({ what: path, reason: 'a symbolic link that leaves the repository' });
    else if (statSync(target).isFile()) paths.push(path);
    else if (nested >= MOST_NESTED) notChecked.push({ what: path, reason: 'a symbolic link within linked folders' });
    else {
      links.add(path);
      nested += 1;
      walk(path);
      nested -= 1;
    }
  };
  if (lstatSync(root).isDirectory()) walk('');
  return viewFiles(paths, { bytes: (path) => readFileSync(join(root, path)), links });
}

function realTarget(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    // Dangling, or a circle.
    return undefined;
  }
}
