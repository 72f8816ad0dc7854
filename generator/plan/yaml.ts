/**
 * The one YAML printer. Byte-equal to `yaml`'s stringify with OPTIONS (property-tested), an order of magnitude faster:
 * scalars that are plainly plain are printed here, every other scalar by `yaml` itself, once.
 */
import { stringify } from 'yaml';

/** YAML 1.1 quoting, because Argo CD, Helm and kubectl read 1.1: `yes`, `22:22` and dates come out quoted. */
const OPTIONS = { version: '1.1', aliasDuplicateObjects: false, lineWidth: 0 } as const;

/** Starts with a letter, and holds nothing that YAML gives a meaning to. */
const PLAIN = /^[A-Za-z/][\w/.@+=,;]*(?:(?: |-|:+)[\w/.@+=(),;]+)*$/;
/** Plain words that YAML 1.1 reads as booleans, null or, with `e0`, a number. */
const RESERVED = /^(?:y|n|yes|no|on|off|true|false|null|e[+-]?[0-9]+)$/i;

const scalars = new Map<string, string>();
/** Keys that are printed alike wherever they stand; they come again and again. */
const keys = new Map<string, string>();

/** Prints one document, with a final newline. Properties that are `undefined` are left out. */
export function printYaml(value: unknown): string {
  if (isMap(value) && !isEmpty(value)) return printMap(value, '');
  if (Array.isArray(value) && value.length > 0) return printList(value, '');
  return stringify(value, OPTIONS);
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Whether no property has a value. */
function isEmpty(map: Record<string, unknown>): boolean {
  for (const key in map) if (map[key] !== undefined) return false;
  return true;
}

function printMap(map: Record<string, unknown>, indent: string): string {
  let text = '';
  for (const key of Object.keys(map)) {
    const value = map[key];
    if (value === undefined) continue;
    const known = keys.get(key);
    if (known !== undefined) {
      text += `${indent}${known}:${printValue(value, indent)}`;
      continue;
    }
    // Keys over several lines need YAML's explicit form; nothing that slipway emits has one.
    if (key.length > 1000 || key.includes('\n')) {
      // Inside of something, as the item of a list: at the start of a line some keys are printed otherwise.
      return indent === ''
        ? stringify(map, OPTIONS)
        : indent + indented(stringify([map], OPTIONS).slice('- '.length), indent.slice('- '.length));
    }
    // At the start of a line these would end the document.
    const canBeMarker = /^(?:---|\.\.\.)/.test(key);
    const isMarker = indent === '' && canBeMarker;
    const name = isMarker ? stringify({ [key]: 0 }, OPTIONS).slice(0, -': 0\n'.length) : printScalar(key);
    if (!canBeMarker && key.length < 40) keys.set(key, name);
    text += `${indent}${name}:${printValue(value, indent)}`;
  }
  return text;
}

/** What follows `key:`, with the final newline. */
function printValue(value: unknown, indent: string): string {
  if (Array.isArray(value)) return value.length === 0 ? ' []\n' : `\n${printList(value, `${indent}  `)}`;
  if (isMap(value)) return isEmpty(value) ? ' {}\n' : `\n${printMap(value, `${indent}  `)}`;
  return ` ${indented(printScalar(value), indent)}\n`;
}

function printList(list: readonly unknown[], indent: string): string {
  let text = '';
  for (const item of list) {
    const inner = `${indent}  `;
    // The first line of an item stands behind the dash, in place of its own indentation.
    if (Array.isArray(item) && item.length > 0) text += `${indent}- ${printList(item, inner).slice(inner.length)}`;
    else if (isMap(item) && !isEmpty(item)) text += `${indent}- ${printMap(item, inner).slice(inner.length)}`;
    else
      text += `${indent}- ${Array.isArray(item) ? '[]' : isMap(item) ? '{}' : indented(printScalar(item ?? null), indent)}\n`;
  }
  return text;
}

function printScalar(value: unknown): string {
  if (value === true) return 'true';
  if (value === false) return 'false';
  if (value === null) return 'null';
  if (typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)) return String(value);
  if (typeof value !== 'string') return stringify(value, OPTIONS).trimEnd();
  const known = scalars.get(value);
  if (known !== undefined) return known;
  if (PLAIN.test(value) && !RESERVED.test(value)) {
    // Keys and short words come again and again.
    if (value.length < 40) scalars.set(value, value);
    return value;
  }
  // Printed as a map value, because that decides quoting and block indentation; the key is cut off again.
  const printed = stringify({ k: value }, OPTIONS).slice('k: '.length, -1);
  if (value.length < 200) scalars.set(value, printed);
  return printed;
}

/** Moves the lines of a block scalar to where its parent stands. */
function indented(scalar: string, indent: string): string {
  return indent === '' || !scalar.includes('\n') ? scalar : scalar.replace(/\n(?=[^\n])/g, `\n${indent}`);
}
