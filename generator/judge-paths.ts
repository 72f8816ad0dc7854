/** Validates what stands in files and folders, with no config at all: manifests, and whole Argo CD repositories. */
import { existsSync, statSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import type { Finding, NotChecked, Violation } from './contract/finding.ts';
import { PlatformError } from './contract/platform-error.ts';
import type { Rendered } from './contract/rendered.ts';
import { narrowFindings } from './narrow-findings.ts';
import { type Engines, withEngines } from './open-engines.ts';
import { readManifestPaths } from './render/manifest-paths.ts';
import type { Unrendered } from './render/render-work.ts';
import { renderForeign } from './render-foreign.ts';
import { groupViolations } from './validate/group.ts';
import { NO_PARAMETERS } from './validate/index/parameters.ts';
import { locateFindings } from './validate/locate.ts';
import { validateResources } from './validate/validate.ts';
import { openWaivers } from './validate/waivers.ts';

export interface JudgePathsOptions {
  readonly root: string;
  /** Kubernetes minor, e.g. `1.36`. */
  readonly kubernetes: string;
  readonly date: string;
  readonly stdin: () => string;
  /** Folders of charts that are asked before the pulled ones. */
  readonly chartsFolders: readonly string[];
  /** Where results are kept; `null` for no cache. */
  readonly cacheFolder: string | null;
  readonly layers?: ReadonlySet<string>;
  readonly rules?: ReadonlySet<string>;
  readonly onStage?: (name: string, milliseconds: number) => void;
}

export interface PathsVerdict {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly summary: { readonly resources: number; readonly rendered: number };
}

/** What was read of some paths. */
interface Read {
  readonly resources: readonly Rendered[];
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
  readonly unrendered: readonly Unrendered[];
  readonly applications: number;
}

/** @throws PlatformError `path-not-found`, `bad-kubernetes`, `charts-folder-not-found` */
export async function judgePaths(paths: readonly string[], options: JudgePathsOptions): Promise<PathsVerdict> {
  assertMinor(options.kubernetes);
  const stdin = memoize(options.stdin);
  return withEngines(async (engines) => {
    const started = performance.now();
    const files = paths.filter((path) => !isFolder(options.root, path));
    const folders = paths.filter((path) => isFolder(options.root, path));
    const read: Read[] = [await readFiles(files, { ...options, stdin }, engines)];
    for (const folder of folders) read.push(await readFolder(folder, options, engines));
    options.onStage?.('render', performance.now() - started);
    const resources = read.flatMap((one) => one.resources);
    const verdict = await validateResources(resources, {
      parameters: { ...NO_PARAMETERS, unrendered: read.flatMap((one) => one.unrendered) },
      cacheFolder: options.cacheFolder,
      engine: engines.kubernetes,
      ...(options.layers === undefined ? {} : { layers: options.layers }),
      ...(options.rules === undefined ? {} : { rules: options.rules }),
      ...(options.onStage === undefined ? {} : { onStage: options.onStage }),
    });
    const own = read.flatMap((one) => one.violations);
    const findings = groupViolations([...own, ...verdict.violations.map(trustVersion)], {
      policy: {},
      protectedEnvironments: new Set(),
      waivers: openWaivers([], options.date),
      hubEnvironment: '',
      origin: () => undefined,
      place: () => undefined,
    });
    const notChecked = [...read.flatMap((one) => one.notChecked), ...verdict.notChecked];
    const told = { findings: locateFindings(findings, options.root, stdin), notChecked };
    return {
      ...narrowFindings(told, options.layers, options.rules),
      summary: {
        resources: resources.length,
        rendered: read.reduce((sum, one) => sum + one.applications, 0),
      },
    };
  });
}

/**
 * Which release of a product a foreign cluster runs is not known: another version of a kind may well be served there,
 * and a newer one may have a field that resembles none of those known here.
 */
function trustVersion(violation: Violation): Violation {
  const { layer, rule, message, fix } = violation;
  const isNewerField =
    layer === 'schema' &&
    rule === 'unknown-field' &&
    /Checked against: (?!given)/.test(fix) &&
    !message.includes('did you mean');
  return rule === 'other-version' || isNewerField ? { ...violation, severity: 'low' } : violation;
}

export function assertMinor(kubernetes: string): void {
  if (/^1\.\d+$/.test(kubernetes)) return;
  throw new PlatformError('bad-kubernetes', `--kubernetes ${kubernetes} is no minor version`, {
    fix: 'Write it as 1.34.',
  });
}

async function readFiles(files: readonly string[], options: JudgePathsOptions, { helm }: Engines): Promise<Read> {
  return { ...(await readManifestPaths(files, { ...options, helm })), unrendered: [], applications: 0 };
}

async function readFolder(folder: string, options: JudgePathsOptions, engines: Engines): Promise<Read> {
  const rendered = await renderForeign(resolve(options.root, folder), options.kubernetes, options, engines);
  // Files are named as the caller would name them.
  const start = relative(options.root, rendered.root);
  const path = (one: string) => (start !== '' && existsSync(join(rendered.root, one)) ? join(start, one) : one);
  const rename = (one: Rendered): Rendered => ({ ...one, source: path(one.source) });
  return {
    ...rendered,
    notChecked: rendered.notChecked.map((one) => ({ ...one, what: path(one.what) })),
    resources: start === '' ? rendered.resources : rendered.resources.map(rename),
    violations: rendered.violations.map((one) =>
      one.subject === undefined ? one : { ...one, subject: rename(one.subject) },
    ),
  };
}

function isFolder(root: string, path: string): boolean {
  return path !== '-' && statSync(resolve(root, path), { throwIfNoEntry: false })?.isDirectory() === true;
}

function memoize(read: () => string): () => string {
  let text: string | undefined;
  return () => {
    text ??= read();
    return text;
  };
}
