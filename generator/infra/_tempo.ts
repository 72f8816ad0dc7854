/** What both charts of Tempo say alike. */
import type { HelmValues } from '../config/component-types.ts';
import type { ObjectStore } from '../model/cloud.ts';
import { reference } from './_object-store.ts';

/** How Tempo's client numbers the ways to address a bucket. */
const LOOKUP = { auto: 0, virtual: 1, path: 2 } as const;

/** `storage.trace` of Tempo for a bucket; keys are environment variables, which it expands with `-config.expand-env`. */
export function tempoStore(store: ObjectStore): HelmValues {
  switch (store.type) {
    case 'gcs':
      return { backend: 'gcs', gcs: { bucket_name: store.bucket } };
    case 'azure':
      return {
        backend: 'azure',
        azure: { storage_account_name: store.account, container_name: store.bucket, use_federated_token: true },
      };
    case 's3':
    case 'oss':
      return {
        backend: 's3',
        s3: {
          bucket: store.bucket,
          // Alibaba's API of that kind has a host of its own.
          endpoint: store.type === 'oss' ? `s3.${store.endpoint}` : store.endpoint,
          region: store.region,
          bucket_lookup_type: LOOKUP[store.addressing],
          ...(store.credentials === 'identity'
            ? {}
            : { access_key: reference('ACCESS_KEY_ID'), secret_key: reference('SECRET_ACCESS_KEY') }),
        },
      };
  }
}
