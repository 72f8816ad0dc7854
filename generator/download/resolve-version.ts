import { sortVersions } from '../chart-store/version.ts';
import { isExactVersion, isSameVersion, newestIn, parseRange } from '../chart-store/version-range.ts';
import { PlatformError } from '../contract/platform-error.ts';

/**
 * The published version that a version or range names, as Helm and Argo CD choose it.
 *
 * @param what names the chart in messages
 * @param published versions that exist
 * @throws PlatformError `version-not-found`, or `bad-version` for what is neither
 */
export function resolveVersion(what: string, wanted: string, published: readonly string[]): string {
  const exact = published.find((one) => one === wanted) ?? published.find((one) => isSameVersion(one, wanted));
  if (exact !== undefined) return exact;
  const range = isExactVersion(wanted) ? undefined : parseRange(wanted);
  if (range === undefined && !isExactVersion(wanted)) {
    throw new PlatformError('bad-version', `${what}: "${wanted}" is neither a version nor a range of versions`, {
      fix: 'Write an exact version, such as 1.2.3.',
    });
  }
  const newest = range === undefined ? undefined : newestIn(range, published);
  if (newest !== undefined) return newest;
  const latest = sortVersions(published).slice(0, 3);
  const there = latest.length === 0 ? 'no version is published' : `the newest are ${latest.join(', ')}`;
  throw new PlatformError('version-not-found', `${what}: no version ${wanted} is published; ${there}`, {
    fix: 'Correct the version in the config.',
  });
}
