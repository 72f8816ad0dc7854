import { parse } from 'yaml';
import { isDeepYaml } from '../contract/yaml-depth.ts';

/** A value at a path, as values: `['a', 'b']` and 1 give `{ a: { b: 1 } }`. */
export function nestValue(path: readonly string[], value: unknown): unknown {
  return path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), value);
}

/** Values out of a text; `undefined` for one that cannot be read: Helm says so in its own words. */
export function parseValues(text: string): unknown {
  if (isDeepYaml(text)) return undefined;
  try {
    return parse(text, { version: '1.1', uniqueKeys: false, logLevel: 'silent' });
  } catch {
    return undefined;
  }
}
