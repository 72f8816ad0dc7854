/** Which charts from elsewhere a repository needs: by the Applications of a plan, or of any YAML files. */
import { lstatSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { describeWanted, normalWanted } from './chart-store/chart-address.ts';
import { missingDependencies, readChartMetadata } from './chart-store/chart-metadata.ts';
import type { WantedChart } from './chart-store/chart-store.ts';
import { readFolder } from './chart-store/read-folder.ts';
import type { NotChecked } from './contract/finding.ts';
import { PlatformError } from './contract/platform-error.ts';
import { isRecord } from './contract/resource.ts';
import { isDeepYaml } from './contract/yaml-depth.ts';
import { isRemote, wantedOf } from './download/lock-charts.ts';
import type { FilePlan } from './plan/file-plan.ts';

/** A chart, and who wants it: names of Applications, or of charts of the repository. */
export interface ChartWish {
  readonly chart: WantedChart;
  readonly by: readonly string[];
}

export interface ChartWishes {
  readonly wishes: readonly ChartWish[];
  /** What could not be read, and so may want more. */
  readonly unread: readonly NotChecked[];
}

const MOST_YAML_BYTES = 5 * 1024 * 1024;
/** Text that something else fills in: `{{ .name }}`, `${NAME}`, `<NAME>`. */
const PLACEHOLDER = /\{\{|\$\{|<[A-Z][A-Z0-9_]*>/;
const SKIPPED_FOLDERS = new Set(['.git', 'node_modules', '.slipway']);

/** What the Applications of a plan want. @param repository URL of the plan's own repository */
export function wantedByPlan(plan: FilePlan, repository: string, root: string): ChartWishes {
  const applications = plan.files().flatMap(({ body }) => (body.type === 'objects' ? body.objects : []));
  return collect(applications, root, (url) => url === repository);
}

/** What the Applications, ApplicationSets and charts in the files below a folder want. */
export function wantedBelow(root: string): ChartWishes {
  const unread: NotChecked[] = [];
  const paths = yamlFiles(root, '');
  const documents = paths.flatMap((path): readonly unknown[] => {
    const text = readFileSync(join(root, path), 'utf8');
    if (!/\bkind["']?\s*:\s*["']?Application(Set)?\b/.test(text)) return [];
    if (isDeepYaml(text)) {
      unread.push({ what: path, reason: 'nested too deep' });
      return [];
    }
    try {
      return parseAllDocuments(text, { logLevel: 'silent' }).map((document) => {
        const [error] = document.errors;
        if (error !== undefined) throw error;
        return document.toJS({ maxAliasCount: 100 });
      });
    } catch (error) {
      const reason = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error);
      unread.push({ what: path, reason: `no YAML as it stands: ${reason}` });
      return [];
    }
  });
  // Whoever renders a folder of charts needs what these name, with or without an Application.
  const folders = paths.flatMap((path) => /^(.*?)\/?Chart\.yaml$/.exec(path)?.[1] ?? []);
  const charts = folders.filter((folder) => !folders.some((other) => folder.startsWith(`${other}/charts/`)));
  const wishes = collect(documents, root, () => false, charts);
  return { wishes: wishes.wishes, unread: [...unread, ...wishes.unread] };
}

function yamlFiles(root: string, folder: string): readonly string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .toSorted((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return SKIPPED_FOLDERS.has(entry.name) ? [] : yamlFiles(root, path);
      const isYaml = entry.isFile() && /\.(ya?ml|json)$/.test(entry.name);
      return isYaml && lstatSync(join(root, path)).size <= MOST_YAML_BYTES ? [path] : [];
    });
}

function collect(
  documents: readonly unknown[],
  root: string,
  isOwn: (repository: string) => boolean,
  charts: readonly string[] = [],
): ChartWishes {
  const wishes = new Map<string, { readonly chart: WantedChart; readonly by: Set<string> }>();
  const unread: NotChecked[] = [];
  const localCharts = new Set(charts);
  const add = (chart: WantedChart, by: string) => {
    const normal = normalWanted(chart);
    const key = JSON.stringify(normal);
    const wish = wishes.get(key) ?? { chart: normal, by: new Set() };
    wish.by.add(by);
    wishes.set(key, wish);
  };
  for (const { name, source } of documents.flatMap(sourcesOf)) {
    const wanted = readSource(source);
    if (wanted === undefined) continue;
    if (PLACEHOLDER.test(JSON.stringify(wanted))) {
      unread.push({ what: name, reason: `the source ${describeWanted(wanted)} is a template` });
    } else if (wanted.kind === 'chart' || wanted.repository.startsWith('oci://')) {
      add(wanted, name);
    } else if (isOwn(wanted.repository) || isFolder(root, wanted.path)) {
      localCharts.add(normalPath(wanted.path));
    } else {
      add(wanted, name);
    }
  }
  for (const path of localCharts) addDependencies(root, path, add, unread);
  const sorted = [...wishes.values()].toSorted((a, b) => (describeWanted(a.chart) < describeWanted(b.chart) ? -1 : 1));
  return { wishes: sorted.map(({ chart, by }) => ({ chart, by: [...by].sort() })), unread };
}

interface NamedSource {
  readonly name: string;
  readonly source: Record<string, unknown>;
}

/** Sources of an Application, or of the Applications that an ApplicationSet makes. */
function sourcesOf(document: unknown): readonly NamedSource[] {
  if (!isRecord(document) || !String(document.apiVersion).startsWith('argoproj.io/')) return [];
  const spec = isRecord(document.spec) ? document.spec : {};
  const template = isRecord(spec.template) && isRecord(spec.template.spec) ? spec.template.spec : {};
  const body = document.kind === 'Application' ? spec : document.kind === 'ApplicationSet' ? template : {};
  const list = Array.isArray(body.sources) ? body.sources : [body.source];
  const metadata = isRecord(document.metadata) ? document.metadata : {};
  return list.filter(isRecord).map((source) => ({ name: String(metadata.name ?? ''), source }));
}

function readSource(source: Record<string, unknown>): WantedChart | undefined {
  const { repoURL, chart, path, targetRevision } = source;
  if (typeof repoURL !== 'string' || repoURL === '') return undefined;
  const version = targetRevision === undefined ? '' : String(targetRevision);
  if (typeof chart === 'string' && chart !== '') return { kind: 'chart', repository: repoURL, name: chart, version };
  // A source with a `ref` and no path only lends its files.
  return typeof path === 'string' ? { kind: 'git', repository: repoURL, path, revision: version } : undefined;
}

/** Argo CD fetches what a chart of the repository itself names as a dependency. */
function addDependencies(
  root: string,
  path: string,
  add: (chart: WantedChart, by: string) => void,
  unread: NotChecked[],
): void {
  const folder = join(root, path);
  if (lstatSync(join(folder, 'Chart.yaml'), { throwIfNoEntry: false })?.isFile() !== true) return;
  try {
    const files = readFolder(folder, root);
    const metadata = readChartMetadata(files);
    if (metadata === undefined) return;
    for (const one of missingDependencies(metadata, files)) if (isRemote(one)) add(wantedOf(one), path);
  } catch (error) {
    if (!(error instanceof PlatformError)) throw error;
    unread.push({ what: path, reason: error.message });
  }
}

function isFolder(root: string, path: string): boolean {
  const parts = normalPath(path);
  return (
    !parts.split('/').includes('..') && lstatSync(join(root, parts), { throwIfNoEntry: false })?.isDirectory() === true
  );
}

function normalPath(path: string): string {
  return path
    .split('/')
    .filter((part) => part !== '' && part !== '.')
    .join('/');
}
