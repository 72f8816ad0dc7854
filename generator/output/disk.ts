/** Reads the repository without leaving it: no symbolic link is followed on the way to a file. */
import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';

export type DiskFile =
  | { readonly state: 'absent' }
  | { readonly state: 'file'; readonly text: Buffer }
  /** A symbolic link, a folder, or a path through one: not ours to touch. */
  | { readonly state: 'blocked'; readonly by: string };

export interface Disk {
  read(path: string): DiskFile;
}

type Entry = { readonly state: 'absent' | 'file' | 'folder' } | { readonly state: 'blocked'; readonly by: string };

/**
 * Each folder is listed once, when something in it is first asked for.
 *
 * @param root absolute path of the repository
 */
export function openDisk(root: string): Disk {
  const folders = new Map<string, Entry>();
  const listings = new Map<string, ReadonlyMap<string, Dirent>>();

  function folderAt(path: string): Entry {
    if (path === '') return { state: 'folder' };
    const known = folders.get(path);
    if (known !== undefined) return known;
    const found = entryAt(path);
    const kind: Entry = found.state === 'file' ? { state: 'blocked', by: `${path} is a file` } : found;
    folders.set(path, kind);
    return kind;
  }

  function entryAt(path: string): Entry {
    const slash = path.lastIndexOf('/');
    const parent = slash < 0 ? '' : path.slice(0, slash);
    const holder = folderAt(parent);
    if (holder.state !== 'folder') return holder;
    const listing = listings.get(parent) ?? listFolder(join(root, parent));
    listings.set(parent, listing);
    // Where names of either case are one, a file may be found that the list spells otherwise.
    const found = listing.get(path.slice(slash + 1)) ?? lstatSync(join(root, path), { throwIfNoEntry: false });
    return found === undefined ? { state: 'absent' } : kindOf(found, path);
  }

  return {
    read(path) {
      const entry = entryAt(path);
      if (entry.state === 'folder') return { state: 'blocked', by: `${path} is a folder` };
      if (entry.state !== 'file') return entry.state === 'blocked' ? entry : { state: 'absent' };
      return { state: 'file', text: readFileSync(join(root, path)) };
    },
  };
}

function listFolder(absolute: string): ReadonlyMap<string, Dirent> {
  return new Map(readdirSync(absolute, { withFileTypes: true }).map((entry) => [entry.name, entry]));
}

function kindOf(found: Dirent | Stats, path: string): Entry {
  if (found.isSymbolicLink()) return { state: 'blocked', by: `${path} is a symbolic link` };
  if (found.isDirectory()) return { state: 'folder' };
  if (found.isFile()) return { state: 'file' };
  return { state: 'blocked', by: `${path} is neither a file nor a folder` };
}
