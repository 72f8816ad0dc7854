import type { Login } from './credentials.ts';

/**
 * Reads a netrc file. `default` is left out: it would send one password to every host there is.
 *
 * @returns hosts in small letters, each with its login; entries without a name or a password are left out
 */
export function parseNetrc(text: string): readonly { readonly host: string; readonly login: Login }[] {
  // A macro ends at an empty line, and holds words that mean nothing here.
  const words = text.replace(/^[ \t]*macdef\b[^\n]*\n(?:[^\n]+\n?)*/gm, '').replace(/^[ \t]*#.*$/gm, '');
  const entries: { host: string; username?: string; password?: string }[] = [];
  const tokens = [...words.matchAll(/"((?:[^"\\]|\\.)*)"|(\S+)/g)].map(
    ([, quoted, plain]) => quoted?.replace(/\\(.)/g, '$1') ?? plain ?? '',
  );
  for (let index = 0; index < tokens.length; index += 1) {
    const entry = entries.at(-1);
    const next = tokens[index + 1] ?? '';
    switch (tokens[index]) {
      case 'machine':
        entries.push({ host: next.toLowerCase() });
        index += 1;
        break;
      case 'default':
        entries.push({ host: '' });
        break;
      case 'login':
        if (entry !== undefined) entry.username = next;
        index += 1;
        break;
      case 'password':
        if (entry !== undefined) entry.password = next;
        index += 1;
        break;
      case 'account':
        index += 1;
        break;
    }
  }
  // Of two entries for a host the first one counts, and whoever makes a map of them keeps the last.
  return entries
    .toReversed()
    .flatMap(({ host, username, password }) =>
      host === '' || username === undefined || password === undefined ? [] : [{ host, login: { username, password } }],
    );
}
