/** Renders a plan as Argo CD would render the repository that it makes. */
import { openChartStore } from './chart-store/open-chart-store.ts';
import { formatConfigPath } from './contract/config-path.ts';
import { names } from './emit/argocd/_names.ts';
import { KIND_KNOWLEDGE } from './kind-knowledge.ts';
import type { Platform } from './model/platform.ts';
import type { Engines } from './open-engines.ts';
import { type ApplicationView, IN_CLUSTER } from './render/applications.ts';
import { openRenderCache } from './render/render-cache.ts';
import { type RenderedRepository, renderRepository } from './render/render-repository.ts';
import type { TargetCluster } from './render/render-work.ts';
import type { RepositoryView } from './render/repository-view.ts';

/** Where charts and earlier renders lie. */
export interface ChartPlaces {
  readonly root: string;
  /** Folders of charts that are asked before the pulled ones. */
  readonly chartsFolders: readonly string[];
  /** Where results are kept; `null` for no cache. */
  readonly cacheFolder: string | null;
}

/** @throws PlatformError for a folder of charts that does not exist */
export async function renderPlan(
  platform: Platform,
  view: RepositoryView,
  places: ChartPlaces,
  engines: Engines,
): Promise<RenderedRepository> {
  const clusters = platform.clusters.map(targetCluster);
  const hub = clusters.find((cluster) => cluster.name === platform.hub.name);
  if (hub === undefined) throw new Error('the hub is not among the clusters');
  const stated = new Map(
    platform.components.flatMap((component) =>
      component.placement.map(
        (cluster) => [names.application(cluster, component.name), component.definition.brings] as const,
      ),
    ),
  );
  const kinds = new Map(
    platform.charts.flatMap(({ name, origin, placement, clusterKinds }) =>
      placement.map(
        (cluster) =>
          [names.application(cluster, name), { key: formatConfigPath(origin), kinds: clusterKinds }] as const,
      ),
    ),
  );
  return renderRepository({
    ...engines,
    view,
    scope: '',
    repositories: [platform.repository.url],
    assumeOwn: false,
    clusters,
    hub,
    clusterOf: (destination) => findCluster(destination, clusters, hub),
    store: openChartStore(places),
    cache: openRenderCache(places.cacheFolder),
    kinds: KIND_KNOWLEDGE,
    statedBrings: (application) => stated.get(application),
    statedKinds: (application) => kinds.get(application),
  });
}

function findCluster(
  { name, server }: ApplicationView['destination'],
  clusters: readonly TargetCluster[],
  hub: TargetCluster,
): TargetCluster | undefined {
  if (server === IN_CLUSTER || name === 'in-cluster') return hub;
  return clusters.find((cluster) => (name === undefined ? cluster.server === server : cluster.name === name));
}

function targetCluster(cluster: Platform['clusters'][number]): TargetCluster {
  return {
    name: cluster.name,
    environment: cluster.environment.name,
    kubernetes: cluster.kubernetes,
    server: cluster.api.server,
  };
}
