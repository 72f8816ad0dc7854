/** What a chart's own files say about it: name, version, dependencies. */
import { parse } from 'yaml';
import { isRecord } from '../contract/resource.ts';
import { isDeepYaml } from '../contract/yaml-depth.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';

export interface ChartDependency {
  readonly name: string;
  /** A version or a range. */
  readonly version: string;
  /** URL, `file://` path, `@alias`, or empty for a chart that must lie in `charts/`. */
  readonly repository: string;
  /** Version that Chart.lock settled on. */
  readonly locked: string | undefined;
}

export interface ChartMetadata {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly ChartDependency[];
}

/** More text than this in Chart.yaml is no chart. */
const MOST_BYTES = 1024 * 1024;

/** Reads Chart.yaml with Chart.lock, and `requirements.yaml` of old charts; `undefined` when Chart.yaml is missing or broken. */
export function readChartMetadata(files: readonly ChartFile[]): ChartMetadata | undefined {
  const chart = readYaml(files, 'Chart.yaml');
  if (chart === undefined || typeof chart.name !== 'string') return undefined;
  const requirements = Array.isArray(chart.dependencies) ? chart : readYaml(files, 'requirements.yaml');
  const lock = readYaml(files, 'Chart.lock') ?? readYaml(files, 'requirements.lock');
  const locked = new Map(dependenciesOf(lock).map((one) => [`${one.name} ${one.repository}`, one.version]));
  return {
    name: chart.name,
    version: String(chart.version ?? ''),
    dependencies: dependenciesOf(requirements).map((one) => ({
      ...one,
      locked: locked.get(`${one.name} ${one.repository}`),
    })),
  };
}

/** The dependencies that do not lie in the chart's `charts/` folder. */
export function missingDependencies(metadata: ChartMetadata, files: readonly ChartFile[]): readonly ChartDependency[] {
  const present = new Set<string>();
  const archives: string[] = [];
  for (const { name } of files) {
    const [, folder, rest] = /^charts\/([^/]+)(\/Chart\.yaml)?$/.exec(name) ?? [];
    if (folder === undefined) continue;
    if (rest === undefined) archives.push(folder);
    else {
      present.add(folder);
      const inner = readYaml(files, name)?.name;
      if (typeof inner === 'string') present.add(inner);
    }
  }
  const isPacked = (name: string) =>
    archives.some((archive) => archive.startsWith(`${name}-`) && /^v?\d.*\.tgz$/.test(archive.slice(name.length + 1)));
  const missing = metadata.dependencies.filter(({ name }) => !present.has(name) && !isPacked(name));
  // A chart may name one dependency several times, under several aliases.
  return missing.filter(
    (one, index) => missing.findIndex((other) => other.name === one.name && other.version === one.version) === index,
  );
}

function readYaml(files: readonly ChartFile[], name: string): Record<string, unknown> | undefined {
  const file = files.find((one) => one.name === name);
  if (file === undefined || file.data.length > MOST_BYTES) return undefined;
  const text = Buffer.from(file.data).toString('utf8');
  if (isDeepYaml(text)) return undefined;
  try {
    const value: unknown = parse(text, { logLevel: 'silent', schema: 'failsafe' });
    return isRecord(value) ? value : undefined;
  } catch {
    // Helm itself tells what is wrong with it.
    return undefined;
  }
}

function dependenciesOf(value: Record<string, unknown> | undefined): Omit<ChartDependency, 'locked'>[] {
  const list = Array.isArray(value?.dependencies) ? value.dependencies.filter(isRecord) : [];
  return list.flatMap(({ name, version, repository }) =>
    typeof name === 'string' && /^[A-Za-z0-9][\w.-]*$/.test(name)
      ? [{ name, version: String(version ?? ''), repository: typeof repository === 'string' ? repository : '' }]
      : [],
  );
}
