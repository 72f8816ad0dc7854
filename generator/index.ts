/** What a `platform.config.ts` imports. Programs that drive slipway import `slipway/library`. */
export * from './clouds/registry.gen.ts';
export { definePlatform } from './config/define.ts';
export * from './config/stores.ts';
export * from './config/strategies.ts';
export type { PlatformConfig } from './config/types.ts';
export * from './infra/registry.gen.ts';
