/** A URL as it may be printed: without user, password, query and fragment, any of which can hold a secret. */
export function shownUrl(url: string | URL): string {
  const text = String(url);
  if (!URL.canParse(text)) return text.replace(/\/\/[^/]*@/, '//').replace(/[?#].*$/, '');
  const { protocol, host, pathname } = new URL(text);
  return `${protocol}//${host}${pathname}`;
}
