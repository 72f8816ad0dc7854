import { readdirSync, readFileSync } from 'node:fs';
import { loadManifest, POLICIES } from './bundle.ts';
import type { RuleInfo } from './rule-info.ts';

/** Every rule that ships, by id. */
export function listRules(): readonly RuleInfo[] {
  return loadManifest().rules;
}

/** The first good or bad example of a shipped rule; read only when asked for. */
export function exampleOf(rule: RuleInfo, verdict: 'good' | 'bad'): string | undefined {
  const folder = new URL(`${rule.folder}/${verdict}/`, POLICIES);
  const first = readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .toSorted()[0];
  return first === undefined ? undefined : readFileSync(new URL(first, folder), 'utf8');
}
