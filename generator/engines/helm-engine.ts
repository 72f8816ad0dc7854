import {
  type ChartFile,
  type ChartLoad,
  type ChartSource,
  failedRender,
  type HelmRender,
  type HelmRequest,
  type ParsedDocument,
  readChartLoad,
  readParsed,
  readRender,
} from './helm-protocol.ts';
import { loadEngineModule } from './module.ts';
import { openReactor, type Reactor, type ReactorImage } from './reactor.ts';

/** Helm's renderer in this thread. What a chart does wrong is a value; only a broken engine throws. */
export interface HelmEngine {
  /** Reads a chart archive and keeps it under a key. */
  load(key: string, bytes: Uint8Array): Promise<ChartLoad>;
  /** Reads a chart that is a folder and keeps it under a key. */
  loadFiles(key: string, files: readonly ChartFile[]): Promise<ChartLoad>;
  unload(key: string): Promise<void>;
  render(request: HelmRequest): Promise<HelmRender>;
  parse(text: string): Promise<readonly ParsedDocument[]>;
}

/** The same calls with answers still as bytes, which a worker hands on as they are. */
export interface RawHelmEngine {
  load(key: string, source: ChartSource): Promise<Uint8Array>;
  unload(key: string): Promise<void>;
  render(request: HelmRequest): Promise<Uint8Array>;
  parse(text: string): Promise<Uint8Array>;
}

/** Template functions whose result depends on what the process did before, where a value could bring them into `tpl`. */
const VOLATILE_VALUES = /\{\{[^}]*\b(?:rand[A-Z]|shuffle|keys|values|gen[A-Z]|uuidv4|bcrypt|htpasswd|encryptAES)/;

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Opens an engine in this thread, without a time limit: for one's own charts. Foreign charts belong into the pool. */
export async function openHelmEngine(): Promise<HelmEngine> {
  const raw = await openRawHelmEngine(await loadEngineModule('helm'));
  const load = async (key: string, source: ChartSource): Promise<ChartLoad> =>
    readChartLoad(await raw.load(key, source));
  return {
    load: (key, bytes) => load(key, { kind: 'archive', bytes }),
    loadFiles: (key, files) => load(key, { kind: 'folder', files }),
    unload: (key) => raw.unload(key),
    render: async (request) => readRender(await raw.render(request)),
    parse: async (text) => readParsed(await raw.parse(text)),
  };
}

/** Opens an engine on a module that is compiled already. */
export async function openRawHelmEngine(module: WebAssembly.Module): Promise<RawHelmEngine> {
  let shared = await openReactor(module);
  const image = shared.save();
  const sources = new Map<string, ChartSource>();
  const volatile = new Set<string>();

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
      if (loaded.ok) sources.set(key, source);
      if (loaded.ok && loaded.chart.volatile) volatile.add(key);
      return answer;
    },
    unload: async (key) => {
      sources.delete(key);
      volatile.delete(key);
      await callShared({ op: 'unload', chart: key });
    },
    parse: (text) => callShared({ op: 'parse' }, encoder.encode(text)),
    render: async (request) => {
      const source = sources.get(request.chart);
      if (source === undefined) return encodeRender(`chart "${request.chart}" is not loaded`);
      const call = { op: 'render', ...request };
      try {
        if (!volatile.has(request.chart) && !request.values.some((text) => VOLATILE_VALUES.test(text))) {
          const answer = await callShared(call);
          // Helm may meet several errors in map order; which one it tells must not depend on earlier renders.
          if (!hasError(answer)) return answer;
        }
        return await renderAlone(module, image, request.chart, source, call);
      } catch (error) {
        return encodeRender(describeBreach(error));
      }
    },
  };
}

async function renderAlone(
  module: WebAssembly.Module,
  image: ReactorImage,
  key: string,
  source: ChartSource,
  call: object,
): Promise<Uint8Array> {
  const alone = await openReactor(module, image);
  loadInto(alone, key, source);
  return alone.call(call);
}

function loadCall(key: string, source: ChartSource): [request: object, blob?: Uint8Array] {
  if (source.kind === 'archive') return [{ op: 'load', chart: key }, source.bytes];
  const files = source.files.map(({ name, data }) => ({ name, data: Buffer.from(data).toString('base64') }));
  return [{ op: 'loadFiles', chart: key, files }];
}

function loadInto(reactor: Reactor, key: string, source: ChartSource): void {
  reactor.call(...loadCall(key, source));
}

const ERROR_PREFIX = '{"error":';

function hasError(answer: Uint8Array): boolean {
  return decoder.decode(answer.subarray(0, ERROR_PREFIX.length)) === ERROR_PREFIX;
}

function encodeRender(error: string): Uint8Array {
  return encoder.encode(JSON.stringify(failedRender(error)));
}

/** What ended an instance, in words for the chart's author; the rest of Go's report is a list of registers. */
function describeBreach(error: unknown): string {
  const words = error instanceof Error ? error.message : String(error);
  if (/out of memory|cannot allocate memory/.test(words)) return 'the render needs more than 1 GiB of memory';
  if (/stack/i.test(words)) return 'the render calls itself too deeply';
  return `the renderer stopped: ${words.split('\n')[0]}`;
}
