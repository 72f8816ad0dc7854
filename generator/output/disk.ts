/** Reads the repository without leaving it: no symbolic link is followed on the way to a file. */
import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

export type DiskFile =
  | { readonly state: 'absent' }
  | { readonly state: 'file'; readonly text: Buffer }
  /** A symbolic link, a folder, or a path through one: not ours to touch. */
  | { readonly state: 'blocked'; readonly by: string };

export interface Disk {
  read(path: string): DiskFile;
}

/** @param root absolute path of the repository */
export function openDisk(root: string): Disk {
  const folders = new Map<string, DiskFile | 'folder'>();

  function folder(path: string): DiskFile | 'folder' {
    if (path === '') return 'folder';
    const known = folders.get(path);
    if (known !== undefined) return known;
    const parent = folder(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
    const found = parent === 'folder' ? kindOf(join(root, path), path) : parent;
    folders.set(path, found);
    return found;
  }

  return {
    read(path) {
      const parent = folder(path.includes('/') ? path.slice(0, path.lastIndexOf('/')) : '');
      if (parent !== 'folder') return parent;
      const absolute = join(root, path);
      const entry = kindOf(absolute, path);
      if (entry === 'folder') return { state: 'blocked', by: `${path} is a folder` };
      if (entry.state !== 'file') return entry;
      return { state: 'file', text: readFileSync(absolute) };
    },
  };
}

function kindOf(absolute: string, path: string): DiskFile | 'folder' {
  const stats = lstatSync(absolute, { throwIfNoEntry: false });
  if (stats === undefined) return { state: 'absent' };
  if (stats.isSymbolicLink()) return { state: 'blocked', by: `${path} is a symbolic link` };
  if (stats.isDirectory()) return 'folder';
  if (stats.isFile()) return { state: 'file', text: Buffer.alloc(0) };
  return { state: 'blocked', by: `${path} is neither a file nor a folder` };
}
