import { isRecord } from '../../contract/resource.ts';
import type { Generate } from './generator.ts';
import { mergeOver } from './parameters.ts';
import { NotExpandable, type Parameters } from './templating.ts';

/** More than anybody deploys with one ApplicationSet; a matrix multiplies quickly. */
const MOST_SETS = 10_000;

/** `matrix`: each set of the first generator with each of the second, which may use the first's parameters. */
export const generateMatrix: Generate = async (context, settings) => {
  const [first, second, ...more] = childrenOf(settings);
  if (first === undefined || second === undefined || more.length > 0) {
    throw new NotExpandable('mistake', 'a matrix generator takes two generators');
  }
  const found: Parameters[] = [];
  for (const outer of await context.generate(first, {})) {
    if (found.length > MOST_SETS)
      throw new NotExpandable('unknown', `a matrix gives more than ${MOST_SETS} sets of parameters`);
    for (const inner of await context.generate(second, outer)) {
      found.push(context.templating.goTemplate ? mergeOver(inner, outer) : combine(outer, inner));
    }
  }
  return found;
};

/** `merge`: the first generator's sets, completed by those of the others that have the same keys. */
export const generateMerge: Generate = async (context, settings) => {
  const [first, ...others] = childrenOf(settings);
  const keys = Array.isArray(settings.mergeKeys) ? settings.mergeKeys.map(String) : [];
  if (first === undefined || others.length === 0)
    throw new NotExpandable('mistake', 'a merge generator takes two or more generators');
  if (keys.length === 0) throw new NotExpandable('mistake', 'a merge generator needs mergeKeys');
  const merged = byKeys(await context.generate(first, {}), keys);
  for (const other of others) {
    const overrides = byKeys(await context.generate(other, {}), keys);
    for (const [key, base] of merged) {
      const over = overrides.get(key);
      if (over !== undefined)
        merged.set(key, context.templating.goTemplate ? mergeOver(base, over) : { ...base, ...over });
    }
  }
  return [...merged.values()];
};

function childrenOf(settings: Readonly<Record<string, unknown>>): readonly Record<string, unknown>[] {
  return Array.isArray(settings.generators) ? settings.generators.filter(isRecord) : [];
}

function byKeys(sets: readonly Parameters[], keys: readonly string[]): Map<string, Parameters> {
  const found = new Map<string, Parameters>();
  for (const set of sets) {
    const key = JSON.stringify(keys.map((name) => set[name] ?? null));
    if (found.has(key)) throw new NotExpandable('mistake', `two sets of parameters have the same merge keys: ${key}`);
    found.set(key, set);
  }
  return found;
}

function combine(a: Parameters, b: Parameters): Parameters {
  for (const [key, value] of Object.entries(b)) {
    if (Object.hasOwn(a, key) && String(a[key]) !== String(value)) {
      throw new NotExpandable('mistake', `both generators of a matrix give ${key}, with different values`);
    }
  }
  return { ...a, ...b };
}
