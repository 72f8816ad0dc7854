import { type CacheOptions, cacheDefinition } from './_cache.ts';
import { defineComponent } from './_define.ts';

export interface ValkeyOptions extends CacheOptions {}

/** Valkey, which speaks Redis's protocol, from the Bitnami chart: the project's own chart fails over to nobody. */
export const valkey = defineComponent<ValkeyOptions>(
  cacheDefinition({ kind: 'valkey', summary: 'Cache and message bus, Valkey', version: '4.0.2', primary: 'primary' }),
);
