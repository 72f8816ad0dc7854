import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';

/** The Rego sources under a folder, tests included, by path with forward slashes. */
export async function readPolicySources(folder: string): Promise<Record<string, string>> {
  return readTexts(folder, (path) => path.endsWith('.rego') && !path.startsWith('bundle/'));
}

/** Texts of the files under a folder that `wanted` takes, in the order of their paths; symbolic links are not followed. */
export async function readTexts(folder: string, wanted: (path: string) => boolean): Promise<Record<string, string>> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true });
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, sep).length).split(sep).join('/'))
    .filter(wanted)
    .toSorted();
  const texts = await Promise.all(paths.map((path) => readFile(join(folder, path), 'utf8')));
  return Object.fromEntries(paths.map((path, place) => [path, texts[place] ?? '']));
}
