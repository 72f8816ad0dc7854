import { isRecord } from '../contract/resource.ts';
import type { RenderWork, TargetCluster } from './render-work.ts';

/**
 * Whether a file that cannot be read as Kubernetes objects was meant to hold some: settings of tools have an `apiVersion`
 * and a `kind` too, JSON schemas speak of `kind`, and templates of other programs are no YAML yet.
 * @param text of the file
 */
export function isMeantForCluster(
  work: Pick<RenderWork, 'kinds'>,
  cluster: TargetCluster,
  file: string,
  text: string,
): boolean {
  const { apiVersion, kind, hasMetadata } = file.endsWith('.json') ? headOfJson(text) : headOfYaml(text);
  if (kind === '' || /\{\{|\{%|<%/.test(text)) return false;
  const builtIn = work.kinds.builtInVersions(cluster.kubernetes);
  if (apiVersion === '') return hasMetadata && builtIn.some((one) => one.endsWith(`/${kind}`));
  return hasMetadata || builtIn.includes(`${apiVersion}/${kind}`);
}

interface Head {
  readonly apiVersion: string;
  readonly kind: string;
  readonly hasMetadata: boolean;
}

function headOfYaml(text: string): Head {
  const value = (key: string) => new RegExp(`^["']?${key}["']?\\s*:\\s*["']?([\\w./-]*)`, 'm').exec(text)?.[1];
  return {
    apiVersion: value('apiVersion') ?? '',
    kind: value('kind') ?? '',
    hasMetadata: value('metadata') !== undefined,
  };
}

function headOfJson(text: string): Head {
  const given = parseJson(text);
  // Broken JSON: keys at any depth are all there is to go by.
  if (given === undefined) return headOfYaml(text.replace(/^\s+/gm, '').replace(/[{,]\s*"/g, '\n"'));
  const { apiVersion, kind, metadata } = isRecord(given) ? given : {};
  return {
    apiVersion: typeof apiVersion === 'string' ? apiVersion : '',
    kind: typeof kind === 'string' ? kind : '',
    hasMetadata: metadata !== undefined,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Read as text by the caller.
    return undefined;
  }
}
