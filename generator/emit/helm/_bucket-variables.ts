import { type Bucket, bucketEndpoint, bucketOn } from '../../model/bucket.ts';
import type { Cluster, Platform, ServiceSettings } from '../../model/platform.ts';
import { variablePrefix } from './_store-variables.ts';

/** How a service reaches its buckets on a cluster: `<STORE>_BUCKET`, `_ENDPOINT`, and what the kind of store has beside them. */
export function bucketVariables(
  settings: ServiceSettings,
  cluster: Cluster,
  platform: Platform,
): Readonly<Record<string, string>> {
  const config: Record<string, string> = {};
  for (const bucket of bucketsOf(settings, platform)) {
    const store = bucketOn(bucket, cluster, platform.name);
    const { host, port } = bucketEndpoint(store);
    const prefix = variablePrefix(bucket.name);
    config[`${prefix}_BUCKET`] = store.bucket;
    config[`${prefix}_ENDPOINT`] = `https://${host}${port === 443 ? '' : `:${port}`}`;
    config[`${prefix}_TYPE`] = store.type;
    if ('region' in store) {
      config[`${prefix}_REGION`] = store.region;
      config[`${prefix}_ADDRESSING`] = store.addressing;
    }
    if ('account' in store) config[`${prefix}_ACCOUNT`] = store.account;
  }
  return config;
}

/** Keys of the buckets, for clusters none of which has an identity for them: variable → `entry#property`. */
export function bucketSecrets(
  settings: ServiceSettings,
  clusters: readonly Cluster[],
  platform: Platform,
): Readonly<Record<string, string>> {
  return Object.fromEntries(
    bucketsOf(settings, platform)
      .filter((bucket) => clusters.every((cluster) => bucketOn(bucket, cluster, platform.name).credentials === 'keys'))
      .flatMap(({ name, secret }) => [
        [`${variablePrefix(name)}_ACCESS_KEY_ID`, `${secret}#access-key-id`],
        [`${variablePrefix(name)}_SECRET_ACCESS_KEY`, `${secret}#secret-access-key`],
      ]),
  );
}

function bucketsOf({ uses }: ServiceSettings, { buckets }: Platform): readonly Bucket[] {
  return buckets.filter((bucket) => uses.has(bucket.name));
}
