import type { ServiceConfig, ServiceJob, ServiceOptions } from '../config/service-types.ts';
import type { PlatformConfig } from '../config/types.ts';
import { parseImageReference } from '../contract/image-reference.ts';
import { parseHostPort } from './host-port.ts';
import { mergeOptions } from './merge-options.ts';
import { environmentsOf, placedOn } from './placement.ts';
import type { Cluster, Job, Scoped, SecretStore, Service, ServiceSettings, Team } from './platform.ts';

type Options = ServiceOptions<string, string, string, string>;

/** Resources of a service that names no size: a small web service. */
const DEFAULT_RESOURCES = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } };
/** What a job gets that names neither; a migration that lasts longer than an hour says so. */
const JOB_SECONDS = 3600;
const JOB_RETRIES = 2;
/** Pause between the steps of a canary when the config names none. */
const DEFAULT_PAUSE = '5m';

export function resolveServices(
  config: PlatformConfig,
  context: {
    readonly clusters: readonly Cluster[];
    readonly teams: readonly Team[];
    readonly secretStores: readonly SecretStore[];
  },
): readonly Service[] {
  return Object.entries(config.services ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, service]) => {
      const placement = placedOn(context.clusters, service);
      const team = context.teams.find((one) => one.name === service.team) ?? context.teams[0];
      if (team === undefined) throw new Error(`service ${name} has no team`);
      return {
        name,
        team,
        namespace: service.namespace ?? name,
        identity: service.identity === false ? null : (service.identity ?? `${config.name}-${name}`),
        secretStore: context.secretStores.find((store) => store.name === service.secretStore) ?? null,
        settings: scopedSettings(config, service, placement),
        placement,
        origin: ['services', name],
      };
    });
}

function scopedSettings(
  config: PlatformConfig,
  service: ServiceConfig,
  placement: readonly Cluster[],
): Scoped<ServiceSettings> {
  /** Where nothing is overridden: most environments share one. */
  const plain = new Map<boolean, ServiceSettings>();
  const at = (isProtected: boolean, ...overrides: readonly unknown[]): ServiceSettings => {
    const layers = overrides.filter((layer) => typeof layer === 'object' && layer !== null);
    const known = layers.length === 0 ? plain.get(isProtected) : undefined;
    if (known !== undefined) return known;
    const settings = resolveSettings(config, isProtected, withDefaults(mergeOptions(service, ...layers)));
    if (layers.length === 0) plain.set(isProtected, settings);
    return settings;
  };
  const environments = new Map(
    environmentsOf(placement).map((environment) => [
      environment.name,
      at(environment.protected, service.environments?.[environment.name]),
    ]),
  );
  const onCluster = ({ name, environment }: Cluster): ServiceSettings => {
    const own = service.clusters?.[name];
    const shared = own === undefined ? environments.get(environment.name) : undefined;
    return shared ?? at(environment.protected, service.environments?.[environment.name], own);
  };
  return {
    base: at(false),
    environments,
    clusters: new Map(placement.map((cluster) => [cluster.name, onCluster(cluster)])),
  };
}

/** The merge of checked options is checked options again, except that an override may have deleted the image. */
function withDefaults(merged: Record<string, unknown>): Options {
  return { ...merged, image: merged.image } as Options;
}

function resolveSettings(config: PlatformConfig, isProtected: boolean, options: Options): ServiceSettings {
  const image = parseImageReference(options.image) ?? { repository: String(options.image), tag: null, digest: null };
  const port = options.port ?? null;
  const metrics =
    options.metrics === false
      ? null
      : { port: options.metrics?.port ?? port, path: options.metrics?.path ?? '/metrics' };
  return {
    image,
    port,
    protocol: options.protocol ?? 'http',
    resources: resourcesOf(config, options.size),
    replicas: options.replicas ?? (isProtected ? 2 : 1),
    scale: options.scale ?? null,
    calls: [...(options.calls ?? [])].sort(),
    uses: new Map(byName(options.uses).map(([name, use]) => [name, use ?? {}])),
    secrets: options.secrets ?? {},
    config: Object.fromEntries(Object.entries(options.config ?? {}).map(([key, value]) => [key, String(value)])),
    expose: (options.expose ?? []).map((one) => ({
      gateway: one.gateway,
      host: one.host,
      paths: one.paths ?? ['/'],
      failover: one.failover ?? null,
    })),
    strategy: resolveStrategy(options.strategy),
    probes: resolveProbes(options),
    metrics: metrics === null || metrics.port === null ? null : { port: metrics.port, path: metrics.path },
    egress: (options.egress ?? []).map(parseHostPort),
    scratch: options.scratch ?? {},
    volumes: new Map(byName(options.volumes)),
    jobs: new Map(byName(options.jobs).map(([name, job]) => [name, resolveJob(config, options, job)])),
    command: options.command ?? [],
    args: options.args ?? [],
    nodes: options.nodes ?? null,
    values: options.values ?? {},
  };
}

function byName<T>(map: Readonly<Record<string, T>> | undefined): readonly (readonly [string, T])[] {
  return Object.entries(map ?? {}).toSorted(([a], [b]) => (a < b ? -1 : 1));
}

function resourcesOf(config: PlatformConfig, size: string | undefined): ServiceSettings['resources'] {
  return (size === undefined ? undefined : config.sizes?.[size]) ?? DEFAULT_RESOURCES;
}

function resolveJob(config: PlatformConfig, service: Options, job: ServiceJob): Job {
  return {
    command: job.command ?? [],
    args: job.args ?? [],
    schedule: job.schedule === undefined ? null : { times: job.schedule, timeZone: job.timeZone ?? 'Etc/UTC' },
    resources: resourcesOf(config, job.size ?? service.size),
    timeout: job.timeout ?? JOB_SECONDS,
    retries: job.retries ?? JOB_RETRIES,
  };
}

function resolveStrategy(strategy: Options['strategy']): ServiceSettings['strategy'] {
  if (strategy === undefined) return { type: 'rolling', maxSurge: 1, maxUnavailable: 0 };
  switch (strategy.type) {
    case 'rolling':
      return { type: 'rolling', maxSurge: strategy.maxSurge ?? 1, maxUnavailable: strategy.maxUnavailable ?? 0 };
    case 'canary':
      return { type: 'canary', steps: strategy.steps, pause: strategy.pause ?? DEFAULT_PAUSE };
    case 'blueGreen':
      return { type: 'blueGreen', autoPromote: strategy.autoPromote ?? false };
  }
}

/** A service with a port is probed on it unless the config says how; one without a port has no probe to derive. */
function resolveProbes({ probes, port, protocol }: Options): ServiceSettings['probes'] {
  const byDefault = port !== undefined && protocol !== 'tcp';
  return {
    readiness: probes?.readiness ?? (byDefault ? { path: '/ready' } : null),
    liveness: probes?.liveness ?? (byDefault ? { path: '/healthz' } : null),
    startup: probes?.startup ?? null,
  };
}
