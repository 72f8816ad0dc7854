import { describeBreach } from './breach.ts';
import { createFreshInstances, loadCall, loadInto } from './fresh-instances.ts';
import {
  type ChartFile,
  type ChartLoad,
  type ChartSource,
  failedRender,
  type HelmRender,
  type HelmRequest,
  type ParsedDocument,
  type RawHelmRequest,
  type RenderedText,
  rawRequest,
  readChartLoad,
  readParsed,
  readRender,
  readRenderedTexts,
  type TemplateRequest,
} from './helm-protocol.ts';
import { type LoadedEngine, loadEngine } from './module.ts';
import { openReactor } from './reactor.ts';
import { readValuesUsage, type ValuesUsageAnswer } from './values-usage.ts';

/** Helm's renderer in this thread. What a chart does wrong is a value; only a broken engine throws. */
export interface HelmEngine {
  /** Reads a chart archive and keeps it under a key. */
  load(key: string, bytes: Uint8Array): Promise<ChartLoad>;
  /** Reads a chart that is a folder and keeps it under a key. */
  loadFiles(key: string, files: readonly ChartFile[]): Promise<ChartLoad>;
  unload(key: string): Promise<void>;
  render(request: HelmRequest): Promise<HelmRender>;
  /** Renders the Go templates of an ApplicationSet, as Argo CD does. */
  template(request: TemplateRequest): Promise<readonly RenderedText[]>;
  parse(text: string): Promise<readonly ParsedDocument[]>;
  /** Which values a loaded chart reads, found without rendering. */
  readUsage(key: string): Promise<ValuesUsageAnswer>;
}

/** The same calls with answers still as bytes, which a worker hands on as they are. */
export interface RawHelmEngine {
  load(key: string, source: ChartSource): Promise<Uint8Array>;
  unload(key: string): Promise<void>;
  render(request: RawHelmRequest): Promise<Uint8Array>;
  template(request: TemplateRequest): Promise<Uint8Array>;
  parse(text: string): Promise<Uint8Array>;
  readUsage(key: string): Promise<Uint8Array>;
}

/** Template functions whose result depends on what the process did before, where a value could bring them into `tpl`. */
const VOLATILE_VALUES = /\{\{[^}]*\b(?:rand[A-Z]|shuffle|keys|values|gen[A-Z]|uuidv4|bcrypt|htpasswd|encryptAES)/;

/** The same functions, clocks too, where an ApplicationSet itself may call them; `.values` is only a name. */
const VOLATILE_CALL =
  /(?<![.\w$])(?:rand[A-Z]\w*|rand[a-z]+|shuffle|keys|values|gen[A-Z]\w*|uuidv4|bcrypt|htpasswd|derivePassword|encryptAES|now|ago|date\w*|htmlDate\w*)\b/;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Opens an engine in this thread, without a time limit: for one's own charts. Foreign charts belong into the pool. */
export async function openHelmEngine(): Promise<HelmEngine> {
  const raw = await openRawHelmEngine(await loadEngine('helm'));
  const load = async (key: string, source: ChartSource): Promise<ChartLoad> =>
    readChartLoad(await raw.load(key, source));
  return {
    load: (key, bytes) => load(key, { kind: 'archive', bytes }),
    loadFiles: (key, files) => load(key, { kind: 'folder', files }),
    unload: (key) => raw.unload(key),
    render: async (request) => readRender(await raw.render(rawRequest(request))),
    template: async (request) => readRenderedTexts(await raw.template(request)),
    parse: async (text) => readParsed(await raw.parse(text)),
    readUsage: async (key) => readValuesUsage(await raw.readUsage(key)),
  };
}

/** Opens an instance of an engine that is loaded already. */
export async function openRawHelmEngine(engine: LoadedEngine): Promise<RawHelmEngine> {
  const { module, image } = engine;
  let shared = await openReactor(module, image);
  const sources = new Map<string, ChartSource>();
  const volatile = new Set<string>();
  const alone = createFreshInstances(engine);

  /** Runs a call on the shared instance; when that ends itself, another one takes its place. */
  const callShared = async (request: object, blob?: Uint8Array): Promise<Uint8Array> => {
    try {
      return shared.call(request, blob);
    } catch (error) {
      shared = await openReactor(module, image);
      for (const [key, source] of sources) loadInto(shared, key, source);
      throw error;
    }
  };
  return {
    load: async (key, source) => {
      const answer = await callShared(...loadCall(key, source));
      const loaded = readChartLoad(answer);
      sources.delete(key);
      volatile.delete(key);
      alone.forget(key);
      if (loaded.ok) sources.set(key, source);
      if (loaded.ok && loaded.chart.volatile) volatile.add(key);
      return answer;
    },
    unload: async (key) => {
      sources.delete(key);
      volatile.delete(key);
      alone.forget(key);
      await callShared({ op: 'unload', chart: key });
    },
    template: async (request) => {
      const call = { op: 'template', ...request };
      if (!request.texts.some((text) => VOLATILE_CALL.test(text))) return callShared(call);
      return (await openReactor(module, image)).call(call);
    },
    parse: (text) => callShared({ op: 'parse' }, encoder.encode(text)),
    readUsage: (key) => callShared({ op: 'usage', chart: key }),
    render: async (request) => {
      const source = sources.get(request.chart);
      if (source === undefined) return encodeRender(`chart "${request.chart}" is not loaded`);
      const { seed = 0, ...release } = request;
      // The host's seed does not reach Go's own random numbers; how many of them are spent does.
      const call = { op: 'render', ...release, stir: seed };
      try {
        if (seed === 0 && !volatile.has(request.chart) && !mayBeVolatile(request)) {
          const answer = await callShared(call);
          // Helm may meet several errors in map order; which one it tells must not depend on earlier renders.
          if (!hasError(answer)) return answer;
        }
        return (await alone.open(request.chart, source)).call(call, undefined, seed);
      } catch (error) {
        return encodeRender(describeBreach(error, 'render'));
      }
    },
  };
}

/** Whether a value could bring a volatile function into `tpl`. */
function mayBeVolatile({ values, set = [] }: RawHelmRequest): boolean {
  return values.some((text) => VOLATILE_VALUES.test(text)) || set.some(({ value }) => VOLATILE_VALUES.test(value));
}

const ERROR_PREFIX = '{"error":';

function hasError(answer: Uint8Array): boolean {
  return decoder.decode(answer.subarray(0, ERROR_PREFIX.length)) === ERROR_PREFIX;
}

function encodeRender(error: string): Uint8Array {
  return encoder.encode(JSON.stringify(failedRender(error)));
}
