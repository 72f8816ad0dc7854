/** Reads manifests that somebody wrote: YAML as the cluster reads it, each problem a violation. */
import type { Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isKubernetesObject, type KubernetesObject } from '../contract/resource.ts';
import type { HelmPool } from '../engines/pool.ts';
import { unfoldList } from './helm.ts';
import type { TargetCluster } from './render-work.ts';

/** Largest manifest file that is read, in bytes: an object may have 1.5 MiB in etcd, a file several of them. */
const LARGEST_FILE = 64 * 1024 * 1024;

/** @param violations what is wrong with the file is added here; the objects that could be read are returned */
export async function readManifests(
  helm: HelmPool,
  file: string,
  text: string,
  cluster: Pick<TargetCluster, 'name' | 'environment' | 'kubernetes'>,
  violations: Violation[],
): Promise<readonly KubernetesObject[]> {
  const wrong = (rule: string, message: string, fix: string, line?: number) => {
    const at = line === undefined ? file : `${file}:${line}`;
    violations.push({
      layer: 'tree',
      rule,
      severity: 'critical',
      title: 'File cannot be read',
      message: `${at}: ${message}`,
      fix,
      subject: fileSubject(file, cluster),
    });
  };
  if (text.length > LARGEST_FILE) {
    wrong('too-large', `the file has ${Math.round(text.length / 1024 / 1024)} MiB`, 'Split it.');
    return [];
  }
  if (text.includes('\0')) {
    wrong('not-text', 'the file is not text', 'Keep binary files out of manifest folders.');
    return [];
  }
  const objects: KubernetesObject[] = [];
  for (const document of await helm.parse(text)) {
    for (const duplicate of document.duplicates) {
      wrong(
        'duplicate-key',
        duplicate.message,
        'Remove one of the two: a cluster refuses the file or takes the last.',
        duplicate.line,
      );
    }
    if (document.error !== undefined) wrong('not-yaml', document.error, 'Mend the YAML.', document.line);
    if (document.object === undefined || document.object === null) continue;
    for (const object of unfoldList(document.object)) {
      if (isKubernetesObject(object)) objects.push(object);
      else
        wrong(
          'not-an-object',
          'the document is no Kubernetes object',
          'Give it apiVersion, kind and metadata.',
          document.line,
        );
    }
  }
  return objects;
}

/** A stand-in for a file none of whose objects could be read, so that the finding has a place. */
function fileSubject(file: string, cluster: Pick<TargetCluster, 'name' | 'environment' | 'kubernetes'>): Rendered {
  return {
    cluster: cluster.name,
    environment: cluster.environment,
    kubernetes: cluster.kubernetes,
    application: '',
    source: file,
    resource: { apiVersion: '', kind: 'File', metadata: { name: file } },
  };
}
