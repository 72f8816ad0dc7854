/** A repository as Argo CD would clone it, wherever its files come from. */
import type { ConfigPath } from '../contract/config-path.ts';
import { groupBy } from '../contract/group-by.ts';
import type { KubernetesObject } from '../contract/resource.ts';

export interface RepositoryView {
  /** Paths of all files directly in a folder, or below it when `recurse`; sorted. */
  list(folder: string, recurse: boolean): readonly string[];
  has(path: string): boolean;
  /** Folders that are symbolic links: Helm and kustomize enter them, a walk over plain manifests does not. */
  readonly links: ReadonlySet<string>;
  /** Text of a file; `undefined` when there is none. */
  text(path: string): string | undefined;
  bytes(path: string): Uint8Array | undefined;
  /** Objects of a file that holds objects already parsed; `undefined` when its text has to be read. */
  objects(path: string): readonly KubernetesObject[] | undefined;
  /** Values of a file that holds them already parsed; `undefined` when its text has to be read. */
  values(path: string): unknown;
  /** Whether a file is known to hold values and no object, without reading it. */
  holdsValues(path: string): boolean;
  /** Config path that a file, or the value at a pointer in it, comes from. */
  origin(path: string, pointer?: string): ConfigPath | undefined;
}

export interface FileReaders {
  bytes(path: string): Uint8Array | undefined;
  text?(path: string): string | undefined;
  objects?: RepositoryView['objects'];
  values?: RepositoryView['values'];
  holdsValues?: RepositoryView['holdsValues'];
  origin?: RepositoryView['origin'];
  links?: ReadonlySet<string>;
}

/** Makes a view of a list of paths and a way to read each. Files off the list are not there. */
export function viewFiles(paths: Iterable<string>, readers: FileReaders): RepositoryView {
  const all = [...paths].sort();
  const known = new Set(all);
  const byFolder = groupBy(all, folderOf);
  const text = readers.text ?? ((path) => decode(readers.bytes(path)));
  return {
    list(folder, recurse) {
      if (!recurse) return byFolder.get(folder) ?? [];
      if (folder === '') return all;
      return all.slice(firstAtLeast(all, `${folder}/`), firstAtLeast(all, `${folder}0`));
    },
    has: (path) => known.has(path),
    links: readers.links ?? new Set(),
    text: (path) => (known.has(path) ? text(path) : undefined),
    bytes: (path) => (known.has(path) ? readers.bytes(path) : undefined),
    objects: (path) => readers.objects?.(path),
    values: (path) => readers.values?.(path),
    holdsValues: (path) => readers.holdsValues?.(path) ?? false,
    origin: (path, pointer) => readers.origin?.(path, pointer),
  };
}

/** Index of the first path that is not before a text. `/` is the character before `0`: what lies between is below a folder. */
function firstAtLeast(sorted: readonly string[], text: string): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? '') < text) low = middle + 1;
    else high = middle;
  }
  return low;
}

function decode(bytes: Uint8Array | undefined): string | undefined {
  if (bytes === undefined) return undefined;
  // Argo CD and Helm read UTF-16 too, by its byte order mark.
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('utf8');
}

/** Files below a folder as a walk finds them, which enters no linked folder. */
export function walkFiles(view: RepositoryView, folder: string, recurse = true): readonly string[] {
  const files = view.list(folder, recurse);
  if (view.links.size === 0) return files;
  const isLinked = (inner: string): boolean =>
    inner.length > folder.length && (view.links.has(inner) || isLinked(folderOf(inner)));
  return files.filter((path) => !isLinked(folderOf(path)));
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/**
 * Joins a folder and a path written by somebody, as Argo CD resolves it: a leading `/` means the repository's root.
 * @returns a path without `.` and `..`; `undefined` when it leaves the repository
 */
export function resolveInside(folder: string, path: string): string | undefined {
  const parts: string[] = [];
  const joined = path.startsWith('/') ? path : `${folder}/${path}`;
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue;
    if (part !== '..') parts.push(part);
    else if (parts.pop() === undefined) return undefined;
  }
  return parts.join('/');
}
