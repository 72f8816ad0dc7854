import type { ChartSource } from './helm-protocol.ts';
import { loadEngineModule } from './module.ts';
import type { WorkerCall } from './worker-protocol.ts';
import { type CallResult, startWorkerThread, type WorkerThread } from './worker-thread.ts';

/** One place in the pool: a worker at a time, replaced after a breach, and told about charts before it needs them. */
export interface Lane {
  call(call: WorkerCall): Promise<CallResult>;
  close(): Promise<void>;
}

/** Makes a lane on the pool's charts; its worker starts with the first call. */
export function createLane(sources: ReadonlyMap<string, ChartSource>, timeLimit: number): Lane {
  const known = new Map<string, ChartSource>();
  let thread: WorkerThread | undefined;

  const callThread = async (call: WorkerCall): Promise<CallResult> => {
    thread ??= await startWorkerThread(loadEngineModule('helm'), timeLimit);
    const result = await thread.call(call);
    if (result.kind !== 'answer') {
      const ended = thread;
      thread = undefined;
      known.clear();
      await ended.close();
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
    call: async (call) => {
      await forgetStale();
      if (call.op === 'render') {
        const source = sources.get(call.request.chart);
        if (source !== undefined && known.get(call.request.chart) !== source) {
          const loaded = await callThread({ op: 'load', key: call.request.chart, source });
          if (loaded.kind !== 'answer') return loaded;
          known.set(call.request.chart, source);
        }
      }
      const result = await callThread(call);
      if (call.op === 'load' && result.kind === 'answer') known.set(call.key, call.source);
      return result;
    },
    close: async () => {
      const open = thread;
      thread = undefined;
      await open?.close();
    },
  };
}
