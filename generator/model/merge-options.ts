import { isRecord } from '../contract/resource.ts';

/**
 * Lays overrides over a base, the last wins: objects merge, lists replace, `null` deletes, `undefined` says nothing.
 * Neither argument is changed.
 */
export function mergeOptions(
  base: object,
  ...overrides: readonly (object | null | undefined)[]
): Record<string, unknown> {
  const merged: Record<string, unknown> = { ...base };
  for (const override of overrides) {
    for (const [key, value] of Object.entries(override ?? {})) {
      const before = merged[key];
      if (value === undefined) continue;
      if (value === null) delete merged[key];
      else merged[key] = isRecord(before) && isRecord(value) ? mergeOptions(before, value) : value;
    }
  }
  return merged;
}
