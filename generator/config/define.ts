import type { PlatformConfig } from './types.ts';

/** Gives a platform config its types: every reference to a name is checked against the names that the same config defines. Returns its argument. */
export function definePlatform<
  const Environment extends string,
  const Cluster extends string,
  const Team extends string,
  const Size extends string = never,
  const Infra extends string = never,
  const Store extends string = never,
  const SecretStore extends string = never,
  const Gateway extends string = never,
  const Service extends string = never,
  const Chart extends string = never,
>(
  config: PlatformConfig<Environment, Cluster, Team, Size, Infra, Store, SecretStore, Gateway, Service, Chart>,
): PlatformConfig<Environment, Cluster, Team, Size, Infra, Store, SecretStore, Gateway, Service, Chart> {
  return config;
}
