/** `.slipway/charts/<sha256>.tgz`: archives by what they hold. Safe to delete: `slipway charts pull` brings them again. */
import {
  closeSync,
  fsyncSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { lstat, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { PlatformError } from '../contract/platform-error.ts';
import { ARCHIVE_LIMITS } from './archive.ts';
import { CACHE_FOLDER } from './chart-paths.ts';
import { digestOf } from './digest.ts';

export { CACHE_FOLDER } from './chart-paths.ts';

export type CachedArchive =
  | { readonly state: 'found'; readonly bytes: Buffer }
  | { readonly state: 'missing' | 'damaged'; readonly reason: string; readonly fix: string };

const PULL = 'Run `slipway charts pull`.';

/** Path of an archive. @param sha256 a digest that `isDigest` takes */
export function cachePath(root: string, sha256: string): string {
  return join(root, CACHE_FOLDER, `${sha256}.tgz`);
}

/** An archive of the cache, with its digest verified. */
export async function readCached(root: string, sha256: string): Promise<CachedArchive> {
  const path = cachePath(root, sha256);
  try {
    const stats = await lstat(path);
    if (!stats.isFile()) return damaged(`${path} is no file`);
    if (stats.size > ARCHIVE_LIMITS.compressed) return damaged(`${path} has ${stats.size} bytes`);
    const bytes = await readFile(path);
    return digestOf(bytes) === sha256
      ? { state: 'found', bytes }
      : damaged(`${path} does not have the digest of its name`);
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return { state: 'missing', reason: 'not pulled', fix: PULL };
    }
    return damaged(error instanceof Error ? error.message : String(error));
  }
}

/**
 * Keeps an archive under its digest, whole or not at all. Call it with what was verified and read.
 *
 * @throws PlatformError `cache-blocked` when a link stands where the cache should be
 */
export function keepArchive(root: string, bytes: Uint8Array): string {
  const sha256 = digestOf(bytes);
  openCache(root);
  const temporary = join(root, CACHE_FOLDER, `${sha256}.${process.pid}.part`);
  const file = openSync(temporary, 'w');
  try {
    writeFileSync(file, bytes);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(temporary, cachePath(root, sha256));
  return sha256;
}

/** Removes what killed runs left behind. */
export function sweepCache(root: string): void {
  openCache(root);
  for (const name of readdirSync(join(root, CACHE_FOLDER))) {
    const [, writer] = /\.(\d+)\.part$/.exec(name) ?? [];
    if (writer !== undefined && !isAlive(Number(writer))) rmSync(join(root, CACHE_FOLDER, name), { force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Makes the folder, which Git ignores; nothing is ever written through a link. */
function openCache(root: string): void {
  let folder = root;
  for (const part of CACHE_FOLDER.split('/')) {
    folder = join(folder, part);
    const stats = lstatSync(folder, { throwIfNoEntry: false });
    if (stats === undefined) mkdirSync(folder);
    else if (!stats.isDirectory()) {
      throw new PlatformError('cache-blocked', `${folder} is no folder, so that nothing can be kept in it`, {
        fix: 'Delete it and run again.',
      });
    }
  }
  const ignore = join(folder, '.gitignore');
  if (lstatSync(ignore, { throwIfNoEntry: false }) === undefined) writeFileSync(ignore, '*\n');
}

function damaged(reason: string): CachedArchive {
  return { state: 'damaged', reason, fix: `Delete it. ${PULL}` };
}
