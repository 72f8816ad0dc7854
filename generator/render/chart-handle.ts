/** A chart that can be rendered, read into the engine only when something has to be. */
import type { StoredChart } from '../chart-store/chart-store.ts';
import { digestOfFiles } from '../chart-store/digest.ts';
import type { ChartFile, ChartLoad, ChartSource } from '../engines/helm-protocol.ts';
import type { HelmPool } from '../engines/pool.ts';
import type { ValuesUsage } from '../engines/values-usage.ts';

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

export function handleFiles(helm: HelmPool, label: string, files: readonly ChartFile[]): ChartHandle {
  const digest = digestOfFiles(files);
  return createHandle(helm, label, digest, async () => ({ kind: 'folder', files }));
}

export function handleStored(
  helm: HelmPool,
  label: string,
  found: Extract<StoredChart, { state: 'found' }>,
): ChartHandle {
  return createHandle(helm, label, found.key, () => found.read());
}

function createHandle(helm: HelmPool, label: string, digest: string, read: () => Promise<ChartSource>): ChartHandle {
  // Two charts may share a label: one name and version in two repositories.
  const key = `${label} ${digest.slice(0, 12)}`;
  let loading: Promise<ChartLoad> | undefined;
  const load = async (): Promise<ChartLoad> => {
    const source = await read();
    return source.kind === 'archive' ? helm.load(key, source.bytes) : helm.loadFiles(key, source.files);
  };
  let reading: Promise<ValuesUsage | undefined> | undefined;
  const readUsage = async (): Promise<ValuesUsage | undefined> => {
    const answer = await helm.readUsage(key);
    return answer.ok ? answer.usage : undefined;
  };
  return {
    label,
    key,
    digest,
    load: () => {
      loading ??= load();
      return loading;
    },
    usage: () => {
      reading ??= readUsage();
      return reading;
    },
  };
}
