import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ServiceChart } from '../emit/_define.ts';

/** Sources of the shared service chart; the same place from `generator/charts` and from `dist/charts`. */
const FOLDER = fileURLToPath(new URL('../../generator/charts/service/', import.meta.url));

/** They come with the program: what was read once stays true for the process. */
let known: readonly ServiceChart[] | undefined;

/** Every version of the shared service chart that this slipway brings, oldest first. */
export function loadServiceCharts(): readonly ServiceChart[] {
  known ??= readServiceCharts();
  return known;
}

function readServiceCharts(): readonly ServiceChart[] {
  return readdirSync(FOLDER)
    .sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
    .map((version) => ({ version, files: readFiles(join(FOLDER, version)) }));
}

function readFiles(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  return new Map(
    names.sort().map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}
