// Writes dist/build.json: the hash of the compiled program, by which cached verdicts know who made them.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const hash = createHash('sha256');
for (const file of readdirSync(dist, { recursive: true })
  .filter((name) => /\.c?js$/.test(name))
  .toSorted()) {
  hash
    .update(file)
    .update('\0')
    .update(readFileSync(`${dist}${file}`))
    .update('\0');
}
writeFileSync(`${dist}build.json`, `${JSON.stringify({ sha256: hash.digest('hex') })}\n`);
