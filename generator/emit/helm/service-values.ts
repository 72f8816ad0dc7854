import type { HelmValues } from '../../config/component-types.ts';
import type { ConfigPath } from '../../contract/config-path.ts';
import type { FileSpec } from '../../contract/file-spec.ts';
import type { Platform, Service } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { isWritten } from '../_layers.ts';
import { noteLeaves } from '../_origins.ts';
import { paths } from '../_paths.ts';
import { serviceLayers } from './_service-layers.ts';

const OWNER = 'service values';

/** Key of the shared chart's values → key of the service in the config. */
const KEYS: Readonly<Record<string, string>> = {
  team: 'team',
  image: 'image',
  port: 'port',
  replicas: 'replicas',
  scale: 'scale',
  strategy: 'strategy',
  resources: 'size',
  probes: 'probes',
  metrics: 'metrics',
  config: 'config',
  secrets: 'secrets',
  scratch: 'scratch',
  volumes: 'volumes',
  jobs: 'jobs',
  command: 'command',
  args: 'args',
  nodes: 'nodes',
  serviceAccount: 'identity',
  canaryRoutes: 'expose',
};

export const serviceValues = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const service of platform.services) {
      if (service.placement.length === 0) continue;
      const layers = serviceLayers(service, platform);
      yield valuesFile(platform, service, paths.values('apps', service.name), layers.base, []);
      for (const [environment, values] of layers.environments) {
        const path = paths.environmentValues(environment, 'apps', service.name);
        if (isWritten(values)) yield valuesFile(platform, service, path, values, [['environments', environment]]);
      }
      for (const [cluster, values] of layers.clusters) {
        const path = paths.clusterValues(cluster, 'apps', service.name);
        const environment = platform.clusters.find((one) => one.name === cluster)?.environment.name ?? '';
        if (isWritten(values)) {
          yield valuesFile(platform, service, path, values, [
            ['clusters', cluster],
            ['environments', environment],
          ]);
        }
      }
    }
  },
});

/** @param scopes overrides beside the service that may have authored a value, the strongest first */
function valuesFile(
  platform: Platform,
  service: Service,
  path: string,
  values: HelmValues,
  scopes: readonly (readonly ['environments' | 'clusters', string])[],
): FileSpec {
  const origins = new Map<string, ConfigPath>();
  const authored = platform.authored.services?.[service.name];
  for (const key of Object.keys(values)) {
    const option = KEYS[key];
    if (option === undefined) continue;
    const scope = scopes.find(([kind, name]) => hasKey(authored?.[kind]?.[name], option));
    if (scope !== undefined) origins.set(`/${key}`, [...service.origin, ...scope, option]);
    else if (hasKey(authored, option)) origins.set(`/${key}`, [...service.origin, option]);
  }
  for (const scope of [...scopes.toReversed(), null]) {
    const [kind, name] = scope ?? [];
    const own =
      scope === null ? authored : kind === undefined || name === undefined ? undefined : authored?.[kind]?.[name];
    const raw = own === false || own === undefined ? undefined : own.values;
    if (raw === undefined || raw === null) continue;
    noteLeaves(origins, raw, [...service.origin, ...(scope ?? []), 'values']);
  }
  return { path, owner: OWNER, mode: 'owned', body: { type: 'values', values }, origin: service.origin, origins };
}

function hasKey(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && key in value;
}
