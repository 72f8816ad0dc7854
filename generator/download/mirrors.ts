/** URL prefix → URL to ask in its place; the longest prefix wins. */
export type Mirrors = Readonly<Record<string, string>>;

/** Where a URL is asked for. What stands in the lock is always the original. */
export function mirrored(url: string, mirrors: Mirrors): string {
  const prefixes = Object.keys(mirrors).filter((prefix) => hasPrefix(url, trimmed(prefix)));
  const [longest] = prefixes.toSorted((a, b) => trimmed(b).length - trimmed(a).length);
  if (longest === undefined) return url;
  return trimmed(mirrors[longest] ?? '') + url.slice(trimmed(longest).length);
}

/** `https://a/charts` is a prefix of `https://a/charts/x`, and none of `https://a/charts-old`. */
function hasPrefix(url: string, prefix: string): boolean {
  return url.startsWith(prefix) && (url.length === prefix.length || /[/:?@]/.test(url[prefix.length] ?? ''));
}

function trimmed(url: string): string {
  return url.replace(/\/+$/, '');
}
