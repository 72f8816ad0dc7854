/** Renders a repository that has no config of ours: its Applications, and what lies beside them. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { openChartStore } from './chart-store/open-chart-store.ts';
import { CONFIG_NAMES } from './config/load.ts';
import type { NotChecked } from './contract/finding.ts';
import { KIND_KNOWLEDGE } from './kind-knowledge.ts';
import type { Engines } from './open-engines.ts';
import { LEDGER_PATH } from './output/ledger.ts';
import { IN_CLUSTER } from './render/applications.ts';
import { viewFolder } from './render/folder-view.ts';
import { openRenderCache } from './render/render-cache.ts';
import { type RenderedRepository, renderRepository } from './render/render-repository.ts';
import type { TargetCluster } from './render/render-work.ts';
import type { ChartPlaces } from './render-plan.ts';

const ROOT_MARKS = ['.git', LEDGER_PATH, ...CONFIG_NAMES];

export interface ForeignRepository extends RenderedRepository {
  /** Absolute path of the repository's root: sources of findings are relative to it. */
  readonly root: string;
}

/**
 * @param folder absolute path; of a Git repository only what lies below it is looked at, though it may use the rest
 * @param kubernetes minor that all clusters are taken to have
 */
export async function renderForeign(
  folder: string,
  kubernetes: string,
  places: Omit<ChartPlaces, 'root'>,
  engines: Engines,
): Promise<ForeignRepository> {
  const root = rootOf(folder);
  const notChecked: NotChecked[] = [];
  const view = viewFolder(root, notChecked);
  const clusters = new Map<string, TargetCluster>();
  const clusterOf = (name: string): TargetCluster => {
    const known = clusters.get(name) ?? { name, environment: '', kubernetes, server: '' };
    clusters.set(name, known);
    return known;
  };
  const rendered = await renderRepository({
    ...engines,
    view,
    scope: relative(root, folder).replaceAll('\\', '/'),
    // The root itself, for what is rendered without an Application.
    repositories: [root, ...remotesOf(root)],
    assumeOwn: true,
    clusters: [],
    hub: clusterOf('in-cluster'),
    clusterOf: ({ name, server }) => clusterOf(name ?? clusterName(server)),
    loose: clusterOf(''),
    store: openChartStore({ root, chartsFolders: places.chartsFolders }),
    cache: openRenderCache(places.cacheFolder),
    kinds: KIND_KNOWLEDGE,
    statedBrings: () => undefined,
    statedKinds: () => undefined,
  });
  // A config is code: what lies in a folder that was only pointed at is not run.
  if (view.has('platform.config.ts'))
    notChecked.push({ what: 'platform.config.ts', reason: 'a config that was not run' });
  return { ...rendered, root, notChecked: [...notChecked, ...rendered.notChecked] };
}

function clusterName(server: string | undefined): string {
  return server === undefined || server === IN_CLUSTER ? 'in-cluster' : server;
}

/** The repository around a folder, or the folder itself. A tree of ours is one wherever it lies: its paths begin at its config. */
function rootOf(folder: string): string {
  for (let at = folder; ; at = dirname(at)) {
    if (ROOT_MARKS.some((name) => existsSync(join(at, name)))) return at;
    if (dirname(at) === at) return folder;
  }
}

/** URLs under which the repository is known to Git. */
function remotesOf(root: string): readonly string[] {
  try {
    const text = readFileSync(join(root, '.git/config'), 'utf8');
    return [...text.matchAll(/^\s*url\s*=\s*(\S+)/gm)].map(([, url = '']) => url);
  } catch {
    // No clone, or a work tree whose settings lie elsewhere.
    return [];
  }
}
