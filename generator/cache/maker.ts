import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The hash of the program's own code, and of the engines, schemas and policies that it ships. */
const MAKERS = [
  'dist/build.json',
  'engines/lock.json',
  'schemas/SOURCES.json',
  'schemas/index.json',
  'policies/bundle/policies.json',
];

let known: string | undefined;

/** Changes whenever something of slipway itself does that decides a kept result. */
export function makerHash(): string {
  if (known !== undefined) return known;
  const hash = createHash('sha256');
  for (const file of MAKERS) {
    hash.update(readFileSync(fileURLToPath(new URL(`../../${file}`, import.meta.url)))).update('\0');
  }
  known = hash.digest('base64url');
  return known;
}
