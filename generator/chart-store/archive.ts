/** Reads a packed chart. Archives are hostile input: each limit is checked before the memory is spent. */

import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { PlatformError } from '../contract/platform-error.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';
import { type TarEntry, TarError, tarEntries } from './tar.ts';

export interface ArchiveLimits {
  /** Bytes of the archive. */
  readonly compressed: number;
  /** Bytes of what is in it. */
  readonly unpacked: number;
  readonly files: number;
  /** Letters of a path. */
  readonly path: number;
}

const MEGABYTE = 1024 * 1024;

/** The largest chart in wide use has 4 MB and 1,200 files; Helm itself stops at 100 MB. */
export const ARCHIVE_LIMITS: ArchiveLimits = {
  compressed: 50 * MEGABYTE,
  unpacked: 100 * MEGABYTE,
  files: 20_000,
  path: 1000,
};

const unzip = promisify(gunzip);

/**
 * The files of a packed chart, named from the chart's own folder on.
 *
 * @param what names the archive in messages
 * @throws PlatformError `bad-archive` for one that is damaged, too large, or reaches out of its folder
 */
export async function readArchive(
  what: string,
  bytes: Uint8Array,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): Promise<readonly ChartFile[]> {
  if (bytes.length > limits.compressed) throw refused(what, `it has more than ${size(limits.compressed)}`);
  const tar = await unpack(what, bytes, limits);
  const files = new Map<string, ChartFile>();
  let entries = 0;
  try {
    for (const entry of tarEntries(tar)) {
      entries += 1;
      if (entries > limits.files) throw refused(what, `it holds more than ${limits.files} files`);
      const name = safeName(what, entry, limits);
      if (name !== undefined) files.set(name, { name, data: entry.data });
    }
  } catch (error) {
    if (error instanceof TarError) throw refused(what, error.message, error);
    throw error;
  }
  if (entries === 0) throw refused(what, 'it is empty');
  return [...files.values()];
}

async function unpack(what: string, bytes: Uint8Array, limits: ArchiveLimits): Promise<Buffer> {
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) throw refused(what, 'it is no gzip file');
  try {
    return await unzip(bytes, { maxOutputLength: limits.unpacked });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    if (code === 'ERR_BUFFER_TOO_LARGE') throw refused(what, `it unpacks to more than ${size(limits.unpacked)}`, error);
    throw refused(what, 'it is cut off or damaged', error);
  }
}

/** The path below the chart's folder; `undefined` for folders. */
function safeName(what: string, entry: TarEntry, limits: ArchiveLimits): string | undefined {
  const shown = JSON.stringify(entry.name.slice(0, 200));
  if (entry.name.length > limits.path)
    throw refused(what, `a path in it has more than ${limits.path} letters: ${shown}`);
  if (entry.kind === 'link') throw refused(what, `${shown} is a link`);
  if (entry.kind === 'device') throw refused(what, `${shown} is a device or a pipe`);
  if (entry.kind === 'unknown') throw refused(what, `${shown} is of a kind that charts have no use for`);
  // Charts packed on Windows by old tools have backslashes only.
  const path = entry.name.includes('/') ? entry.name : entry.name.replaceAll('\\', '/');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be
  if (/[\u0000-\u001f\u007f]/.test(path)) throw refused(what, `${shown} has control characters`);
  if (path.startsWith('/') || /^[A-Za-z]:/.test(path)) throw refused(what, `${shown} is an absolute path`);
  const parts = path.split(/[/\\]/).filter((part) => part !== '' && part !== '.');
  if (parts.includes('..')) throw refused(what, `${shown} leads out of its folder`);
  if (entry.kind === 'folder') return undefined;
  if (parts.length < 2) throw refused(what, `${shown} lies outside the chart's folder`);
  return parts.slice(1).join('/');
}

function refused(what: string, why: string, cause?: unknown): PlatformError {
  return new PlatformError('bad-archive', `${what} cannot be used: ${why}`, {
    fix: 'Get the archive again from where it is published; if it is the same there, tell its publisher.',
    cause,
  });
}

function size(bytes: number): string {
  return bytes >= MEGABYTE ? `${Math.round(bytes / MEGABYTE)} MB` : `${bytes} bytes`;
}
