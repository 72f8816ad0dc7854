/** Charts that lie in a repository as a folder. */
import type { ChartDependency } from '../chart-store/chart-metadata.ts';
import type { ChartStore } from '../chart-store/chart-store.ts';
import { completeChart, type FoundDependency } from '../chart-store/complete-chart.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';
import { type RepositoryView, resolveInside } from './repository-view.ts';

/** A chart's files, with the subcharts that had to be found elsewhere. */
export interface FolderFiles {
  readonly files: readonly ChartFile[];
  /** Subcharts that are nowhere, each with the reason. */
  readonly missing: readonly string[];
}

/** Longest chain of `file://` dependencies that is followed. */
const DEEPEST = 20;

export function isChartFolder(view: RepositoryView, folder: string): boolean {
  return view.has(folder === '' ? 'Chart.yaml' : `${folder}/Chart.yaml`);
}

/** Files of a folder, named from the folder on. */
export function readChartFiles(view: RepositoryView, folder: string): readonly ChartFile[] {
  const prefix = folder === '' ? 0 : folder.length + 1;
  return view.list(folder, true).flatMap((path) => {
    const data = view.bytes(path);
    return data === undefined ? [] : [{ name: path.slice(prefix), data }];
  });
}

/** Adds the subcharts that Chart.yaml names and `charts/` lacks, as `helm dependency build` would. */
export async function completeFolder(
  view: RepositoryView,
  folder: string,
  store: ChartStore,
  depth = 0,
): Promise<FolderFiles> {
  const missing: string[] = [];
  const find = async (dependency: ChartDependency): Promise<FoundDependency> => {
    const { name, version, locked, repository } = dependency;
    const lost = (reason: string): FoundDependency => {
      missing.push(`${name} ${locked ?? version} (${reason})`);
      return { missing: reason };
    };
    if (!repository.startsWith('file://')) {
      const found = await store.find({ kind: 'chart', repository, name, version: locked ?? version });
      return found.state === 'found' ? { source: await found.read() } : lost(found.reason);
    }
    const path = resolveInside(folder, repository.slice('file://'.length));
    if (path === undefined || depth > DEEPEST || !isChartFolder(view, path)) return lost(`${repository} is no chart`);
    const inner = await completeFolder(view, path, store, depth + 1);
    missing.push(...inner.missing);
    return { source: { kind: 'folder', files: inner.files } };
  };
  const { source } = await completeChart({ files: readChartFiles(view, folder) }, find);
  return { files: source.kind === 'folder' ? source.files : [], missing };
}
