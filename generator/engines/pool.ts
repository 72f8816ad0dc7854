import { availableParallelism } from 'node:os';
import { describeFailure } from './breach.ts';
import {
  type ChartFile,
  type ChartLoad,
  type ChartSource,
  failedRender,
  type HelmRender,
  type HelmRequest,
  type ParsedDocument,
  type RenderedText,
  rawRequest,
  readChartLoad,
  readParsed,
  readRender,
  readRenderedTexts,
  type TemplateRequest,
} from './helm-protocol.ts';
import { createLane, type Lane } from './lane.ts';
import { readValuesUsage, type ValuesUsageAnswer } from './values-usage.ts';
import { openWorkQueue } from './work-queue.ts';
import type { HelmCall, WorkerCall } from './worker-protocol.ts';
import type { CallResult } from './worker-thread.ts';

export interface HelmPoolOptions {
  /**
   * Most workers at a time.
   * @default 2, or 1 on a machine with one core
   */
  readonly workers?: number;
  /**
   * Milliseconds that one call may take.
   * @default 30000
   */
  readonly timeLimit?: number;
}

/** Helm's renderer in worker threads: a chart that never ends, or eats its memory, costs one answer and no more. */
export interface HelmPool {
  /** Starts a worker before there is something to render. @param warmUp calls that it makes for itself meanwhile */
  start(warmUp: readonly HelmCall[]): void;
  load(key: string, bytes: Uint8Array): Promise<ChartLoad>;
  loadFiles(key: string, files: readonly ChartFile[]): Promise<ChartLoad>;
  /** Forgets a chart. */
  unload(key: string): void;
  /** May be called for many charts at once; each answer comes when it is ready. */
  render(request: HelmRequest): Promise<HelmRender>;
  /** Renders the Go templates of an ApplicationSet, as Argo CD does. */
  template(request: TemplateRequest): Promise<readonly RenderedText[]>;
  parse(text: string): Promise<readonly ParsedDocument[]>;
  /** Which values a loaded chart reads, found without rendering. */
  readUsage(key: string): Promise<ValuesUsageAnswer>;
  /** Ends workers that have nothing to do, and gives their memory back. The next call starts one again. */
  rest(): Promise<void>;
  /** Ends the workers; calls that still wait are rejected. */
  close(): Promise<void>;
}

/** A second worker needs 0.2 s to start and to warm up: fewer waiting calls than these are done before. */
const CALLS_WORTH_A_WORKER = 40;
/** Milliseconds after which a few calls that still wait are worth one too: they wait for a large chart. */
const PATIENCE = 250;

/**
 * To hand a call over takes a quarter of a small render's time where a thread sleeps and another must be woken. Measured: with
 * four at a time a thousand renders take a tenth less.
 */
const CROWD = { waiting: 20, atATime: 4 };

/** Opens a pool. Nothing starts before the first call, and idle workers do not keep the process alive. */
export function openHelmPool(options: HelmPoolOptions = {}): HelmPool {
  const limit = Math.max(1, options.workers ?? Math.min(2, availableParallelism()));
  const timeLimit = options.timeLimit ?? 30_000;
  const sources = new Map<string, ChartSource>();
  const queue = openWorkQueue({
    name: 'the pool of renderers',
    limit,
    makeWorker: () => createLane('helm', timeLimit, sources),
    work: (lane: Lane, call: WorkerCall): Promise<CallResult> => lane.call(call),
    crowd: CROWD,
    isWorthWorker: (waiting) => waiting.length >= CALLS_WORTH_A_WORKER,
    patience: PATIENCE,
  });
  const describe = (result: Exclude<CallResult, { kind: 'answer' }>, what: string): string =>
    describeFailure(result, what, timeLimit);

  const load = async (key: string, source: ChartSource): Promise<ChartLoad> => {
    const result = await queue.submit({ op: 'load', key, source });
    if (result.kind !== 'answer') return { ok: false, error: describe(result, `reading the chart "${key}"`) };
    const loaded = readChartLoad(result.bytes);
    if (loaded.ok) sources.set(key, source);
    else sources.delete(key);
    return loaded;
  };
  return {
    start: (warmUp) => queue.start((lane) => lane.start(warmUp)),
    load: (key, bytes) => load(key, { kind: 'archive', bytes }),
    loadFiles: (key, files) => load(key, { kind: 'folder', files }),
    unload: (key) => {
      sources.delete(key);
    },
    render: async (request) => {
      const result = await queue.submit({ op: 'render', request: rawRequest(request) });
      if (result.kind === 'answer') return readRender(result.bytes);
      return failedRender(describe(result, `rendering the chart "${request.chart}" as "${request.name}"`));
    },
    template: async (request) => {
      const result = await queue.submit({ op: 'template', request });
      if (result.kind === 'answer') return readRenderedTexts(result.bytes);
      const error = describe(result, 'rendering templates');
      return request.texts.map((_, index) => ({ ok: false, index, error }));
    },
    parse: async (text) => {
      const result = await queue.submit({ op: 'parse', text });
      if (result.kind === 'answer') return readParsed(result.bytes);
      const error = describe(result, 'reading the YAML text');
      return [{ index: 0, line: 1, object: undefined, error, duplicates: [] }];
    },
    readUsage: async (key) => {
      const result = await queue.submit({ op: 'usage', key });
      if (result.kind === 'answer') return readValuesUsage(result.bytes);
      return { ok: false, error: describe(result, `reading the templates of the chart "${key}"`) };
    },
    rest: () => queue.rest(),
    close: () => queue.close(),
  };
}
