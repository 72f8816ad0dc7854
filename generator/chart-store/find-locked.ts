import { normalRepository } from './chart-address.ts';
import type { WantedChart } from './chart-store.ts';
import type { Lock, LockedChart, LockedFolder } from './lock-file.ts';
import { isExactVersion, isSameVersion, newestIn, parseRange } from './version-range.ts';

/** The entry of the lock for what an Application, or a dependency, names. */
export function findLocked(lock: Lock, wanted: Extract<WantedChart, { kind: 'chart' }>): LockedChart | undefined {
  const repository = normalRepository(wanted.repository);
  const named = lock.charts.filter(
    (one) => one.name === wanted.name && normalRepository(one.repository) === repository,
  );
  const exact =
    named.find((one) => one.version === wanted.version || one.wanted.includes(wanted.version)) ??
    named.find((one) => isSameVersion(one.version, wanted.version));
  if (exact !== undefined || isExactVersion(wanted.version)) return exact;
  const range = parseRange(wanted.version);
  const newest =
    range === undefined
      ? undefined
      : newestIn(
          range,
          named.map((one) => one.version),
        );
  return named.find((one) => one.version === newest);
}

/** The entry of the lock for a folder of another repository. */
export function findLockedFolder(lock: Lock, wanted: Extract<WantedChart, { kind: 'git' }>): LockedFolder | undefined {
  return lock.folders.find(
    (one) =>
      one.path === wanted.path && one.revision === wanted.revision && sameRepository(one.repository, wanted.repository),
  );
}

function sameRepository(one: string, other: string): boolean {
  const plain = (url: string) => url.replace(/\/+$/, '').replace(/\.git$/, '');
  return plain(one) === plain(other);
}
