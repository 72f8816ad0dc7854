/** Reads plain manifests from files and folders, for checking what no Application of ours deploys. */
import { lstatSync, readFileSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import type { NotChecked, Violation } from '../contract/finding.ts';
import { PlatformError } from '../contract/platform-error.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { HelmPool } from '../engines/pool.ts';
import { readManifests } from './manifests.ts';

export interface ManifestFolder {
  readonly resources: readonly Rendered[];
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
}

/** Folders that hold nobody's manifests. */
const IGNORED = ['**/node_modules/**', '**/.git/**'];

/**
 * @param paths files and folders; `-` reads standard input
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
): Promise<ManifestFolder> {
  const files = new Map<string, string>();
  const notChecked: NotChecked[] = [];
  for (const path of paths) {
    if (path === '-') files.set('-', options.stdin());
    else
      for (const file of await filesOf(resolve(options.root, path), notChecked))
        files.set(relative(options.root, file) || file, readText(file));
  }
  const cluster = { name: '', environment: '', kubernetes: options.kubernetes };
  const violations: Violation[] = [];
  const perFile = await Promise.all(
    [...files].map(async ([file, text]) => {
      const own: Violation[] = [];
      const objects = await readManifests(options.helm, file, text, cluster, own);
      const foreign = own.filter((one) => one.rule === 'not-an-object');
      // Values files, CI definitions and the like are YAML too: only what has a kind is a manifest that went wrong.
      if (foreign.length > 0 && !/^kind:/m.test(text)) {
        notChecked.push({ what: file, reason: 'not a Kubernetes manifest' });
        violations.push(...own.filter((one) => one.rule !== 'not-an-object'));
      } else violations.push(...own);
      return objects.map(
        (resource): Rendered => ({
          cluster: '',
          environment: '',
          kubernetes: options.kubernetes,
          application: '',
          source: file,
          resource,
        }),
      );
    }),
  );
  return { resources: perFile.flat(), violations, notChecked };
}

async function filesOf(path: string, notChecked: NotChecked[]): Promise<readonly string[]> {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats === undefined)
    throw new PlatformError('path-not-found', `${path} does not exist`, {
      fix: 'Name a file, a folder, or - for standard input.',
    });
  if (!stats.isDirectory()) return [path];
  const found = await glob(['**/*.{yaml,yml,json}'], {
    cwd: path,
    absolute: true,
    dot: false,
    ignore: IGNORED,
    followSymbolicLinks: false,
  });
  const charts = await glob(['**/Chart.yaml'], {
    cwd: path,
    absolute: true,
    ignore: IGNORED,
    followSymbolicLinks: false,
  });
  const chartFolders = charts.map((file) => `${dirname(file)}/`).sort();
  const outermost = chartFolders.filter(
    (folder, index) => !chartFolders.slice(0, index).some((other) => folder.startsWith(other)),
  );
  for (const folder of outermost)
    notChecked.push({
      what: relative(path, folder) || '.',
      reason: 'Helm chart not rendered: no Application names it',
    });
  return found
    .filter((file) => !outermost.some((folder) => file.startsWith(folder)) && !isForeign(file, notChecked))
    .sort();
}

/** Files with a `kind` that only a tool on somebody's machine reads. */
function isForeign(file: string, notChecked: NotChecked[]): boolean {
  if (!/(^|\/)kustomization\.ya?ml$/.test(file)) return false;
  notChecked.push({ what: file, reason: 'kustomization not built' });
  return true;
}

function readText(file: string): string {
  return readFileSync(file, 'utf8');
}
