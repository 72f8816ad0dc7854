/** One file with the lock and its archives, for places without a network. */
import { renameSync, statSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { readArchive } from '../../chart-store/archive.ts';
import { keepArchive, readCached } from '../../chart-store/chart-cache.ts';
import { digestOf } from '../../chart-store/digest.ts';
import { LOCK_FILE, type Lock, loadLock, parseLock, printLock, readLockFile } from '../../chart-store/lock-file.ts';
import { packTar } from '../../chart-store/pack-archive.ts';
import { TarError, tarEntries } from '../../chart-store/tar.ts';
import { PlatformError } from '../../contract/platform-error.ts';
import { writeLock } from './lock.ts';
import { countOf } from './open-charts.ts';

const MOST_BUNDLE_BYTES = 2 ** 31;

/** Writes a bundle of everything that the lock names; the same cache gives the same bytes. */
export async function writeBundle(root: string, output: string): Promise<number> {
  const lock = loadLock(root);
  const digests = digestsOf(lock);
  const archives = await Promise.all(
    digests.map(async (sha256) => {
      const cached = await readCached(root, sha256);
      if (cached.state === 'found') return { name: `charts/${sha256}.tgz`, data: cached.bytes };
      throw new PlatformError('not-pulled', `an archive of ${LOCK_FILE} is not there: ${cached.reason}`, {
        fix: 'Run `slipway charts pull` first.',
      });
    }),
  );
  const bytes = packTar([{ name: LOCK_FILE, data: Buffer.from(printLock(lock)) }, ...archives]);
  writeFileSync(`${output}.part`, bytes);
  renameSync(`${output}.part`, output);
  process.stdout.write(`${output}: ${countOf(archives.length, 'archive')}, ${bytes.length} bytes\n`);
  return 0;
}

/** Takes from a bundle what the repository's own lock names; without one, the bundle's lock is taken over. */
export async function readBundle(root: string, path: string): Promise<number> {
  const entries = await openBundle(path);
  const given = parseLock(entries.get(LOCK_FILE)?.toString('utf8') ?? '');
  if (readLockFile(root).state === 'absent') {
    if (given.state !== 'read') throw refused(path, 'its lock cannot be read');
    writeLock(root, given.lock);
  }
  const digests = digestsOf(loadLock(root));
  let kept = 0;
  for (const sha256 of digests) {
    const bytes = entries.get(`charts/${sha256}.tgz`);
    if (bytes === undefined) continue;
    if (digestOf(bytes) !== sha256) throw refused(path, `charts/${sha256}.tgz does not have the digest of its name`);
    await readArchive(`charts/${sha256}.tgz`, bytes);
    keepArchive(root, bytes);
    kept += 1;
  }
  const missing = digests.length - kept;
  process.stdout.write(`${countOf(kept, 'archive')} taken from ${path}, ${missing} of ${LOCK_FILE} not in it\n`);
  return missing > 0 ? 1 : 0;
}

async function openBundle(path: string): Promise<ReadonlyMap<string, Buffer>> {
  const size = statSync(path, { throwIfNoEntry: false })?.size;
  if (size === undefined || size > MOST_BUNDLE_BYTES)
    throw refused(path, size === undefined ? 'it is not there' : 'it is too large');
  try {
    const files = [...tarEntries(await readFile(path))].filter((entry) => entry.kind === 'file');
    return new Map(files.map(({ name, data }) => [name, data]));
  } catch (error) {
    if (error instanceof TarError) throw refused(path, error.message, error);
    throw error;
  }
}

function digestsOf(lock: Lock): readonly string[] {
  return [...new Set([...lock.charts, ...lock.folders].map((one) => one.sha256))].sort();
}

function refused(path: string, why: string, cause?: unknown): PlatformError {
  return new PlatformError('bad-bundle', `${path} is no bundle that can be used: ${why}`, {
    fix: 'Make it again with `slipway charts bundle`.',
    cause,
  });
}
