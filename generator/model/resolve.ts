/** Authored config → resolved platform. Expects a config that passed the shape and meaning checks. */

import type {
  BucketOptions,
  ExternalStoreOptions,
  IstioGatewayOptions,
  ResolvedExternalStore,
  VaultOptions,
} from '../config/stores.ts';
import type { ClusterConfig, PlatformConfig } from '../config/types.ts';
import type { Bucket } from './bucket.ts';
import type { CloudDefinition } from './cloud.ts';
import type { ComponentDefinition } from './component.ts';
import type { Cluster, Component, Environment, Gateway, Platform, SecretStore, Store, Team } from './platform.ts';
import { resolveChart } from './resolve-chart.ts';
import { resolveComponents } from './resolve-components.ts';
import { resolveServices } from './resolve-services.ts';

export interface Registries {
  readonly clouds: readonly CloudDefinition[];
  readonly components: readonly ComponentDefinition[];
  /** Versions of the shared service chart, newest last. */
  readonly serviceCharts: readonly string[];
}

export function resolvePlatform(config: PlatformConfig, registries: Registries): Platform {
  const branch = config.repository.branch ?? 'main';
  const secretStores = sortedEntries(config.secretStores).map(([name, store]) => resolveSecretStore(name, store));
  const newestChart = registries.serviceCharts.at(-1) ?? '';
  const environments = sortedEntries(config.environments).map(
    ([name, environment]): Environment => ({
      name,
      domain: environment.domain,
      protected: environment.protected ?? false,
      podSecurity: environment.podSecurity ?? 'restricted',
      revision: environment.revision ?? branch,
      secretStore: secretStores.find((store) => store.name === environment.secretStore) ?? secretStores[0] ?? null,
      serviceChart: environment.serviceChart ?? newestChart,
      origin: ['environments', name],
    }),
  );
  const clusters = sortedEntries(config.clusters).map(([name, cluster]) =>
    resolveCluster(name, cluster, environments, registries.clouds),
  );
  const hub = clusters.find((cluster) => cluster.hub) ?? clusters[0];
  if (hub === undefined) throw new Error('a platform without clusters passed the checks');
  const teams = sortedEntries(config.teams).map(
    ([name, team]): Team => ({
      name,
      owners: team.owners,
      quota: Object.fromEntries(Object.entries(team.quota ?? {}).map(([key, value]) => [key, String(value)])),
      origin: ['teams', name],
    }),
  );
  const components = resolveComponents(config, clusters, new Map(registries.components.map((one) => [one.kind, one])));
  return {
    name: config.name,
    repository: { url: config.repository.url, branch },
    environments,
    clusters,
    hub,
    teams,
    secretStores,
    stores: sortedEntries(config.stores)
      .filter(([, { store }]) => store !== 'bucket')
      .map(([name, store]) => resolveStore(name, store, components)),
    buckets: sortedEntries(config.stores)
      .filter(([, { store }]) => store === 'bucket')
      .map(([name, { options }]) => resolveBucket(name, options as BucketOptions)),
    gateways: sortedEntries(config.gateways).map(([name, gateway]) =>
      resolveGateway(name, gateway.gateway, gateway.options as IstioGatewayOptions<string>, components),
    ),
    components,
    services: resolveServices(config, { clusters, teams, secretStores }),
    charts: sortedEntries(config.charts).map(([name, chart]) => resolveChart(name, chart, { teams, clusters })),
    mesh:
      config.mesh === undefined
        ? null
        : {
            mtls: config.mesh.mtls ?? 'STRICT',
            outbound: config.mesh.outbound ?? 'REGISTRY_ONLY',
            revision: config.mesh.revision ?? 'default',
          },
    ci: config.ci ?? null,
    policy: config.policy ?? {},
    authored: config,
  };
}

/** Entries of an optional map in order of name: maps are sorted, lists keep their order. */
function sortedEntries<T>(map: Readonly<Record<string, T>> | undefined): [string, T][] {
  return Object.entries(map ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function resolveCluster(
  name: string,
  cluster: ClusterConfig,
  environments: readonly Environment[],
  clouds: readonly CloudDefinition[],
): Cluster {
  const environment = environments.find((one) => one.name === cluster.environment);
  const definition = clouds.find((one) => one.name === cluster.cloud.cloud);
  if (environment === undefined || definition === undefined)
    throw new Error(`cluster ${name} passed the checks with unknown names`);
  return {
    name,
    environment,
    cloud: definition.create(cluster.cloud.options),
    kubernetes: cluster.kubernetes,
    hub: cluster.hub ?? false,
    api: { server: cluster.api.server, caData: cluster.api.caData ?? null, cidrs: cluster.api.cidrs ?? [] },
    podCidrs: cluster.podCidrs ?? [],
    nodes: cluster.nodes ?? {},
    origin: ['clusters', name],
  };
}

function resolveSecretStore(name: string, store: NonNullable<PlatformConfig['secretStores']>[string]): SecretStore {
  const origin = ['secretStores', name];
  if (store.secretStore === 'vault') return { name, origin, type: 'vault', vault: store.options as VaultOptions };
  return { name, origin, type: store.secretStore };
}

function resolveStore(
  name: string,
  store: NonNullable<PlatformConfig['stores']>[string],
  components: readonly Component[],
): Store {
  const origin = ['stores', name];
  if (store.store === 'external') {
    const { engine, schemaPerService, environments } = store.options as ExternalStoreOptions & ResolvedExternalStore;
    return {
      name,
      origin,
      type: 'external',
      engine,
      schemaPerService: schemaPerService ?? false,
      environments: new Map(Object.entries(environments)),
    };
  }
  const { infra } = store.options as { readonly infra: string };
  const component = components.find((one) => one.name === infra);
  const address = component?.definition.store?.(component.settings.base);
  if (component === undefined || address === undefined)
    throw new Error(`store ${name} passed the checks without a component`);
  return { name, origin, type: 'infra', engine: address.engine, component };
}

function resolveBucket(name: string, { names = {}, cidrs = {}, secret }: BucketOptions): Bucket {
  return { name, names, cidrs, secret: secret ?? `${name}-object-store`, origin: ['stores', name] };
}

function resolveGateway(
  name: string,
  type: Gateway['type'],
  options: IstioGatewayOptions<string>,
  components: readonly Component[],
): Gateway {
  const workload = components.find((one) => one.name === options.workload);
  if (workload === undefined) throw new Error(`gateway ${name} passed the checks without a workload`);
  const issuers = components.filter((one) => one.definition.kind === 'cert-manager').map((one) => issuerName(one));
  return {
    name,
    type,
    workload,
    ingressClass: workload.definition.ingressClass?.(workload.settings.base) ?? null,
    tls: options.tls ?? `${name}-tls`,
    issuer: options.issuer ?? issuers[0] ?? null,
    waf: options.waf ?? null,
    origin: ['gateways', name],
  };
}

function issuerName(component: Component): string {
  const { issuer } = component.settings.base.options as { readonly issuer: { readonly name: string } };
  return issuer.name;
}
