/** Gives a chart the dependencies that its Chart.yaml names and its `charts/` folder lacks. */
import { resolve } from 'node:path';
import type { ChartFile, ChartSource } from '../engines/helm-protocol.ts';
import { type ChartDependency, missingDependencies, readChartMetadata } from './chart-metadata.ts';
import { digestOf, digestOfFiles } from './digest.ts';

export interface IncompleteChart {
  readonly files: readonly ChartFile[];
  /** Bytes of its archive, when it comes as one. */
  readonly bytes?: Uint8Array | undefined;
}

/** What was found of one dependency. */
export type FoundDependency =
  | { readonly source: ChartSource; readonly notes?: readonly string[] }
  | { readonly missing: string };

export interface CompleteChart {
  /** sha256 of the content. */
  readonly key: string;
  readonly source: ChartSource;
  readonly notes: readonly string[];
}

/**
 * A chart with its dependencies. One that cannot be found is left out and named in `notes`: Helm says the same in its
 * own words.
 *
 * @param find asked for each dependency that the chart's own `charts/` folder lacks
 */
export async function completeChart(
  chart: IncompleteChart,
  find: (dependency: ChartDependency) => Promise<FoundDependency>,
): Promise<CompleteChart> {
  const metadata = readChartMetadata(chart.files);
  const missing = metadata === undefined ? [] : missingDependencies(metadata, chart.files);
  const notes: string[] = [];
  const added: ChartFile[] = [];
  for (const dependency of missing) {
    const found = await find(dependency);
    if ('missing' in found) {
      notes.push(`dependency ${dependency.name} ${dependency.version} is not there: ${found.missing}`);
      continue;
    }
    notes.push(...(found.notes ?? []).map((note) => `${dependency.name}: ${note}`));
    added.push(...asSubchart(dependency, found.source));
  }
  if (added.length === 0) {
    const { bytes, files } = chart;
    return bytes === undefined
      ? { key: digestOfFiles(files), source: { kind: 'folder', files }, notes }
      : { key: digestOf(bytes), source: { kind: 'archive', bytes }, notes };
  }
  const files = [...chart.files, ...added];
  return { key: digestOfFiles(files), source: { kind: 'folder', files }, notes };
}

/** Path of a `file://` dependency, from the folder of the chart that names it; `undefined` for other dependencies. */
export function pathOfDependency(dependency: ChartDependency, folder: string): string | undefined {
  const { repository } = dependency;
  return repository.startsWith('file://') ? resolve(folder, repository.slice('file://'.length)) : undefined;
}

function asSubchart(dependency: ChartDependency, source: ChartSource): readonly ChartFile[] {
  if (source.kind === 'archive') {
    return [{ name: `charts/${dependency.name}-${digestOf(source.bytes).slice(0, 12)}.tgz`, data: source.bytes }];
  }
  return source.files.map(({ name, data }) => ({ name: `charts/${dependency.name}/${name}`, data }));
}
