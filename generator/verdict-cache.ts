/** Keeps the last judgements of a repository, so that a run that changes nothing opens no engine. Safe to delete. */
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isRecord } from './contract/resource.ts';
import type { Judgement } from './judgement.ts';
import type { Platform } from './model/platform.ts';
import type { FilePlan } from './plan/file-plan.ts';

export interface VerdictCache {
  read(): Judgement | undefined;
  write(judgement: Judgement): void;
}

const NO_CACHE: VerdictCache = { read: () => undefined, write: () => undefined };

/** Everything of slipway itself that decides a verdict; the first is the hash of its own code. */
const JUDGES = [
  'dist/build.json',
  'engines/lock.json',
  'schemas/SOURCES.json',
  'schemas/index.json',
  'policies/bundle/policies.json',
];

/** @param folder where verdicts are kept; `null` for no cache */
export function openVerdictCache(
  folder: string | null,
  platform: Platform,
  plan: FilePlan,
  files: {
    readonly readDisk: (path: string) => string | undefined;
    readonly foreign: ReadonlyMap<string, string>;
    /** Changes whenever a chart at hand does. */
    readonly charts: string;
  },
): VerdictCache {
  if (folder === null) return NO_CACHE;
  const hash = createHash('sha256');
  const add = (part: string) => hash.update(String(part.length)).update(':').update(part);
  for (const file of JUDGES) add(readFileSync(fileURLToPath(new URL(`../${file}`, import.meta.url)), 'utf8'));
  add(files.charts);
  for (const [path, text] of files.foreign) {
    add(path);
    add(text);
  }
  for (const spec of plan.files()) {
    add(spec.path);
    add(spec.mode === 'seeded' ? (files.readDisk(spec.path) ?? plan.text(spec.path)) : plan.text(spec.path));
    add(JSON.stringify(spec.origin));
  }
  add(
    JSON.stringify([platform.policy, platform.clusters.map((one) => [one.name, one.kubernetes, one.environment.name])]),
  );
  const path = join(folder, 'verdicts', `${hash.digest('hex')}.json`);
  return {
    read() {
      try {
        const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
        return isRecord(kept) && Array.isArray(kept.violations) ? (kept as unknown as Judgement) : undefined;
      } catch {
        // Absent or damaged: judged anew.
        return undefined;
      }
    },
    write(judgement) {
      try {
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(`${path}.${process.pid}`, JSON.stringify(judgement));
        renameSync(`${path}.${process.pid}`, path);
      } catch {
        // A cache that cannot be written costs time, not truth.
      }
    },
  };
}
