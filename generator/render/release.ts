/** Renders a chart with its values once, however many Applications ask for the same, and keeps the result. */
import { digestOf, withDigest } from '../cache/digest.ts';
import { describeCredential } from '../contract/credentials.ts';
import { isRecord } from '../contract/resource.ts';
import type { HelmRequest } from '../engines/helm-protocol.ts';
import type { HelmPool } from '../engines/pool.ts';
import type { ChartHandle } from './chart-handle.ts';
import { holdCredential } from './credential-texts.ts';
import { type ChartProblem, type ChartResource, readChartResources } from './helm.ts';
import { nestValue, parseValues } from './parse-values.ts';
import { findPins } from './pin.ts';
import { redactSecrets } from './redact.ts';
import type { RenderCache } from './render-cache.ts';
import type { RepositoryView } from './repository-view.ts';
import { type UnstableObject, unstableObjects } from './unstable.ts';
import { isSchemaReport } from './values-schema.ts';
import { checkValueKeys, type ValueProblem } from './values-usage.ts';

export interface ReleaseResult {
  readonly resources: readonly ChartResource[];
  readonly problems: readonly ChartProblem[];
  /** Helm's report when the values do not fit values.schema.json. */
  readonly schemaReport: string | undefined;
  /** Values that no template reads, or of a type that cannot be meant; `file` counts in the request's values, then its parameters. */
  readonly valueProblems: readonly ValueProblem[];
  /** Objects that come out differently at each render. */
  readonly unstable: readonly UnstableObject[];
  /** Helm's words when the chart itself cannot be read. */
  readonly broken: string | undefined;
  /** Whether Helm came to the end. */
  readonly isComplete: boolean;
}

/** The charts and releases of a run: each chart is read once, each release rendered once. */
export interface Releases {
  /** @param parsed the request's values, where they need not be read from their text; `undefined` for the others */
  render(chart: ChartHandle, request: HelmRequest, parsed?: (index: number) => unknown): Promise<ReleaseResult>;
  /** Adds the values that keep objects stable. Searched once for a chart: what pins one release pins the others too. */
  withPins(
    chart: ChartHandle,
    request: HelmRequest,
    unstable: readonly UnstableObject[],
  ): Promise<readonly UnstableObject[]>;
  /** The chart of a folder. */
  folder(view: RepositoryView, folder: string, read: () => Promise<FolderChart>): Promise<FolderChart>;
  /** The chart of an archive, or of a folder outside of the repository. */
  stored(found: { readonly key: string }, open: () => ChartHandle): ChartHandle;
}

export interface FolderChart {
  readonly handle: ChartHandle;
  /** Subcharts that are nowhere, each with the reason. */
  readonly missing: readonly string[];
}

/** Seed of the second render. The first has none, and repeats byte for byte. */
const OTHER_SEED = 7_919;

export function createReleases(helm: HelmPool, cache: RenderCache): Releases {
  const known = new Map<string, Promise<ReleaseResult>>();
  const folders = new Map<RepositoryView, Map<string, Promise<FolderChart>>>();
  const stored = new Map<string, ChartHandle>();
  const pins = new Map<string, Promise<readonly UnstableObject[]>>();
  return {
    async withPins(chart, request, unstable) {
      const usage = unstable.length === 0 ? undefined : await chart.usage();
      if (usage === undefined) return unstable;
      const what = unstable.map(({ template, kind, pointers }) => [template, kind, pointers]);
      const key = JSON.stringify([chart.digest, what]);
      const named = { ...request, chart: chart.key };
      // What was found unstable may come out of the cache, with the chart unread.
      await chart.load();
      const search = pins.get(key) ?? findPins(helm, named, usage, unstable, OTHER_SEED);
      pins.set(key, search);
      const found = await search;
      return unstable.map((one, index) => {
        const pin = found[index]?.pin;
        return pin === undefined ? one : { ...one, pin };
      });
    },
    folder(view, folder, read) {
      const ofView = folders.get(view) ?? new Map<string, Promise<FolderChart>>();
      folders.set(view, ofView);
      const chart = ofView.get(folder) ?? read();
      ofView.set(folder, chart);
      return chart;
    },
    stored(found, open) {
      const handle = stored.get(found.key) ?? open();
      stored.set(found.key, handle);
      return handle;
    },
    render(chart, request, parsed = () => undefined) {
      // API versions are hundreds, and the same for many releases.
      const { apiVersions, ...rest } = request;
      const versions = apiVersions === undefined ? '' : digestOf(apiVersions);
      const key = [chart.digest, versions, JSON.stringify({ ...rest, chart: '' })];
      const name = key.join(' ');
      let result = known.get(name);
      if (result === undefined) {
        result = renderCached(helm, cache, key, { chart, request, parsed });
        known.set(name, result);
      }
      return result;
    },
  };
}

/** A release to be rendered. */
interface Wanted {
  readonly chart: ChartHandle;
  readonly request: HelmRequest;
  readonly parsed: (index: number) => unknown;
}

async function renderCached(
  helm: HelmPool,
  cache: RenderCache,
  key: readonly string[],
  wanted: Wanted,
): Promise<ReleaseResult> {
  const kept = cache.read(key);
  if (isKept(kept)) {
    for (const [place, { resource }] of kept.result.resources.entries())
      withDigest(resource, kept.digests[place] ?? '');
    return kept.result;
  }
  const result = await renderAfresh(helm, wanted);
  // A failure may be one of time or memory, which another run need not meet.
  if (result.isComplete && !holdsCredential(wanted.request)) {
    cache.write(key, { result, digests: result.resources.map(({ resource }) => digestOf(resource)) } satisfies Kept);
  }
  return result;
}

/** A result as it is kept, with the digest of each resource. */
interface Kept {
  readonly result: ReleaseResult;
  readonly digests: readonly string[];
}

/** Written above, under a maker that names the code which wrote it. */
function isKept(value: unknown): value is Kept {
  return isRecord(value) && isRecord(value.result) && Array.isArray(value.digests);
}

async function renderAfresh(helm: HelmPool, { chart, request, parsed }: Wanted): Promise<ReleaseResult> {
  const loaded = await chart.load();
  if (!loaded.ok) return { ...NOTHING, broken: loaded.error };
  const named = { ...request, chart: chart.key };
  let answer = await helm.render(named);
  let schemaReport: string | undefined;
  if (answer.error !== undefined && isSchemaReport(answer.error)) {
    schemaReport = answer.error;
    // What the chart makes of the values is checked all the same.
    answer = await helm.render({ ...named, skipSchema: true });
  }
  const { resources, problems } = readChartResources(answer);
  const again =
    loaded.chart.volatile && answer.error === undefined
      ? readChartResources(await helm.render({ ...named, skipSchema: true, seed: OTHER_SEED })).resources
      : resources;
  return {
    resources: resources.map((one) => ({ ...one, resource: redactSecrets(one.resource) })),
    problems,
    schemaReport,
    valueProblems: await checkValues(chart, named, parsed),
    unstable: unstableObjects(resources, again),
    broken: undefined,
    isComplete: answer.error === undefined,
  };
}

const NOTHING: ReleaseResult = {
  resources: [],
  problems: [],
  schemaReport: undefined,
  valueProblems: [],
  unstable: [],
  broken: undefined,
  isComplete: false,
};

async function checkValues(
  chart: ChartHandle,
  request: HelmRequest,
  parsed: Wanted['parsed'],
): Promise<readonly ValueProblem[]> {
  const usage = await chart.usage();
  if (usage === undefined) return [];
  const parameters = (request.set ?? []).map(({ name, value }) => nest(name, value));
  const values = request.values.map((text, index) => parsed(index) ?? parseValues(text));
  return checkValueKeys({ usage, given: [...values, ...parameters] });
}

/** `a.b=1` as values; names with brackets or escapes are left alone. */
function nest(name: string, value: string): unknown {
  if (!/^[\w-]+(\.[\w-]+)*$/.test(name)) return undefined;
  return nestValue(name.split('.'), value);
}

/** Whether the values hold something that must not reach the cache. */
function holdsCredential(request: HelmRequest): boolean {
  const isCredential = (name: string, value: string) => describeCredential(name, value) !== undefined;
  return (
    holdCredential(request.values) ||
    (request.set ?? []).some(({ name, value }) => isCredential(name.split('.').at(-1) ?? '', value))
  );
}
