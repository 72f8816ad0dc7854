/** Keeps what Helm and kustomize made of their sources. Content-addressed, never the only copy of anything. */
import { join } from 'node:path';
import { digestText } from '../cache/digest.ts';
import { makerHash } from '../cache/maker.ts';
import { openRecordFile } from '../cache/record-file.ts';

export interface RenderCache {
  /** @param key parts that decide the result, beside the program itself */
  read(key: readonly string[]): unknown;
  write(key: readonly string[], value: unknown): void;
  save(): void;
}

/** @param folder where results are kept; `null` for no cache */
export function openRenderCache(folder: string | null): RenderCache {
  const path = folder === null ? null : join(folder, 'renders.records');
  const records = openRecordFile(path, folder === null ? '' : makerHash());
  const nameOf = (key: readonly string[]) => digestText(key.map((part) => `${part.length}:${part}`).join(''));
  return {
    read: (key) => (folder === null ? undefined : records.read(nameOf(key))),
    write: (key, value) => {
      if (folder !== null) records.write(nameOf(key), value);
    },
    save: () => records.save(),
  };
}
