/** Validates plain manifests, with no config at all. */
import type { Finding, NotChecked } from './contract/finding.ts';
import { PlatformError } from './contract/platform-error.ts';
import { openHelmPool } from './engines/pool.ts';
import { readManifestPaths } from './render/manifest-paths.ts';
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
  readonly layers?: ReadonlySet<string>;
  readonly rules?: ReadonlySet<string>;
  readonly onStage?: (name: string, milliseconds: number) => void;
}

export interface PathsVerdict {
  readonly findings: readonly Finding[];
  readonly notChecked: readonly NotChecked[];
  readonly summary: { readonly resources: number; readonly rendered: number };
}

/** @throws PlatformError `path-not-found`, `bad-kubernetes` */
export async function judgePaths(paths: readonly string[], options: JudgePathsOptions): Promise<PathsVerdict> {
  if (!/^1\.\d+$/.test(options.kubernetes)) {
    throw new PlatformError('bad-kubernetes', `--kubernetes ${options.kubernetes} is no minor version`, {
      fix: 'Write it as 1.34.',
    });
  }
  const helm = openHelmPool();
  try {
    const stdin = memoize(options.stdin);
    const read = await readManifestPaths(paths, { ...options, helm, stdin });
    const verdict = await validateResources(read.resources, {
      parameters: NO_PARAMETERS,
      ...(options.layers === undefined ? {} : { layers: options.layers }),
      ...(options.rules === undefined ? {} : { rules: options.rules }),
      ...(options.onStage === undefined ? {} : { onStage: options.onStage }),
    });
    const findings = groupViolations([...read.violations, ...verdict.violations], {
      policy: {},
      protectedEnvironments: new Set(),
      waivers: openWaivers([], options.date),
      hubEnvironment: '',
      origin: () => undefined,
      place: () => undefined,
    });
    return {
      findings: locateFindings(findings, options.root, stdin),
      notChecked: [...read.notChecked, ...verdict.notChecked],
      summary: { resources: read.resources.length, rendered: 0 },
    };
  } finally {
    await helm.close();
  }
}

function memoize(read: () => string): () => string {
  let text: string | undefined;
  return () => {
    text ??= read();
    return text;
  };
}
