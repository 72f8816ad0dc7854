import { hash } from 'node:crypto';

/** What gives the texts of planned files; a plan. */
interface Texts {
  text(path: string): string;
}

const known = new WeakMap<Texts, Map<string, string>>();

/** SHA-256 of a planned file's text, computed once for a path. */
export function planHash(plan: Texts, path: string): string {
  const hashes = known.get(plan) ?? new Map<string, string>();
  known.set(plan, hashes);
  const given = hashes.get(path);
  if (given !== undefined) return given;
  const made = hash('sha256', plan.text(path), 'hex');
  hashes.set(path, made);
  return made;
}
