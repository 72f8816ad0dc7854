/**
 * Splits the values that each cluster should get into files by scope: a value stands where it was authored, a later file
 * holds only what differs from the merge of the earlier ones, and the cluster's file settles whatever is left.
 */
import type { HelmValues } from '../config/component-types.ts';
import { differenceOfValues, mergeHelmValues } from '../model/helm-values.ts';
import { environmentsOf } from '../model/placement.ts';
import type { Cluster } from '../model/platform.ts';

export interface ValueScopes {
  readonly base: HelmValues;
  /** Base values with what a cloud adds. */
  cloud(cluster: Cluster): HelmValues;
  /** Values of an environment, whatever the cloud. */
  environment(name: string): HelmValues;
  /** What the cluster must end up with. */
  wanted(cluster: Cluster): HelmValues;
}

export interface ValueLayers {
  readonly base: HelmValues;
  readonly clouds: ReadonlyMap<string, HelmValues>;
  readonly environments: ReadonlyMap<string, HelmValues>;
  readonly clusters: ReadonlyMap<string, HelmValues>;
}

export function layerValues(placement: readonly Cluster[], scopes: ValueScopes): ValueLayers {
  const { base } = scopes;
  const clouds = new Map<string, HelmValues>();
  for (const cluster of placement) {
    const cloud = cluster.cloud.traits.name;
    if (!clouds.has(cloud)) clouds.set(cloud, differenceOfValues(base, scopes.cloud(cluster)));
  }
  const environments = new Map(
    environmentsOf(placement).map(({ name }) => [name, differenceOfValues(base, scopes.environment(name))]),
  );
  const clusters = new Map(
    placement.map((cluster) => {
      const earlier = mergeHelmValues(
        base,
        clouds.get(cluster.cloud.traits.name) ?? {},
        environments.get(cluster.environment.name) ?? {},
      );
      return [cluster.name, differenceOfValues(earlier, scopes.wanted(cluster))];
    }),
  );
  return { base, clouds, environments, clusters };
}

/** Whether a layer becomes a file: an empty one does not. */
export function isWritten(layer: HelmValues | undefined): layer is HelmValues {
  return layer !== undefined && Object.keys(layer).length > 0;
}
