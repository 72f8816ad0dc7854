/** A chart that can be rendered, read into the engine only when something has to be. */
import type { StoredChart } from '../chart-store/chart-store.ts';
import { digestOfFiles } from '../chart-store/digest.ts';
import type { ChartFile, ChartLoad, ChartSource } from '../engines/helm-protocol.ts';
import type { HelmPool } from '../engines/pool.ts';
import { readUsageData, usageData, type ValuesUsage } from '../engines/values-usage.ts';
import { holdCredential } from './credential-texts.ts';
import type { RenderCache } from './render-cache.ts';

export interface ChartHandle {
  /** Path of its folder, or `name@version`: what findings call it. */
  readonly label: string;
  /** Its name in the engine. */
  readonly key: string;
  /** sha256 of its content. */
  readonly digest: string;
  /** Reads it into the engine, once in a run. */
  load(): Promise<ChartLoad>;
  /** Which values its templates read; `undefined` when that cannot be known. Once in a run. */
  usage(): Promise<ValuesUsage | undefined>;
}

interface Means {
  readonly helm: HelmPool;
  readonly cache: RenderCache;
}

export function handleFiles(means: Means, label: string, files: readonly ChartFile[]): ChartHandle {
  const digest = digestOfFiles(files);
  return createHandle(means, label, digest, async () => ({ kind: 'folder', files }));
}

export function handleStored(
  means: Means,
  label: string,
  found: Extract<StoredChart, { state: 'found' }>,
): ChartHandle {
  return createHandle(means, label, found.key, () => found.read());
}

function createHandle(
  { helm, cache }: Means,
  label: string,
  digest: string,
  read: () => Promise<ChartSource>,
): ChartHandle {
  // Two charts may share a label: one name and version in two repositories.
  const key = `${label} ${digest.slice(0, 12)}`;
  let loading: Promise<ChartLoad> | undefined;
  const load = async (): Promise<ChartLoad> => {
    const source = await read();
    return source.kind === 'archive' ? helm.load(key, source.bytes) : helm.loadFiles(key, source.files);
  };
  const loaded = (): Promise<ChartLoad> => {
    loading ??= load();
    return loading;
  };
  let reading: Promise<ValuesUsage | undefined> | undefined;
  const readUsage = async (): Promise<ValuesUsage | undefined> => {
    const kept = readUsageData(cache.read(['usage', digest]));
    if (kept !== undefined) return kept;
    await loaded();
    const answer = await helm.readUsage(key);
    if (!answer.ok) return undefined;
    const texts = answer.usage.charts.map((chart) => chart.values);
    if (!holdCredential(texts)) cache.write(['usage', digest], usageData(answer.usage));
    return answer.usage;
  };
  return {
    label,
    key,
    digest,
    load: loaded,
    usage: () => {
      reading ??= readUsage();
      return reading;
    },
  };
}
