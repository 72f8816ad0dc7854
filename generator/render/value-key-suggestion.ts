import { distance } from 'fastest-levenshtein';
import { isRecord } from '../contract/resource.ts';
import type { ReadNode, ValuesUsage } from '../engines/values-usage.ts';
import type { ValueDocumentation } from './value-documentation.ts';

/** A place in the values, with what is known there. */
export interface KnownPlace {
  readonly path: readonly (string | number)[];
  readonly nodes: readonly ReadNode[];
  /** Templates visit or dump whatever is here: a key may be read without its name. */
  readonly vague: boolean;
}

/** Where a key was meant to stand. */
export interface KeySuggestion {
  readonly path: readonly (string | number)[];
  /** Where the words "did you mean" would not tell the reason. */
  readonly reason?: string;
  /** How many letters differ. */
  readonly letters: number;
}

/** The names that a place is known to have. */
export function knownKeys(place: KnownPlace, documentation: ValueDocumentation): readonly string[] {
  const fallback = documentation.defaultOf(place.path);
  const read = place.nodes.flatMap((node) => [...node.below.keys()]).filter((key) => !key.includes('*'));
  return [...new Set([...read, ...(isRecord(fallback) ? Object.keys(fallback) : [])])];
}

/**
 * Where an unknown key belongs: a name like it at the same place, the same name one level down or up, or a whole chart
 * given under, or without, its name.
 * @param places the places from the top down to the one that has the key
 */
export function suggestKey(
  usage: ValuesUsage,
  documentation: ValueDocumentation,
  places: readonly KnownPlace[],
  key: string,
  value: unknown,
): KeySuggestion | undefined {
  const here = places.at(-1);
  if (here === undefined) return undefined;
  const [top] = usage.charts;
  if (places.length === 1 && key === top?.name && isRecord(value)) {
    const reason = `the chart is "${key}" itself, so its values stand at the top, not below its name`;
    return { path: [], reason, letters: 0 };
  }
  const names = knownKeys(here, documentation);
  const near = nearest(key, names);
  if (near !== undefined && near.letters <= 2) return { path: [...here.path, near.name], letters: near.letters };
  const below = names.find((name) => childKeys(here, name, documentation).includes(key));
  if (below !== undefined) {
    const subchart = usage.charts.some(({ place }) => place.length === here.path.length + 1 && place.at(-1) === below);
    const path = [...here.path, below, key];
    return subchart
      ? { path, reason: `values of the subchart "${below}" stand below its name`, letters: 0 }
      : { path, letters: 0 };
  }
  const above = places.at(-2);
  if (above !== undefined && knownKeys(above, documentation).includes(key))
    return { path: [...above.path, key], letters: 0 };
  return near === undefined ? undefined : { path: [...here.path, near.name], letters: near.letters };
}

function childKeys(place: KnownPlace, name: string, documentation: ValueDocumentation): readonly string[] {
  const nodes = place.nodes.flatMap((node) => node.below.get(name) ?? []);
  return knownKeys({ path: [...place.path, name], nodes, vague: place.vague }, documentation);
}

function nearest(wrong: string, names: readonly string[]): { name: string; letters: number } | undefined {
  const ranked = names
    .filter((name) => name !== wrong)
    .map((name) => ({ name, letters: lettersApart(wrong.toLowerCase(), name.toLowerCase()) }))
    .filter(({ letters }) => letters <= Math.max(wrong.length < 4 ? 1 : 2, Math.floor(wrong.length / 3)));
  return ranked.reduce<{ name: string; letters: number } | undefined>(
    (best, one) => (best === undefined || one.letters < best.letters ? one : best),
    undefined,
  );
}

/** Two letters in the wrong order are one slip. */
function lettersApart(wrong: string, right: string): number {
  const letters = distance(wrong, right);
  if (letters !== 2 || wrong.length !== right.length) return letters;
  const at = [...wrong].findIndex((letter, index) => letter !== right[index]);
  return wrong[at] === right[at + 1] && wrong[at + 1] === right[at] ? 1 : 2;
}
