import type { Placement } from '../config/component-types.ts';
import type { Cluster, Scoped } from './platform.ts';

/** What an instance says about where it goes: `on`, and `false` beside an environment or a cluster. */
export interface Placed {
  readonly on?: Placement | undefined;
  readonly environments?: Readonly<Record<string, unknown>> | undefined;
  readonly clusters?: Readonly<Record<string, unknown>> | undefined;
}

/** The clusters that an instance is deployed on, in the platform's order. */
export function placedOn(clusters: readonly Cluster[], placed: Placed): readonly Cluster[] {
  const { on } = placed;
  return clusters.filter(
    (cluster) =>
      (on?.environments === undefined || on.environments.includes(cluster.environment.name)) &&
      (on?.clusters === undefined || on.clusters.includes(cluster.name)) &&
      (on?.clouds === undefined || on.clouds.includes(cluster.cloud.traits.name)) &&
      (on?.hub === undefined || on.hub === cluster.hub) &&
      placed.environments?.[cluster.environment.name] !== false &&
      placed.clusters?.[cluster.name] !== false,
  );
}

/** The environments that some cluster of a placement belongs to, each once. */
export function environmentsOf(clusters: readonly Cluster[]): readonly Cluster['environment'][] {
  return [...new Set(clusters.map((cluster) => cluster.environment))];
}

/** The settings of a service or component on a cluster. */
export function settingsOn<Settings>(
  { settings }: { readonly settings: Scoped<Settings> },
  cluster: Cluster,
): Settings {
  return settings.clusters.get(cluster.name) ?? settings.base;
}
