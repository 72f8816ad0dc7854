/** The authored config as the meaning rules read it: whatever is readable, with its place; nothing is assumed valid. */
import type { CloudDefinition } from '../model/cloud.ts';
import type { ComponentDefinition } from '../model/component.ts';
import type { Registries } from '../model/resolve.ts';
import { ConfigNode } from './config-node.ts';

/** What the check asks about the world outside the config. */
export interface CheckOptions {
  /** Whether the repository holds the service's `image.yaml` of an environment. @default yes, which skips the rule */
  readonly hasImageFile?: (environment: string, service: string) => boolean;
}

export interface DraftCluster {
  readonly name: string;
  readonly node: ConfigNode;
  readonly environment: string | undefined;
  readonly hub: boolean;
  /** Name of the cloud as written, known or not. */
  readonly cloud: string | undefined;
  readonly cloudDefinition: CloudDefinition | undefined;
}

/** Anything that is deployed somewhere: a component, a service, a chart. */
export interface DraftMember {
  readonly section: 'infra' | 'services' | 'charts';
  readonly name: string;
  /** Options of a component stand here too. */
  readonly node: ConfigNode;
  readonly placement: readonly DraftCluster[];
}

/** The same settings on these clusters. */
export interface DraftSettings {
  readonly settings: ConfigNode;
  readonly clusters: readonly DraftCluster[];
}

export interface DraftComponent extends DraftMember {
  readonly kind: string | undefined;
  readonly definition: ComponentDefinition | undefined;
}

export interface DraftService extends DraftMember {
  readonly namespace: string;
  /** The service itself and each override beside it, unmerged. */
  readonly layers: readonly ConfigNode[];
  /** Merged settings, each variant with its clusters; a service that is deployed nowhere has none. */
  readonly variants: readonly DraftSettings[];
  settingsOn(cluster: DraftCluster): ConfigNode | undefined;
}

export interface Draft {
  readonly root: ConfigNode;
  readonly registries: Registries;
  readonly options: CheckOptions;
  /** Names by section, for lookups and suggestions. */
  readonly names: { readonly [K in NameSection]: ReadonlySet<string> };
  readonly clusters: readonly DraftCluster[];
  readonly components: readonly DraftComponent[];
  readonly services: ReadonlyMap<string, DraftService>;
  readonly charts: readonly DraftMember[];
  /** Stores, secret stores and gateways: their options, at the instance's place. */
  instances(section: 'stores' | 'secretStores' | 'gateways'): readonly DraftInstance[];
  componentsOn(cluster: DraftCluster): readonly DraftComponent[];
}

export interface DraftInstance {
  readonly name: string;
  /** E.g. `infra`, `external`, `vault`. */
  readonly type: string | undefined;
  readonly options: ConfigNode;
}

const NAME_SECTIONS = [
  'environments',
  'clusters',
  'teams',
  'sizes',
  'infra',
  'stores',
  'secretStores',
  'gateways',
  'services',
  'charts',
] as const;
export type NameSection = (typeof NAME_SECTIONS)[number];

const TYPE_KEYS = { stores: 'store', secretStores: 'secretStore', gateways: 'gateway' } as const;

/** Reads a config of any shape. */
export function readDraft(config: unknown, registries: Registries, options: CheckOptions = {}): Draft {
  const root = new ConfigNode([{ value: config, path: [] }]);
  const clusters = root
    .get('clusters')
    .entries()
    .map(([name, node]) => readCluster(name, node, registries.clouds));
  const kinds = new Map(registries.components.map((one) => [one.kind, one]));
  const components = root
    .get('infra')
    .entries()
    .map(([name, node]) => readComponent(name, node, kinds, clusters));
  const services = root
    .get('services')
    .entries()
    .map(([name, node]) => readService(name, node, clusters));
  const byCluster = new Map(
    clusters.map((cluster) => [cluster, components.filter((one) => one.placement.includes(cluster))]),
  );
  const namesOf = (section: NameSection): ReadonlySet<string> => new Set(root.get(section).keys);
  return {
    root,
    registries,
    options,
    names: {
      environments: namesOf('environments'),
      clusters: namesOf('clusters'),
      teams: namesOf('teams'),
      sizes: namesOf('sizes'),
      infra: namesOf('infra'),
      stores: namesOf('stores'),
      secretStores: namesOf('secretStores'),
      gateways: namesOf('gateways'),
      services: namesOf('services'),
      charts: namesOf('charts'),
    },
    clusters,
    components,
    services: new Map(services.map((service) => [service.name, service])),
    charts: root
      .get('charts')
      .entries()
      .map(([name, node]) => ({ section: 'charts', name, node, placement: placedOn(clusters, node) })),
    instances: (section) =>
      root
        .get(section)
        .entries()
        .map(([name, node]) => ({
          name,
          type: node.get(TYPE_KEYS[section]).text,
          options: node.get('options').movedTo(node.path),
        })),
    componentsOn: (cluster) => byCluster.get(cluster) ?? [],
  };
}

function readCluster(name: string, node: ConfigNode, clouds: readonly CloudDefinition[]): DraftCluster {
  const cloud = node.at('cloud', 'cloud').text;
  return {
    name,
    node,
    environment: node.get('environment').text,
    hub: node.get('hub').value === true,
    cloud,
    cloudDefinition: clouds.find((one) => one.name === cloud),
  };
}

function readComponent(
  name: string,
  node: ConfigNode,
  kinds: ReadonlyMap<string, ComponentDefinition>,
  clusters: readonly DraftCluster[],
): DraftComponent {
  const kind = node.get('component').text;
  const definition = kind === undefined ? undefined : kinds.get(kind);
  const options = node.get('options').movedTo(node.path);
  const answers = definition?.answers;
  const able = clusters.filter((cluster) => {
    if (answers === undefined || cluster.cloudDefinition === undefined) return true;
    const answer = cluster.cloudDefinition.traits.capabilities[answers];
    return answer.by === 'component' && answer.component === kind;
  });
  return {
    section: 'infra',
    name,
    node: options,
    kind,
    definition,
    placement: placedOn(able, options, definition?.placement === 'hub'),
  };
}

function readService(name: string, node: ConfigNode, clusters: readonly DraftCluster[]): DraftService {
  const placement = placedOn(clusters, node);
  const overrides = (section: 'environments' | 'clusters') =>
    node
      .get(section)
      .entries()
      .filter(([, one]) => one.isRecord);
  const environments = new Map(overrides('environments'));
  const ownClusters = new Map(overrides('clusters'));
  const variants = new Map<string, { settings: ConfigNode; clusters: DraftCluster[] }>();
  const found = new Map<DraftCluster, ConfigNode>();
  for (const cluster of placement) {
    const environment = cluster.environment === undefined ? undefined : environments.get(cluster.environment);
    const own = ownClusters.get(cluster.name);
    const key = JSON.stringify([environment?.path, own?.path]);
    const variant = variants.get(key) ?? {
      settings: node.under(...[environment, own].filter((one) => one !== undefined)),
      clusters: [],
    };
    variant.clusters.push(cluster);
    variants.set(key, variant);
    found.set(cluster, variant.settings);
  }
  return {
    section: 'services',
    name,
    node,
    placement,
    namespace: node.get('namespace').text ?? name,
    layers: [node, ...environments.values(), ...ownClusters.values()],
    variants: [...variants.values()],
    settingsOn: (cluster) => found.get(cluster),
  };
}

/** As the model places things, but on whatever is readable. */
function placedOn(clusters: readonly DraftCluster[], node: ConfigNode, onHub = false): readonly DraftCluster[] {
  const on = node.get('on');
  const list = (key: string): readonly string[] | undefined => {
    const wanted = on.get(key);
    return Array.isArray(wanted.value) ? wanted.texts().map((one) => one.text) : undefined;
  };
  const [environments, names, clouds] = [list('environments'), list('clusters'), list('clouds')];
  const hub = on.isRecord ? on.get('hub').value : onHub ? true : undefined;
  const removed = (section: string, name: string | undefined): boolean =>
    name !== undefined && node.get(section).exists && node.at(section, name).value === false;
  return clusters.filter(
    (cluster) =>
      (environments === undefined || environments.includes(cluster.environment ?? '')) &&
      (names === undefined || names.includes(cluster.name)) &&
      (clouds === undefined || clouds.includes(cluster.cloud ?? '')) &&
      (typeof hub !== 'boolean' || hub === cluster.hub) &&
      !removed('environments', cluster.environment) &&
      !removed('clusters', cluster.name),
  );
}
