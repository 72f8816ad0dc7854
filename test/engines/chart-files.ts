import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ChartFile } from '../../generator/engines/helm-protocol.ts';

const charts = fileURLToPath(new URL('../charts', import.meta.url));

/** The files of one of our test charts. */
export function readChartFiles(name: string): ChartFile[] {
  const folder = join(charts, name);
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ name: relative(folder, path).replaceAll('\\', '/'), data: readFileSync(path) }));
}
