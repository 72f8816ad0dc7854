import { distance } from 'fastest-levenshtein';

/** The known name closest to a mistyped one, or `undefined` when none is close (a third of its letters may differ, two at least). */
export function suggest(wrong: string, known: Iterable<string>): string | undefined {
  let best: string | undefined;
  let bestDistance = Math.max(2, Math.floor(wrong.length / 3)) + 1;
  for (const name of known) {
    const d = distance(wrong.toLowerCase(), name.toLowerCase());
    if (d < bestDistance) {
      best = name;
      bestDistance = d;
    }
  }
  return best;
}

/** `; did you mean "prod"?`, or the empty string. */
export function didYouMean(wrong: string, known: Iterable<string>): string {
  const name = suggest(wrong, known);
  return name === undefined ? '' : `; did you mean "${name}"?`;
}
