import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import { PlatformError } from '../contract/platform-error.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';
import { ARCHIVE_LIMITS, type ArchiveLimits } from './archive.ts';

/**
 * The files of a chart that is a folder. Links are followed as long as they stay inside.
 *
 * @param within folder that nothing may lead out of
 * @throws PlatformError `bad-chart-folder`
 */
export function readFolder(
  folder: string,
  within: string,
  limits: ArchiveLimits = ARCHIVE_LIMITS,
): readonly ChartFile[] {
  const border = realpathSync(within);
  const files: ChartFile[] = [];
  let bytes = 0;
  const visit = (path: string, name: string, trail: readonly string[]): void => {
    if (lstatSync(path).isSymbolicLink() && !isInside(realOf(path), border)) {
      throw refused(folder, `${name} is a link that leads nowhere, or out of it`);
    }
    const stats = statSync(path);
    if (stats.isDirectory()) {
      const real = realpathSync(path);
      if (trail.includes(real)) throw refused(folder, `${name} is a link to a folder above it`);
      for (const entry of readdirSync(path).sort()) {
        // What Git keeps there is no part of a chart, and can be large.
        if (entry !== '.git') visit(join(path, entry), name === '' ? entry : `${name}/${entry}`, [...trail, real]);
      }
      return;
    }
    if (!stats.isFile()) throw refused(folder, `${name} is neither a file nor a folder`);
    bytes += stats.size;
    if (bytes > limits.unpacked) throw refused(folder, `it holds more than ${limits.unpacked} bytes`);
    if (files.length >= limits.files) throw refused(folder, `it holds more than ${limits.files} files`);
    files.push({ name, data: readFileSync(path) });
  };
  visit(folder, '', []);
  return files;
}

/** Whether a real path lies in a real folder. */
export function isInside(path: string | undefined, folder: string): boolean {
  return path !== undefined && (path === folder || path.startsWith(folder.endsWith(sep) ? folder : folder + sep));
}

function realOf(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

function refused(folder: string, why: string): PlatformError {
  return new PlatformError('bad-chart-folder', `chart folder ${folder} cannot be used: ${why}`, {
    fix: 'Take it out, or name a folder that holds charts only.',
  });
}
