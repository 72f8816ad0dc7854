/** Helm's own rules for laying values files over each other, and the smallest file that turns one result into another. */
import type { HelmValue, HelmValues } from '../config/component-types.ts';

export function isValuesMap(value: HelmValue | undefined): value is HelmValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Merges values files as Helm does: maps merge, everything else replaces; `null` stays, to delete a default of the chart. */
export function mergeHelmValues(...layers: readonly HelmValues[]): HelmValues {
  const merged: Record<string, HelmValue> = {};
  for (const layer of layers) {
    for (const [key, value] of Object.entries(layer)) {
      const before = merged[key];
      merged[key] = isValuesMap(value) && isValuesMap(before) ? mergeHelmValues(before, value) : value;
    }
  }
  return merged;
}

export function equalValues(a: HelmValue | undefined, b: HelmValue | undefined): boolean {
  if (a === b) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((item, index) => equalValues(item, b[index]));
  if (!isValuesMap(a) || !isValuesMap(b)) return false;
  const keys = Object.keys(a);
  return keys.length === Object.keys(b).length && keys.every((key) => key in b && equalValues(a[key], b[key]));
}

/** The smallest layer that, laid over `before`, gives `wanted`. A key that `wanted` lacks is deleted with `null`. */
export function differenceOfValues(before: HelmValues, wanted: HelmValues): HelmValues {
  if (before === wanted) return {};
  const layer: Record<string, HelmValue> = {};
  for (const [key, value] of Object.entries(wanted)) {
    const old = before[key];
    if (old === value) continue;
    if (isValuesMap(value) && isValuesMap(old)) {
      // An empty map cannot clear a map by merging: the keys that must go are named one by one.
      const inner = differenceOfValues(old, value);
      if (Object.keys(inner).length > 0) layer[key] = inner;
    } else if (!equalValues(old, value)) layer[key] = value;
  }
  for (const [key, old] of Object.entries(before)) if (old !== null && !(key in wanted)) layer[key] = null;
  return layer;
}

/** Drops what an earlier `null` deleted, for comparing the merge of files with the wanted values. */
export function withoutNulls(values: HelmValues): HelmValues {
  const kept: Record<string, HelmValue> = {};
  for (const [key, value] of Object.entries(values)) {
    if (value !== null) kept[key] = isValuesMap(value) ? withoutNulls(value) : value;
  }
  return kept;
}
