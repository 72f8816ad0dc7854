/** Buckets that services use: where they are on each cluster, and by which hosts they are reached. */
import type { ConfigPath } from '../contract/config-path.ts';
import type { ObjectStore } from './cloud.ts';
import { parseHostPort } from './host-port.ts';
import type { Cluster } from './platform.ts';

export interface Bucket {
  readonly name: string;
  /** Name of the bucket, by cluster. */
  readonly names: Readonly<Record<string, string>>;
  /** Addresses of the store, by cluster; none: it is on the internet. */
  readonly cidrs: Readonly<Record<string, readonly string[]>>;
  /** Entry of the secret store with the keys, where the cloud has no identity for it. */
  readonly secret: string;
  readonly origin: ConfigPath;
}

/** @returns the bucket as the cloud of a cluster has it */
export function bucketOn({ name, names }: Bucket, cluster: Cluster, platform: string): ObjectStore {
  return cluster.cloud.objectStore(names[cluster.name] ?? `${platform}-${cluster.name}-${name}`);
}

/** @returns host and port of the store, without the bucket's name */
export function bucketEndpoint(store: ObjectStore): { readonly host: string; readonly port: number } {
  switch (store.type) {
    case 's3':
    case 'oss':
      return parseHostPort(store.endpoint);
    case 'gcs':
      return { host: 'storage.googleapis.com', port: 443 };
    case 'azure':
      return { host: `${store.account}.blob.core.windows.net`, port: 443 };
  }
}

/** @returns the hosts by which clients reach the bucket: the store's, or one with the bucket's name in front */
export function bucketHosts(store: ObjectStore): readonly string[] {
  const { host } = bucketEndpoint(store);
  const own = `${store.bucket}.${host}`;
  if (!('addressing' in store)) return [host];
  switch (store.addressing) {
    case 'path':
      return [host];
    case 'virtual':
      return [own];
    case 'auto':
      return [host, own];
  }
}
