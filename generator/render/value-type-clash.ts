import { isRecord } from '../contract/resource.ts';

/**
 * Words for a value whose type the chart cannot have meant, given its default; `undefined` when it may be right.
 * `null` deletes and never clashes; a text with a template in it may become anything.
 */
export function describeTypeClash(given: unknown, fallback: unknown): string | undefined {
  if (given === null || given === undefined || fallback === null || fallback === undefined) return undefined;
  if (typeof given === 'string' && given.includes('{{')) return undefined;
  const types = `is ${describe(given)}, where the chart's default is ${describe(fallback)}`;
  if (isRecord(fallback)) {
    if (isRecord(given) || Object.keys(fallback).length === 0) return undefined;
    // Nothing, where a map is expected, switches it off.
    if (given === '' || given === false) return undefined;
    return `${types}; Helm cannot merge the two`;
  }
  if (typeof fallback === 'boolean') {
    if (typeof given === 'string') {
      return /^(true|false|yes|no|on|off)$/i.test(given) ? `${types}; any text counts as true` : undefined;
    }
    return typeof given === 'boolean' ? undefined : types;
  }
  if (typeof fallback === 'number') {
    return typeof given === 'number' || typeof given === 'string' ? undefined : types;
  }
  if (Array.isArray(fallback) && fallback.length > 0) {
    return typeof given === 'boolean' || typeof given === 'number' ? types : undefined;
  }
  return undefined;
}

function describe(value: unknown): string {
  if (Array.isArray(value)) return 'a list';
  if (isRecord(value)) return 'a map';
  return typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}
