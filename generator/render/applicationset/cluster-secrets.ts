/** Clusters that are registered by Secrets in the repository. */
import { isRecord, type KubernetesObject } from '../../contract/resource.ts';
import type { ClusterSecret } from './generator.ts';

export function readClusterSecret(object: KubernetesObject): ClusterSecret | undefined {
  const { labels = {}, annotations = {} } = object.metadata;
  if (object.kind !== 'Secret' || labels['argocd.argoproj.io/secret-type'] !== 'cluster') return undefined;
  const text = (key: string): string => {
    const plain = isRecord(object.stringData) ? object.stringData[key] : undefined;
    if (typeof plain === 'string') return plain;
    const encoded = isRecord(object.data) ? object.data[key] : undefined;
    return typeof encoded === 'string' ? Buffer.from(encoded, 'base64').toString('utf8') : '';
  };
  return { name: text('name'), server: text('server'), project: text('project'), labels, annotations };
}
