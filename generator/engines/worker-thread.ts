import { Worker } from 'node:worker_threads';
import { PlatformError } from '../contract/platform-error.ts';
import { joinEngine } from './engine-share.ts';
import { assertEngine } from './module.ts';
import type { WorkerAnswer, WorkerCall, WorkerEngineName, WorkerStart } from './worker-protocol.ts';

/** What became of a call: bytes, the engine's last words, or the end of the time it was given. */
export type CallResult =
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  | { readonly kind: 'failed'; readonly message: string }
  | { readonly kind: 'late' };

/** `lost` when a call before it ended the worker: it can be made of another one. */
export type CallOutcome = CallResult | { readonly kind: 'lost' };

/** One worker that answers calls in their order, and is dead after one without an answer. */
export interface WorkerThread {
  call(call: WorkerCall): Promise<CallOutcome>;
  close(): Promise<void>;
}

/** When this file runs as source (in tests), the worker is the built one: Node cannot load TypeScript. */
const ENTRY = import.meta.url.endsWith('.ts')
  ? new URL('../../dist/engines/engine-worker.js', import.meta.url)
  : new URL('./engine-worker.js', import.meta.url);

/** A blocked main thread must not look like a late worker: answers that arrived meanwhile are read first. */
const GRACE_MILLISECONDS = 100;

/**
 * Starts a worker. The first of an engine reads it there: this thread may be busy for long. Resolves once it is ready. Throws a
 * PlatformError when it does not start.
 * @param timeLimit milliseconds that one call may take
 * @param warmUp calls that the worker makes of itself once it is ready
 */
export async function startWorkerThread(
  name: WorkerEngineName,
  timeLimit: number,
  warmUp: readonly WorkerCall[] = [],
): Promise<WorkerThread> {
  assertEngine(name);
  const share = joinEngine(name);
  const loaded = await share.loaded;
  const worker = new Worker(ENTRY);
  const waiting: ((outcome: CallOutcome) => void)[] = [];
  let timer: NodeJS.Timeout | undefined;
  let failStart: ((error: Error) => void) | undefined;
  /** Gives the first that waits the time of one call. An idle worker must not keep the process alive. */
  const watch = (): void => {
    clearTimeout(timer);
    if (waiting.length === 0) {
      worker.unref();
      return;
    }
    timer = setTimeout(() => {
      timer = setTimeout(() => {
        end({ kind: 'late' });
        void worker.terminate();
      }, GRACE_MILLISECONDS);
    }, timeLimit);
  };
  const answer = (result: CallResult): void => {
    waiting.shift()?.(result);
    watch();
  };
  const end = (result: CallResult): void => {
    clearTimeout(timer);
    const [first, ...others] = waiting.splice(0);
    first?.(result);
    for (const settle of others) settle({ kind: 'lost' });
  };
  const fail = (error: Error): void => {
    failStart?.(error);
    end({ kind: 'failed', message: error.message });
  };
  const ready = new Promise<void>((resolve, reject) => {
    failStart = reject;
    worker.on('message', (message: WorkerAnswer) => {
      if (message.kind === 'ready') {
        share.tell(message.loaded);
        resolve();
      } else if (message.kind === 'answer') answer(message);
      else end(message);
    });
    worker.on('error', (error) => fail(asError(error)));
    worker.on('exit', (status) => fail(new Error(`the worker ended with status ${status}`)));
  });
  // Settled below; a worker that fails before the engine is there must not count as unhandled.
  ready.catch(() => undefined);
  try {
    worker.postMessage({ engine: name, warmUp, ...(loaded === undefined ? {} : { loaded }) } satisfies WorkerStart);
    await ready;
  } catch (cause) {
    // Whoever waits tries for himself.
    share.tell(undefined);
    share.leave();
    await worker.terminate();
    if (cause instanceof PlatformError) throw cause;
    throw new PlatformError('engine-start', `The ${name} engine does not start in a worker thread.`, {
      fix: 'Run `npm run build`, then try again; if it persists, report it with the cause.',
      cause,
    });
  }
  watch();
  return {
    call: (call) =>
      new Promise((settle) => {
        waiting.push(settle);
        if (waiting.length === 1) {
          worker.ref();
          watch();
        }
        worker.postMessage(call);
      }),
    close: async () => {
      // Nobody waits for an answer any more.
      waiting.length = 0;
      clearTimeout(timer);
      share.leave();
      await worker.terminate();
    },
  };
}

function asError(value: unknown): Error {
  return value instanceof Error ? value : new Error(String(value));
}
