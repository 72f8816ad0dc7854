import type { HelmValue, HelmValues } from '../../config/component-types.ts';
import { mergeHelmValues } from '../../model/helm-values.ts';
import { shortHost } from '../../model/hosts.ts';
import { settingsOn } from '../../model/placement.ts';
import type { Cluster, Environment, Platform, Service, ServiceSettings } from '../../model/platform.ts';
import { isWritten, layerValues, type ValueLayers } from '../_layers.ts';
import { paths } from '../_paths.ts';
import { bucketSecrets, bucketVariables } from './_bucket-variables.ts';
import { jobValues } from './_job-values.ts';
import { scaleAddresses, scaleValues } from './_scale-values.ts';
import { storeVariables } from './_store-variables.ts';
import { traceVariables } from './_trace-variables.ts';
import { hasDisks, volumeClasses, volumeValues } from './_volume-values.ts';

const known = new WeakMap<Service, ValueLayers>();

/** The values files of a service for the shared chart, by scope. */
export function serviceLayers(service: Service, platform: Platform): ValueLayers {
  const before = known.get(service);
  if (before !== undefined) return before;
  const settings = service.settings.base;
  const base = mergeHelmValues(baseValues(service, settings, platform), settings.values);
  const layers = layerValues(service.placement, {
    base,
    cloud: () => base,
    environment: (name) => {
      const settings = service.settings.environments.get(name) ?? service.settings.base;
      const clusters = service.placement.filter((one) => one.environment.name === name);
      return mergeHelmValues(
        baseValues(service, settings, platform),
        environmentValues(service, settings, clusters, platform),
        settings.values,
      );
    },
    wanted: (cluster) => wantedServiceValues(service, cluster, platform),
  });
  known.set(service, layers);
  return layers;
}

/** Everything that the model wants the chart to get on one cluster, image.yaml apart. */
export function wantedServiceValues(service: Service, cluster: Cluster, platform: Platform): HelmValues {
  const settings = settingsOn(service, cluster);
  return mergeHelmValues(
    baseValues(service, settings, platform),
    environmentValues(service, settings, [cluster], platform),
    clusterValues(service, settings, cluster, platform),
    settings.values,
  );
}

/** Paths of the values files that exist for a cluster, first to last; image.yaml is the last. */
export function serviceValueFiles(service: Service, cluster: Cluster, platform: Platform): readonly string[] {
  const layers = serviceLayers(service, platform);
  const environment = cluster.environment.name;
  const { name } = service;
  return [
    paths.values('apps', name),
    ...(isWritten(layers.environments.get(environment)) ? [paths.environmentValues(environment, 'apps', name)] : []),
    ...(isWritten(layers.clusters.get(cluster.name)) ? [paths.clusterValues(cluster.name, 'apps', name)] : []),
    paths.image(environment, name),
  ];
}

const bases = new WeakMap<ServiceSettings, HelmValues>();

/** Made once: most environments and clusters have the settings of all. */
function baseValues(service: Service, settings: ServiceSettings, platform: Platform): HelmValues {
  const made = bases.get(settings) ?? makeBaseValues(service, settings, platform);
  bases.set(settings, made);
  return made;
}

function makeBaseValues(service: Service, settings: ServiceSettings, platform: Platform): HelmValues {
  const { port, scale, probes, metrics, strategy } = settings;
  return {
    platform: platform.name,
    team: service.team.name,
    image: { repository: settings.image.repository },
    ...(port === null ? {} : { port: { number: port, protocol: settings.protocol } }),
    ...(scale === null ? { replicas: settings.replicas } : { scale: scaleValues(service, settings, platform) }),
    ...(hasDisks(settings) ? {} : { strategy: { ...strategy } as HelmValues }),
    resources: { requests: { ...settings.resources.requests }, limits: { ...settings.resources.limits } },
    ...(probes.readiness === null && probes.liveness === null && probes.startup === null
      ? {}
      : {
          probes: Object.fromEntries(
            Object.entries(probes).flatMap(([kind, probe]) => (probe === null ? [] : [[kind, { ...probe }]])),
          ),
        }),
    ...(metrics === null || !isScraped(platform) ? {} : { metrics: { port: metrics.port, path: metrics.path } }),
    mesh: { enabled: platform.mesh !== null },
    ...optional('config', sorted({ ...traceVariables(service, settings, platform, null), ...settings.config })),
    ...optional('scratch', sorted(settings.scratch)),
    ...optional('volumes', volumeValues(settings)),
    ...optional('jobs', jobValues(settings)),
    ...optional('command', settings.command),
    ...optional('args', settings.args),
  };
}

/** @param clusters those of one environment that the values are for */
function environmentValues(
  service: Service,
  settings: ServiceSettings,
  clusters: readonly Cluster[],
  platform: Platform,
): HelmValues {
  const environment = clusters[0]?.environment;
  if (environment === undefined) return {};
  const variables = storeVariables(service, settings, environment, platform);
  const data = {
    ...sorted(settings.secrets),
    ...variables.secrets,
    ...bucketSecrets(settings, clusters, platform),
  };
  const store = service.secretStore ?? environment.secretStore;
  const reload = clusters.every((cluster) => hasReloader(cluster, platform));
  const followed = { data: sorted(data), ...(reload ? { reload } : {}) };
  return {
    environment: environment.name,
    ...optional('scale', scaleAddresses(service, settings, environment, platform)),
    ...optional('config', sorted(variables.config)),
    ...(Object.keys(data).length === 0 || store === null || store.type === 'sealed'
      ? {}
      : { secrets: { store: store.name, ...followed } }),
    ...(Object.keys(data).length > 0 && store?.type === 'sealed'
      ? { secrets: { existing: `${service.name}-secrets`, ...followed } }
      : {}),
    // One replica cannot be disrupted voluntarily without an outage: only more get a budget.
    ...(minimumReplicas(settings) > 1 ? { disruptionBudget: { maxUnavailable: 1 } } : {}),
    ...(environment.protected ? { spread: true } : {}),
  };
}

function clusterValues(service: Service, settings: ServiceSettings, cluster: Cluster, platform: Platform): HelmValues {
  const marks =
    service.identity === null
      ? null
      : cluster.cloud.workloadIdentity({
          namespace: service.namespace,
          serviceAccount: service.name,
          identity: service.identity,
        });
  const pool = settings.nodes === null ? undefined : cluster.nodes[settings.nodes];
  const routes =
    settings.strategy.type === 'canary' && platform.mesh !== null
      ? canaryRoutes(service, settings, cluster, platform)
      : [];
  return {
    ...optional('config', {
      ...traceVariables(service, settings, platform, cluster),
      ...bucketVariables(settings, cluster, platform),
    }),
    ...(marks === null || Object.keys(marks.serviceAccountAnnotations).length === 0
      ? {}
      : { serviceAccount: { annotations: { ...marks.serviceAccountAnnotations } } }),
    ...(marks === null ? {} : optional('podLabels', { ...marks.podLabels })),
    ...optional('volumes', volumeClasses(settings, cluster)),
    ...(pool === undefined
      ? {}
      : {
          nodes: {
            selector: { ...pool.labels },
            tolerations: (pool.taints ?? []).map((taint) => ({
              key: taint.key,
              operator: taint.value === undefined ? 'Exists' : 'Equal',
              ...(taint.value === undefined ? {} : { value: taint.value }),
              effect: taint.effect,
            })),
          },
        }),
    ...optional('canaryRoutes', routes),
  };
}

/** VirtualServices whose weights the Rollout moves: the service's own in the mesh, and one per host that exposes it. */
function canaryRoutes(
  service: Service,
  settings: ServiceSettings,
  cluster: Cluster,
  platform: Platform,
): readonly HelmValues[] {
  return settings.expose.flatMap((exposure) => {
    const gateway = platform.gateways.find((one) => one.name === exposure.gateway);
    if (gateway === undefined || !gateway.workload.placement.includes(cluster)) return [];
    return [
      {
        name: `${virtualServiceName(gateway.name, exposure.host, cluster.environment)}.${gateway.workload.namespace}`,
        routes: exposure.paths.map((path) => routeName(service.name, path)),
      },
    ];
  });
}

/** Name of the VirtualService of a (gateway, host): the same for a label and for the full host that it stands for. */
export function virtualServiceName(gateway: string, host: string, environment: Environment): string {
  return `${gateway}-${shortHost(host, environment).replaceAll('.', '-')}`;
}

/** Name of a route inside it; a Rollout finds its routes by name. */
export function routeName(service: string, path: string): string {
  return path === '/' ? service : `${service}${path.replaceAll(/[^A-Za-z0-9]+/g, '-')}`.replace(/-$/, '');
}

/** Fewest pods that run at any time. */
export function minimumReplicas(settings: ServiceSettings): number {
  return settings.scale === null ? settings.replicas : settings.scale.min;
}

/** What restarts pods whose Secret has changed. */
function hasReloader(cluster: Cluster, { components }: Platform): boolean {
  return components.some((one) => one.definition.kind === 'reloader' && one.placement.includes(cluster));
}

/** The chart brings a monitor, too: whoever scrapes, its definition must be there. */
function isScraped({ components }: Platform): boolean {
  const hasDefinitions = components.some((one) => one.definition.kind === 'prometheus-operator-crds');
  return hasDefinitions && components.some((one) => one.definition.scraper !== undefined);
}

function sorted<T>(map: Readonly<Record<string, T>>): Record<string, T> {
  return Object.fromEntries(Object.entries(map).toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** The key with its value, unless the value is an empty map or list. */
function optional(key: string, value: HelmValue): HelmValues {
  if (typeof value !== 'object' || value === null) return { [key]: value };
  return Object.keys(value).length === 0 ? {} : { [key]: value };
}
