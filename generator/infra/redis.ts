import { type CacheOptions, cacheDefinition } from './_cache.ts';
import { defineComponent } from './_define.ts';

export interface RedisOptions extends CacheOptions {}

/** Redis from the Bitnami chart. */
export const redis = defineComponent<RedisOptions>(
  cacheDefinition({ kind: 'redis', summary: 'Cache and message bus, Redis', version: '23.1.1', primary: 'master' }),
);
