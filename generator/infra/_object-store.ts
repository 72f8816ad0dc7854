import type { HelmValues } from '../config/component-types.ts';
import type { ObjectStore } from '../model/cloud.ts';
import type { ComponentSecret, ComponentSettings } from '../model/component.ts';
import { mapOf, text } from '../model/option-schema.ts';
import type { Cluster } from '../model/platform.ts';

/** Secret with `ACCESS_KEY_ID` and `SECRET_ACCESS_KEY`, where a cloud has no identity for pods. */
export function objectStoreSecret(release: string): string {
  return `${release}-object-store`;
}

/** Buckets of a component that keeps something outside of its volumes. */
export interface BucketOptions {
  /** Bucket by cluster. @default `<platform>-<cluster>-<component>` */
  readonly buckets: Readonly<Record<string, string>>;
}

export const BUCKET_SCHEMAS = { buckets: mapOf(text) } as const;

/** @returns the store of a component's bucket on a cluster */
export function bucketOn(
  { release, options }: ComponentSettings<BucketOptions>,
  cluster: Cluster,
  platform: string,
): ObjectStore {
  return cluster.cloud.objectStore(options.buckets[cluster.name] ?? `${platform}-${cluster.name}-${release}`);
}

/**
 * @param keys what the client calls the two keys, first the id
 * @returns the Secret with them: entry `<component>-object-store` with `access-key-id` and `secret-access-key`
 */
export function objectStoreKeys(
  release: string,
  [id, key]: readonly [string, string] = ['ACCESS_KEY_ID', 'SECRET_ACCESS_KEY'],
): ComponentSecret {
  const name = objectStoreSecret(release);
  return { name, entry: name, data: { [id]: 'access-key-id', [key]: 'secret-access-key' } };
}

/**
 * A bucket as Loki's Thanos clients want it.
 * @param rules name of the bucket of rules
 * @returns the name of the store in schemas, and values under `loki`
 */
export function lokiStore(store: ObjectStore, rules: string): { readonly name: string; readonly values: HelmValues } {
  switch (store.type) {
    case 'gcs':
      return chartStore('gcs', [store.bucket, rules], { bucket_name: store.bucket });
    case 'azure':
      return chartStore('azure', [store.bucket, rules], { account_name: store.account, container_name: store.bucket });
    case 's3':
      return chartStore('s3', [store.bucket, rules], {
        bucket_name: store.bucket,
        endpoint: store.endpoint,
        region: store.region,
        ...(store.addressing === 'auto'
          ? {}
          : { bucket_lookup_type: store.addressing === 'path' ? 'path' : 'virtual-hosted' }),
        ...(store.credentials === 'identity'
          ? {}
          : { access_key_id: reference('ACCESS_KEY_ID'), secret_access_key: reference('SECRET_ACCESS_KEY') }),
      });
    case 'oss': {
      // The chart knows no such store: Loki's own configuration says it, and nothing else is in the block.
      const alibaba = {
        bucket: store.bucket,
        endpoint: store.endpoint,
        access_key_id: reference('ACCESS_KEY_ID'),
        access_key_secret: reference('SECRET_ACCESS_KEY'),
      };
      return {
        name: 'alibabacloud',
        values: {
          storage: storage('alibabacloud', [store.bucket, rules], {}),
          structuredConfig: {
            common: { storage: { object_store: { alibaba } } },
            ruler_storage: { alibaba: { ...alibaba, bucket: rules } },
          },
        },
      };
    }
  }
}

type Buckets = readonly [chunks: string, ruler: string];

function storage(name: string, [chunks, ruler]: Buckets, config: HelmValues): HelmValues {
  return { type: name, bucketNames: { chunks, ruler }, object_store: { type: name, ...config } };
}

function chartStore(
  name: string,
  buckets: Buckets,
  config: HelmValues,
): { readonly name: string; readonly values: HelmValues } {
  return { name, values: { storage: storage(name, buckets, { [name]: config }) } };
}

/** Loki and its kin replace it by the environment variable, with `-config.expand-env`. */
export function reference(variable: string): string {
  return `\${${variable}}`;
}

/** The Secret with the keys of a component's bucket, on clouds where its pods have no identity for it. */
export function objectStoreSecrets({ release }: ComponentSettings, cluster: Cluster): readonly ComponentSecret[] {
  return cluster.cloud.objectStore(release).credentials === 'identity' ? [] : [objectStoreKeys(release)];
}
