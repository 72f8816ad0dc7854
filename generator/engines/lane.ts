import type { ChartSource } from './helm-protocol.ts';
import type { WorkerCall, WorkerEngineName } from './worker-protocol.ts';
import { type CallOutcome, type CallResult, startWorkerThread, type WorkerThread } from './worker-thread.ts';

/** A worker at a time, replaced after a breach, and told about charts before it needs them. */
export interface Lane {
  /** Starts the worker before there is something to ask, and lets it make these calls for itself meanwhile. */
  start(warmUp: readonly WorkerCall[]): void;
  call(call: WorkerCall): Promise<CallResult>;
  close(): Promise<void>;
}

/** A worker with the charts that it has read. */
interface Crew {
  readonly thread: Promise<WorkerThread>;
  readonly known: Map<string, ChartSource>;
  /** Settles when the chart of the latest call is there. */
  prepared: Promise<unknown>;
}

/** Makes a lane of one engine; its worker starts with the first call. Helm's lanes are given the pool's charts. */
export function createLane(
  engine: WorkerEngineName,
  timeLimit: number,
  sources: ReadonlyMap<string, ChartSource> = new Map(),
): Lane {
  let crew: Crew | undefined;

  const started = (warmUp: readonly WorkerCall[] = []): Crew => {
    crew ??= { thread: startWorkerThread(engine, timeLimit, warmUp), known: new Map(), prepared: Promise.resolve() };
    return crew;
  };
  const ask = async (current: Crew, call: WorkerCall): Promise<CallOutcome> => {
    const thread = await current.thread;
    const result = await thread.call(call);
    if (result.kind !== 'answer') {
      if (crew === current) crew = undefined;
      await thread.close();
    }
    return result;
  };
  const prepare = async (current: Crew, call: WorkerCall): Promise<CallOutcome | undefined> => {
    for (const [key, source] of current.known) {
      if (sources.get(key) === source) continue;
      current.known.delete(key);
      await ask(current, { op: 'unload', key });
    }
    const key = chartOf(call);
    const source = key === undefined ? undefined : sources.get(key);
    if (key === undefined || source === undefined || current.known.get(key) === source) return undefined;
    const loaded = await ask(current, { op: 'load', key, source });
    if (loaded.kind !== 'answer') return loaded;
    current.known.set(key, source);
    return undefined;
  };
  const callOnce = async (call: WorkerCall): Promise<CallOutcome> => {
    const current = started();
    const preparing = current.prepared.then(() => prepare(current, call));
    current.prepared = preparing.catch(() => undefined);
    const obstacle = await preparing;
    if (obstacle !== undefined) return obstacle;
    const result = await ask(current, call);
    if (call.op === 'load' && result.kind === 'answer') current.known.set(call.key, call.source);
    return result;
  };
  return {
    // Whoever asks first is told when it does not start.
    start: (warmUp) => {
      started(warmUp).thread.catch(() => undefined);
    },
    call: async (call) => {
      for (;;) {
        // Each call that ends a worker has its answer, so that this one's turn comes.
        const result = await callOnce(call);
        if (result.kind !== 'lost') return result;
      }
    },
    close: async () => {
      const open = crew;
      crew = undefined;
      const thread = await open?.thread.catch(() => undefined);
      await thread?.close();
    },
  };
}

/** The chart that a call needs to find loaded. */
function chartOf(call: WorkerCall): string | undefined {
  if (call.op === 'render') return call.request.chart;
  return call.op === 'usage' ? call.key : undefined;
}
