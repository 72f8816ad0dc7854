// Words for types and values, as they stand in messages.
import { jsonType } from './scalars.ts';

const LONGEST_VALUE = 60;

/** What each format asks for. */
export const FORMAT_WORDS: Readonly<Record<string, string>> = {
  int32: 'a whole number between -2147483648 and 2147483647',
  int64: 'a whole number of at most 64 bits',
  quantity: 'a quantity such as 100m, 0.5, 2 or 1Gi',
  byte: 'text in base64',
  'date-time': 'a time such as 2030-01-31T12:00:00Z',
  date: 'a date such as 2030-01-31',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  cidr: 'an address range such as 10.0.0.0/8',
  uuid: 'a UUID',
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  'int-or-string': 'a whole number or a text',
  quantity: 'a quantity such as 100m, 0.5, 2 or 1Gi',
};

/** The type or types that a schema asks for. */
export function describeExpected(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(',');
  return types.map((name) => TYPE_WORDS[name] ?? name).join(' or ');
}

/** The type of a value, without the value. */
export function describeType(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'boolean' ? 'a boolean' : (TYPE_WORDS[jsonType(value)] ?? 'another value');
}

/** The type of a value, and the value unless it is long, nested or hidden. */
export function describeTyped(value: unknown, hideValue: boolean): string {
  const type = describeType(value);
  return hideValue || !isPlain(value) ? type : `${type}: ${describeValue(value)}`;
}

/** A name as it stands in a manifest, which anybody may have written: control characters are escaped. */
export function quote(name: unknown): string {
  return describeValue(String(name));
}

/** The value as it would stand in a file; what is long is cut, what is nested only named. */
export function describeValue(value: unknown): string {
  if (!isPlain(value)) return describeType(value);
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

/** Whether a value is a text, number or boolean. */
export function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

/** `one of "a", "b"`. */
export function oneOfValues(values: unknown): string {
  const list = Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : [];
  if (list.length === 1) return list[0] ?? '';
  const shown = list.length > 12 ? [...list.slice(0, 12), '…'] : list;
  return `one of ${shown.join(', ')}`;
}

/** Each name in quotes. */
export function quoted(names: unknown): string[] {
  return Array.isArray(names) ? names.map(quote) : [];
}

/** `1 entry`, `3 entries`. */
export function count(limit: unknown, one: string, many: string): string {
  return `${limit} ${limit === 1 ? one : many}`;
}
