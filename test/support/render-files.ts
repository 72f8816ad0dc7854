// A repository of a few files, rendered as Argo CD would find it.
import { join } from 'node:path';
import type { Violation } from '../../generator/contract/finding.ts';
import { withEngines } from '../../generator/open-engines.ts';
import { renderForeign } from '../../generator/render-foreign.ts';
import { temporaryFolder } from './temporary-folder.ts';

export const OWN = 'https://git.example.com/team/platform.git';

/** An Application as text; `spec` is what differs. */
export function application(name: string, spec: object, metadata: object = {}): string {
  return JSON.stringify({
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', ...metadata },
    spec: { project: 'default', destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' }, ...spec },
  });
}

/** A source of the repository itself. */
export function own(path: string, settings: object = {}): object {
  return { source: { repoURL: OWN, path, targetRevision: 'main', ...settings } };
}

export interface RenderedFiles {
  /** `application: kind namespace/name` of everything that Applications bring. */
  readonly names: readonly string[];
  /** The same for what no Application deploys. */
  readonly loose: readonly string[];
  object(kind: string, name: string): Record<string, unknown>;
  readonly violations: readonly Violation[];
  /** `rule: message` of each violation, sorted. */
  readonly problems: readonly string[];
  /** `reason: what` of all that was left out. */
  readonly notChecked: readonly string[];
}

export async function renderFiles(
  files: Readonly<Record<string, string>>,
  options: {
    readonly charts?: Readonly<Record<string, string>>;
    readonly kubernetes?: string;
    readonly cacheFolder?: string;
    readonly folder?: string;
  } = {},
): Promise<RenderedFiles> {
  const root = temporaryFolder({ '.git/config': `[remote "origin"]\n\turl = ${OWN}\n`, ...files });
  const chartsFolders = options.charts === undefined ? [] : [temporaryFolder(options.charts)];
  const rendered = await withEngines((engines) =>
    renderForeign(
      join(root, options.folder ?? ''),
      options.kubernetes ?? '1.34',
      { chartsFolders, cacheFolder: options.cacheFolder ?? null },
      engines,
    ),
  );
  const nameOf = ({ application: by, resource: { kind, metadata } }: (typeof rendered.resources)[number]) =>
    `${by === '' ? '' : `${by}: `}${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name ?? `${metadata.generateName}*`}`;
  return {
    names: rendered.resources.filter((one) => one.application !== '').map(nameOf),
    loose: rendered.resources.filter((one) => one.application === '').map(nameOf),
    object: (kind, name) => {
      const found = rendered.resources.find((one) => one.resource.kind === kind && one.resource.metadata.name === name);
      if (found === undefined) throw new Error(`there is no ${kind} ${name}`);
      return found.resource;
    },
    violations: rendered.violations,
    problems: rendered.violations.map(({ rule, message }) => `${rule}: ${message}`).sort(),
    notChecked: rendered.notChecked.map(({ what, reason }) => `${reason}: ${what}`),
  };
}

export function configMap(name: string, data: Readonly<Record<string, string>> = {}): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata: ${JSON.stringify(data)}\n`;
}
