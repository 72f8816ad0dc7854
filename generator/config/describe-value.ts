/** How messages name what an author wrote: short, on one line, and without a secret. */
import type { ConfigPath } from '../contract/config-path.ts';
import { formatConfigPath } from '../contract/config-path.ts';

const LONGEST = 60;
/** Control characters, line and paragraph separators, and marks that turn the direction of writing. */
const UNPRINTABLE = /[\p{Cc}\p{Zl}\p{Zp}\p{Bidi_Control}]/gu;
const SECRET_LIKE = /(pass(word|wd|phrase)?|secret|token|credential|api[-_]?key|private[-_]?key|access[-_]?key)s?$/i;

/** Whether a key usually stands beside a secret: `PSP_API_KEY`, `dbPassword`. */
export function isSecretLike(key: string): boolean {
  return SECRET_LIKE.test(key.replace(/[-_](value|string)$/i, ''));
}

/** Text as a message may hold it: nothing that could move a cursor or start a line. */
export function printable(text: string): string {
  return text.replace(UNPRINTABLE, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** A name or value in quotes, cut when long. */
export function quote(text: string): string {
  return `"${printable(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)}"`;
}

/** `services.web.calls[1]`, safe to print; the config as a whole is `config`. */
export function printPath(path: ConfigPath): string {
  return path.length === 0 ? 'config' : printable(formatConfigPath(path));
}

/** What stands there, for "expected X, found …"; text under a secret-like key is not shown. */
export function describeValue(value: unknown, path: ConfigPath): string {
  if (value === null) return 'null';
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  switch (typeof value) {
    case 'string':
      return path.some((part) => typeof part === 'string' && isSecretLike(part))
        ? 'a text'
        : `the text ${quote(value)}`;
    case 'number':
      return `the number ${value}`;
    case 'boolean':
      return String(value);
    case 'object':
      return 'an object';
    default:
      return `a ${typeof value}`;
  }
}
