import type {
  CommonComponentOptions,
  FixedComponentOptions,
  HelmValues,
  Overrides,
} from '../config/component-types.ts';
import type { PlatformConfig } from '../config/types.ts';
import { isRecord } from '../contract/resource.ts';
import type { ComponentDefinition, ComponentSettings } from './component.ts';
import { mergeOptions } from './merge-options.ts';
import { environmentsOf, placedOn } from './placement.ts';
import type { Cluster, Component } from './platform.ts';

type Authored = CommonComponentOptions &
  FixedComponentOptions<string, string> &
  Overrides<string, string, CommonComponentOptions>;

export function resolveComponents(
  config: PlatformConfig,
  clusters: readonly Cluster[],
  definitions: ReadonlyMap<string, ComponentDefinition>,
): readonly Component[] {
  return Object.entries(config.infra ?? {})
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, instance]) => {
      const definition = definitions.get(instance.component);
      if (definition === undefined) throw new Error(`no component ${instance.component}`);
      return resolveComponent(name, definition, instance.options, clusters);
    });
}

function resolveComponent(
  name: string,
  definition: ComponentDefinition,
  authored: Authored,
  clusters: readonly Cluster[],
): Component {
  const { answers } = definition;
  const able = clusters.filter((cluster) => {
    if (answers === undefined) return true;
    const answer = cluster.cloud.traits.capabilities[answers];
    return answer.by === 'component' && answer.component === definition.kind;
  });
  const on = authored.on ?? (definition.placement === 'hub' ? { hub: true } : undefined);
  const placement = placedOn(able, { ...authored, on });
  const layers = (environment: string | null, cluster: string | null): readonly object[] =>
    [
      environment === null ? undefined : authored.environments?.[environment],
      cluster === null ? undefined : authored.clusters?.[cluster],
    ].filter((layer) => isRecord(layer));
  const settingsAt = (environment: string | null, cluster: string | null) =>
    resolveSettings(name, definition, mergeOptions(authored, ...layers(environment, cluster)));
  const valuesAt = (environment: string | null, cluster: string | null): HelmValues => {
    const { values } = mergeOptions(authored, ...layers(environment, cluster));
    return isRecord(values) ? (values as HelmValues) : {};
  };
  const scoped = <T>(at: (environment: string | null, cluster: string | null) => T) => ({
    base: at(null, null),
    environments: new Map(
      environmentsOf(placement).map(({ name: environment }) => [environment, at(environment, null)]),
    ),
    clusters: new Map(placement.map((cluster) => [cluster.name, at(cluster.environment.name, cluster.name)])),
  });
  return {
    name,
    definition,
    layer: authored.layer ?? 'infra',
    namespace: authored.namespace ?? definition.namespace,
    settings: scoped(settingsAt),
    values: scoped(valuesAt),
    placement,
    origin: ['infra', name],
  };
}

/** Keys that are slipway's, not the component's own options. */
const COMMON_KEYS = new Set(['chart', 'namespace', 'values', 'on', 'layer', 'bounds', 'environments', 'clusters']);

function resolveSettings(
  release: string,
  definition: ComponentDefinition,
  merged: Record<string, unknown>,
): ComponentSettings {
  const own = Object.entries(merged).filter(([key]) => !COMMON_KEYS.has(key));
  return {
    release,
    namespace: typeof merged.namespace === 'string' ? merged.namespace : definition.namespace,
    chartVersion: typeof merged.chart === 'string' ? merged.chart : (definition.chart?.version ?? ''),
    options: mergeOptions(definition.defaults, Object.fromEntries(own)),
  };
}
