import { createHash } from 'node:crypto';
import type { ChartFile } from '../engines/helm-protocol.ts';

/** sha256 of bytes, in hexadecimal. */
export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

/** sha256 of files: of their sorted names and contents. */
export function digestOfFiles(files: readonly ChartFile[]): string {
  const hash = createHash('sha256');
  for (const { name, data } of files.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    hash.update(`${Buffer.byteLength(name)} ${name} ${data.length} `).update(data);
  }
  return hash.digest('hex');
}

/** Whether a text is a sha256 as we write it, and so may become a file's name. */
export function isDigest(text: unknown): text is string {
  return typeof text === 'string' && /^[0-9a-f]{64}$/.test(text);
}
