import type { HelmValues } from '../../config/component-types.ts';
import { mergeHelmValues } from '../../model/helm-values.ts';
import { settingsOn } from '../../model/placement.ts';
import type { Cluster, Component, Platform } from '../../model/platform.ts';
import { isWritten, layerValues, type ValueLayers } from '../_layers.ts';
import { paths } from '../_paths.ts';

const known = new WeakMap<Component, ValueLayers>();

/** The values files of a component, by scope. Computed once: values and Applications are printed from the same layers. */
export function componentLayers(component: Component, platform: Platform): ValueLayers {
  const before = known.get(component);
  if (before !== undefined) return before;
  const { values } = component.definition;
  const base = mergeHelmValues(values.base(component.settings.base, platform), component.values.base);
  const layers = layerValues(component.placement, {
    base,
    cloud: ({ cloud: { traits } }) =>
      mergeHelmValues(
        values.base(component.settings.base, platform),
        values.cloud?.(component.settings.base, traits) ?? {},
        component.values.base,
      ),
    environment: (name) => {
      const settings = component.settings.environments.get(name) ?? component.settings.base;
      const environment = platform.environments.find((one) => one.name === name);
      return mergeHelmValues(
        values.base(settings, platform),
        environment === undefined ? {} : (values.environment?.(settings, environment, platform) ?? {}),
        component.values.environments.get(name) ?? {},
      );
    },
    wanted: (cluster) => wantedComponentValues(component, cluster, platform),
  });
  known.set(component, layers);
  return layers;
}

/** Everything that the model wants the chart to get on one cluster. */
export function wantedComponentValues(component: Component, cluster: Cluster, platform: Platform): HelmValues {
  const { values } = component.definition;
  const settings = settingsOn(component, cluster);
  return mergeHelmValues(
    values.base(settings, platform),
    values.cloud?.(settings, cluster.cloud.traits) ?? {},
    values.environment?.(settings, cluster.environment, platform) ?? {},
    values.cluster?.(settings, cluster, platform) ?? {},
    component.values.clusters.get(cluster.name) ?? {},
  );
}

/** Paths of the values files that exist for a cluster, first to last. */
export function componentValueFiles(component: Component, cluster: Cluster, platform: Platform): readonly string[] {
  const layers = componentLayers(component, platform);
  const cloud = cluster.cloud.traits.name;
  const environment = cluster.environment.name;
  const { name } = component;
  return [
    ...(isWritten(layers.base) ? [paths.values('infra', name)] : []),
    ...(isWritten(layers.clouds.get(cloud)) ? [paths.cloudValues('infra', name, cloud)] : []),
    ...(isWritten(layers.environments.get(environment)) ? [paths.environmentValues(environment, 'infra', name)] : []),
    ...(isWritten(layers.clusters.get(cluster.name)) ? [paths.clusterValues(cluster.name, 'infra', name)] : []),
  ];
}
