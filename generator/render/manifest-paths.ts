/** Reads plain manifests from single files and standard input. */
import { readFileSync, statSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { NotChecked, Violation } from '../contract/finding.ts';
import { PlatformError } from '../contract/platform-error.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { HelmPool } from '../engines/pool.ts';
import { readManifests } from './manifests.ts';

export interface ManifestFiles {
  readonly resources: readonly Rendered[];
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
}

/**
 * @param paths files; `-` reads standard input
 * @param kubernetes minor by which everything is judged
 * @throws PlatformError `path-not-found`
 */
export async function readManifestPaths(
  paths: readonly string[],
  options: {
    readonly root: string;
    readonly kubernetes: string;
    readonly helm: HelmPool;
    readonly stdin: () => string;
  },
): Promise<ManifestFiles> {
  const { kubernetes, helm } = options;
  const violations: Violation[] = [];
  const cluster = { name: '', environment: '', kubernetes };
  const perFile = await Promise.all(
    paths.map(async (path) => {
      const [file, text] = path === '-' ? ['-', options.stdin()] : readFile(options.root, path);
      const objects = await readManifests(helm, file, text, cluster, violations);
      return objects.map(
        (resource): Rendered => ({ cluster: '', environment: '', kubernetes, application: '', source: file, resource }),
      );
    }),
  );
  return { resources: perFile.flat(), violations, notChecked: [] };
}

function readFile(root: string, path: string): readonly [string, string] {
  const absolute = resolve(root, path);
  if (statSync(absolute, { throwIfNoEntry: false })?.isFile() !== true) {
    throw new PlatformError('path-not-found', `${absolute} does not exist`, {
      fix: 'Name a file, a folder, or - for standard input.',
    });
  }
  return [relative(root, absolute), readFileSync(absolute, 'utf8')];
}
