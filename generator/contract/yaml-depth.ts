/** Flow collections within each other, and columns of block collections, that no honest document has. */
const MOST_BRACKETS = 150;
const MOST_INDENT = 300;

/**
 * Whether a YAML text is nested so deep that reading it could exhaust the stack. Ask before the `yaml` package gets a text
 * that somebody else wrote: V8 ends the whole process when the stack runs out while it compiles a regular expression.
 * Brackets inside of texts count too, so it may be wrong about a document with hundreds of them unclosed.
 */
export function isDeepYaml(text: string): boolean {
  if (new RegExp(`^(?: |[-?] ){${MOST_INDENT}}`, 'm').test(text)) return true;
  let depth = 0;
  for (const [bracket] of text.matchAll(/[[\]{}]/g)) {
    depth = bracket === '[' || bracket === '{' ? depth + 1 : Math.max(0, depth - 1);
    if (depth > MOST_BRACKETS) return true;
  }
  return false;
}
