import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { PlatformError } from '../contract/platform-error.ts';

const LOCK_PATH = '.slipway/lock';

/** Refuses two writers. The lock of a process that is gone is taken over. Returns the function that gives it back. */
export function takeLock(root: string): () => void {
  const path = join(root, LOCK_PATH);
  mkdirSync(dirname(path), { recursive: true });
  for (let attempt = 0; attempt < 2; attempt += 1) {
    try {
      const file = openSync(path, 'wx');
      writeSync(file, `${process.pid}\n`);
      closeSync(file);
      return () => rmSync(path, { force: true });
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
      const holder = Number.parseInt(readFileSync(path, 'utf8'), 10);
      if (isAlive(holder)) {
        throw new PlatformError('locked', `another slipway (process ${holder}) is writing to ${root}`, {
          fix: `Wait for it to end; if it is none, delete ${LOCK_PATH}.`,
        });
      }
      rmSync(path, { force: true });
    }
  }
  throw new PlatformError('locked', `${LOCK_PATH} could not be taken`, { fix: 'Run again.' });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}
