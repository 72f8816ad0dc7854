import type { HelmValues } from '../../config/component-types.ts';
import type { ConfigPath } from '../../contract/config-path.ts';
import type { FileSpec } from '../../contract/file-spec.ts';
import type { Component } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { isWritten } from '../_layers.ts';
import { noteLeaves } from '../_origins.ts';
import { paths } from '../_paths.ts';
import { componentLayers } from './_component-layers.ts';

const OWNER = 'component values';

export const componentValues = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const component of platform.components) {
      if (component.placement.length === 0) continue;
      const layers = componentLayers(component, platform);
      const { name } = component;
      if (isWritten(layers.base)) yield valuesFile(component, paths.values('infra', name), layers.base, []);
      for (const [cloud, values] of layers.clouds) {
        if (isWritten(values)) yield valuesFile(component, paths.cloudValues('infra', name, cloud), values, []);
      }
      for (const [environment, values] of layers.environments) {
        const path = paths.environmentValues(environment, 'infra', name);
        if (isWritten(values)) yield valuesFile(component, path, values, ['environments', environment]);
      }
      for (const [cluster, values] of layers.clusters) {
        const path = paths.clusterValues(cluster, 'infra', name);
        if (isWritten(values)) yield valuesFile(component, path, values, ['clusters', cluster]);
      }
    }
  },
});

function valuesFile(component: Component, path: string, values: HelmValues, scope: ConfigPath): FileSpec {
  const origins = new Map<string, ConfigPath>();
  const authored = scopedValues(component, scope);
  noteLeaves(origins, authored, [...component.origin, ...scope, 'values']);
  return { path, owner: OWNER, mode: 'owned', body: { type: 'values', values }, origin: component.origin, origins };
}

function scopedValues(component: Component, [kind, name]: ConfigPath): HelmValues {
  if (kind === 'environments') return component.values.environments.get(String(name)) ?? {};
  if (kind === 'clusters') return component.values.clusters.get(String(name)) ?? {};
  return component.values.base;
}
