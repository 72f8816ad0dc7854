/** Reads the repository without leaving it: no symbolic link is followed on the way to a file. */
import { type Dirent, lstatSync, readdirSync, readFileSync, type Stats } from 'node:fs';
import { join } from 'node:path';
import { hashOf } from './ledger.ts';
import { type FileContent, NO_STAMPS, type Stamps } from './stamps.ts';

export type DiskFile =
  | { readonly state: 'absent' }
  | { readonly state: 'file'; readonly text: Buffer }
  /** A symbolic link, a folder, or a path through one: not ours to touch. */
  | { readonly state: 'blocked'; readonly by: string };

export type DiskHash =
  | Exclude<DiskFile, { readonly state: 'file' }>
  | { readonly state: 'file'; readonly hash: string };

export interface Disk {
  /**
   * A file's bytes. What was read once is not read again.
   * @param isKept whether to keep a short text for the next run, too, which then need not open the file. Nothing secret.
   */
  read(path: string, isKept?: boolean): DiskFile;
  /** SHA-256 of a file, which is read only when it may have changed since it was last. */
  hash(path: string): DiskHash;
  /** Learns the hashes of files whenever this thread waits for others. @returns how to end that */
  hashAhead(paths: readonly string[]): () => void;
  has(path: string): boolean;
  /** Paths of all files below a folder, unsorted; links are not followed. None when it is not there. */
  list(folder: string): readonly string[];
  /** Keeps what was learned for the next run. */
  save(): void;
}

/** Bytes of a text that is kept for the next run. */
const SHORT = 1024;
/** Files that are hashed before somebody else's turn: about a millisecond's worth. */
const AT_A_TIME = 64;

type Entry = { readonly state: 'absent' | 'file' | 'folder' } | { readonly state: 'blocked'; readonly by: string };

interface Listing {
  readonly entries: ReadonlyMap<string, Dirent>;
  /** Names that some file system may take for those of the entries. */
  readonly folded: ReadonlySet<string>;
}

/**
 * Each folder is listed once, when something in it is first asked for.
 *
 * @param root absolute path of the repository
 * @param stamps what earlier runs know of its files
 */
export function openDisk(root: string, stamps: Stamps = NO_STAMPS): Disk {
  const texts = new Map<string, Buffer>();
  const contents = new Map<string, FileContent>();
  const folders = new Map<string, Entry>();
  const listings = new Map<string, Listing>();

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
    const name = path.slice(slash + 1);
    const { entries, folded } = listingOf(parent);
    const listed = entries.get(name);
    if (listed !== undefined) return kindOf(listed, path);
    if (!folded.has(fold(name))) return { state: 'absent' };
    // Where such names are one, the file is there, and the list spells it otherwise.
    const found = lstatSync(join(root, path), { throwIfNoEntry: false });
    return found === undefined ? { state: 'absent' } : kindOf(found, path);
  }

  function listingOf(folder: string): Listing {
    const listing = listings.get(folder) ?? listFolder(join(root, folder));
    listings.set(folder, listing);
    return listing;
  }

  /** What stands where a file is looked for; `undefined` for a file. */
  function obstacle(path: string): Exclude<DiskFile, { readonly state: 'file' }> | undefined {
    const entry = entryAt(path);
    if (entry.state === 'folder') return { state: 'blocked', by: `${path} is a folder` };
    if (entry.state === 'file') return undefined;
    return entry.state === 'blocked' ? entry : { state: 'absent' };
  }

  function contentOf(path: string): FileContent {
    const known = contents.get(path);
    if (known !== undefined) return known;
    const text = texts.get(path);
    const content = text === undefined ? readStamped(path) : { hash: hashOf(text) };
    contents.set(path, content);
    return content;
  }

  /** What the last run kept of a file, where nothing about it has changed; else it is read. */
  function readStamped(path: string): FileContent {
    const stats = lstatSync(join(root, path));
    const known = stamps.find(path, stats);
    if (known !== undefined) return known;
    const content = { hash: hashOf(readFileSync(join(root, path))) };
    stamps.note(path, stats, content);
    return content;
  }

  /** The text of a short file, out of what the last run kept of it. */
  function readKept(path: string): Buffer {
    const kept = contentOf(path).text;
    if (kept !== undefined) return Buffer.from(kept);
    const stats = lstatSync(join(root, path));
    const text = readFileSync(join(root, path));
    if (text.length > SHORT) return text;
    const content = { hash: hashOf(text), text: text.toString('utf8') };
    contents.set(path, content);
    stamps.note(path, stats, content);
    return text;
  }

  function listBelow(folder: string, found: string[]): string[] {
    if (folderAt(folder).state !== 'folder') return found;
    for (const [name, entry] of listingOf(folder).entries) {
      if (entry.isDirectory()) listBelow(`${folder}/${name}`, found);
      else if (entry.isFile()) found.push(`${folder}/${name}`);
    }
    return found;
  }

  return {
    read(path, isKept = false) {
      const inTheWay = obstacle(path);
      if (inTheWay !== undefined) return inTheWay;
      const text = texts.get(path) ?? (isKept ? readKept(path) : readFileSync(join(root, path)));
      texts.set(path, text);
      return { state: 'file', text };
    },
    hash: (path) => obstacle(path) ?? { state: 'file', hash: contentOf(path).hash },
    hashAhead(paths) {
      let next: NodeJS.Immediate;
      const hashFrom = (start: number): void => {
        for (const path of paths.slice(start, start + AT_A_TIME)) {
          try {
            if (obstacle(path) === undefined) contentOf(path);
          } catch {
            // Gone meanwhile, or not to be read: whoever asks for it is told.
          }
        }
        if (start + AT_A_TIME < paths.length) next = setImmediate(hashFrom, start + AT_A_TIME);
      };
      next = setImmediate(hashFrom, 0);
      return () => clearImmediate(next);
    },
    has: (path) => obstacle(path) === undefined,
    list: (folder) => listBelow(folder, []),
    save: () => stamps.save(),
  };
}

function listFolder(absolute: string): Listing {
  const entries = new Map<string, Dirent>();
  const folded = new Set<string>();
  for (const entry of readdirSync(absolute, { withFileTypes: true })) {
    entries.set(entry.name, entry);
    folded.add(fold(entry.name));
  }
  return { entries, folded };
}

const PLAIN = /^[\x20-\x7e]*$/;

/** What names have in common that some file system takes for one: letters of either case, and accents of either form. */
function fold(name: string): string {
  return PLAIN.test(name) ? name.toLowerCase() : name.normalize('NFKD').toUpperCase().toLowerCase();
}

function kindOf(found: Dirent | Stats, path: string): Entry {
  if (found.isSymbolicLink()) return { state: 'blocked', by: `${path} is a symbolic link` };
  if (found.isDirectory()) return { state: 'folder' };
  if (found.isFile()) return { state: 'file' };
  return { state: 'blocked', by: `${path} is neither a file nor a folder` };
}
