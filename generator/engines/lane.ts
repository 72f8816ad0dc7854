import type { ChartSource } from './helm-protocol.ts';
import type { WorkerCall, WorkerEngineName } from './worker-protocol.ts';
import { type CallResult, startWorkerThread, type WorkerThread } from './worker-thread.ts';

/** A worker at a time, replaced after a breach, and told about charts before it needs them. */
export interface Lane {
  /** Starts the worker before there is something to ask, and lets it make these calls for itself meanwhile. */
  start(warmUp: readonly WorkerCall[]): void;
  call(call: WorkerCall): Promise<CallResult>;
  close(): Promise<void>;
}

/** Makes a lane of one engine; its worker starts with the first call. Helm's lanes are given the pool's charts. */
export function createLane(
  engine: WorkerEngineName,
  timeLimit: number,
  sources: ReadonlyMap<string, ChartSource> = new Map(),
): Lane {
  const known = new Map<string, ChartSource>();
  let thread: Promise<WorkerThread> | undefined;

  const started = (warmUp: readonly WorkerCall[] = []): Promise<WorkerThread> => {
    thread ??= startWorkerThread(engine, timeLimit, warmUp);
    return thread;
  };
  const callThread = async (call: WorkerCall): Promise<CallResult> => {
    const current = await started();
    const result = await current.call(call);
    if (result.kind !== 'answer') {
      thread = undefined;
      known.clear();
      await current.close();
    }
    return result;
  };
  const forgetStale = async (): Promise<void> => {
    for (const [key, source] of known) {
      if (sources.get(key) === source) continue;
      known.delete(key);
      await callThread({ op: 'unload', key });
    }
  };
  return {
    // Whoever asks first is told when it does not start.
    start: (warmUp) => {
      started(warmUp).catch(() => undefined);
    },
    call: async (call) => {
      await forgetStale();
      const key = chartOf(call);
      const source = key === undefined ? undefined : sources.get(key);
      if (key !== undefined && source !== undefined && known.get(key) !== source) {
        const loaded = await callThread({ op: 'load', key, source });
        if (loaded.kind !== 'answer') return loaded;
        known.set(key, source);
      }
      const result = await callThread(call);
      if (call.op === 'load' && result.kind === 'answer') known.set(call.key, call.source);
      return result;
    },
    close: async () => {
      const open = thread;
      thread = undefined;
      const started = await open?.catch(() => undefined);
      await started?.close();
    },
  };
}

/** The chart that a call needs to find loaded. */
function chartOf(call: WorkerCall): string | undefined {
  if (call.op === 'render') return call.request.chart;
  return call.op === 'usage' ? call.key : undefined;
}
