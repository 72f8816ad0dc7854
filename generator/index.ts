/** The library: what a `platform.config.ts` imports, and what a program that drives slipway calls. */
export * from './clouds/registry.gen.ts';
export { definePlatform } from './config/define.ts';
export * from './config/stores.ts';
export * from './config/strategies.ts';
export type { PlatformConfig } from './config/types.ts';
export * from './infra/registry.gen.ts';
