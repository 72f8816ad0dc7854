import { hash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isRecord } from '../contract/resource.ts';
import { keepWhole } from './whole-file.ts';

/** Remembers the hashes of texts by what they are printed of, so that a run prints only what is new. Safe to delete. */
export interface Printed {
  /**
   * SHA-256 of a text, as hex.
   * @param source all that the text is printed of: data that JSON tells apart
   */
  hashOf(source: unknown, print: () => string): string;
  /** Keeps what was asked in this run, if that is worth it. A disk that refuses costs time, not truth. */
  save(): void;
}

/** Texts that are printed again each time rather than written down: an edit touches fewer. */
const FEW = 16;

export const PRINT_ALL: Printed = { hashOf: (_, print) => hash('sha256', print(), 'hex'), save: () => undefined };

/** @param maker what decides a text beside its source: hashes of another are not seen */
export function openPrinted(path: string, maker: string): Printed {
  let known: Readonly<Record<string, unknown>> | undefined;
  const asked: Record<string, string> = {};
  let fresh = 0;
  return {
    hashOf(source, print) {
      known ??= readKept(path, maker);
      const key = hash('sha256', JSON.stringify(source), 'base64url');
      const kept = known[key];
      if (typeof kept !== 'string') fresh += 1;
      const found = typeof kept === 'string' ? kept : PRINT_ALL.hashOf(source, print);
      asked[key] = found;
      return found;
    },
    save() {
      if (fresh > FEW) keepWhole(path, JSON.stringify({ maker, hashes: asked }));
    },
  };
}

function readKept(path: string, maker: string): Readonly<Record<string, unknown>> {
  try {
    const kept: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return isRecord(kept) && kept.maker === maker && isRecord(kept.hashes) ? kept.hashes : {};
  } catch {
    // Absent or damaged: all is printed.
    return {};
  }
}
