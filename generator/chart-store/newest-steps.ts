import { compareVersions, parseVersion, sortVersions } from './version.ts';

/** The newest versions that are one kind of step away; `undefined` where nothing newer is. */
export interface NewestSteps {
  readonly patch: string | undefined;
  readonly minor: string | undefined;
  readonly major: string | undefined;
}

/** How far one could go from a version. Pre-releases count only for those who have one. */
export function newestSteps(current: string, published: readonly string[]): NewestSteps {
  const from = parseVersion(current);
  if (from === undefined) return { patch: undefined, minor: undefined, major: undefined };
  const newer = sortVersions(published).flatMap((text) => {
    const version = parseVersion(text);
    if (version === undefined || compareVersions(version, from) <= 0) return [];
    return version.prerelease === '' || from.prerelease !== '' ? [version] : [];
  });
  return {
    patch: newer.find((one) => one.major === from.major && one.minor === from.minor)?.text,
    minor: newer.find((one) => one.major === from.major && one.minor > from.minor)?.text,
    major: newer.find((one) => one.major > from.major)?.text,
  };
}
