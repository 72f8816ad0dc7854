/** Keeps the last judgements of a repository, so that a run that changes nothing opens no engine. Safe to delete. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dropOldest } from './cache/drop-oldest.ts';
import { makerHash } from './cache/maker.ts';
import { writeWhole } from './cache/whole-file.ts';
import { componentParametersOf } from './catalogue-use.ts';
import { isRecord } from './contract/resource.ts';
import type { Judgement } from './judgement.ts';
import type { Platform } from './model/platform.ts';
import { hashOf } from './output/ledger.ts';
import type { FilePlan } from './plan/file-plan.ts';

/** A judgement with the files that it looked at beside the planned and the foreign ones: path → hash, `null` for none there. */
export interface KeptJudgement {
  readonly judgement: Judgement;
  readonly reads: ReadonlyMap<string, string | null>;
}

export interface VerdictCache {
  read(): KeptJudgement | undefined;
  write(kept: KeptJudgement): void;
}

const NO_CACHE: VerdictCache = { read: () => undefined, write: () => undefined };

/** Judgements that are kept: those of a few branches. */
const MOST = 12;

/** @param folder where verdicts are kept; `null` for no cache */
export function openVerdictCache(
  folder: string | null,
  platform: Platform,
  plan: FilePlan,
  files: {
    readonly readDisk: (path: string) => string | undefined;
    /** SHA-256 of a file on disk; `undefined` for none there. */
    readonly hashDisk: (path: string) => string | undefined;
    readonly foreign: ReadonlyMap<string, string>;
    /** Changes whenever a chart at hand does. */
    readonly charts: string;
  },
): VerdictCache {
  if (folder === null) return NO_CACHE;
  const hashes = plan.files().map(({ path, mode, origin }) => {
    const seed = mode === 'seeded' ? files.hashDisk(path) : undefined;
    return [path, seed ?? plan.hash(path), origin];
  });
  const parts = [
    ...[makerHash(), files.charts, [...files.foreign], hashes, componentParametersOf(platform), platform.policy],
    platform.clusters.map((one) => [one.name, one.kubernetes, one.environment.name]),
  ];
  const path = join(folder, 'verdicts', `${hashOf(JSON.stringify(parts))}.json`);
  return {
    read() {
      const kept = readKept(path);
      const isSame = ([name, hash]: readonly [string, string | null]) => hashText(files.readDisk(name)) === hash;
      return kept !== undefined && [...kept.reads].every(isSame) ? kept : undefined;
    },
    write({ judgement, reads }) {
      try {
        writeWhole(path, JSON.stringify({ judgement, reads: [...reads] }));
        dropOldest(dirname(path), MOST);
      } catch {
        // A cache that cannot be written costs time, not truth.
      }
    },
  };
}

/** What a read of a file is known by later; `null` for a file that is not there. */
export function hashText(text: string | undefined): string | null {
  return text === undefined ? null : hashOf(text);
}

function readKept(path: string): KeptJudgement | undefined {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (!isRecord(kept) || !isRecord(kept.judgement) || !Array.isArray(kept.judgement.violations)) return undefined;
    if (!Array.isArray(kept.reads)) return undefined;
    return { judgement: kept.judgement as unknown as Judgement, reads: new Map(kept.reads) };
  } catch {
    // Absent or damaged: judged anew.
    return undefined;
  }
}
