// Worker thread: renders with one engine, in the order of the calls. Started by pool.ts only.
import { parentPort } from 'node:worker_threads';
import { openRawHelmEngine, type RawHelmEngine } from './helm-engine.ts';
import type { WorkerAnswer, WorkerCall, WorkerStart } from './worker-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('helm-worker runs as a worker thread only');
let engine: RawHelmEngine | undefined;
let last: Promise<void> = Promise.resolve();

// One listener from the start: with none, Node takes the worker for idle while the engine opens, and waits 0.2 s for
// V8's background compilation before it looks for messages again.
port.on('message', (message: WorkerStart | WorkerCall) => {
  last = last.then(async () => {
    if ('module' in message) {
      // A rejection ends the worker, and with it the start.
      engine = await openRawHelmEngine(message.module);
      port.postMessage({ kind: 'ready' } satisfies WorkerAnswer);
      return;
    }
    const answer = await answerCall(message);
    port.postMessage(answer, transferred(answer));
  });
});

/** Answers are moved, not copied: each is a buffer of its own. */
function transferred(answer: WorkerAnswer): ArrayBuffer[] {
  return answer.kind === 'answer' && answer.bytes.buffer instanceof ArrayBuffer ? [answer.bytes.buffer] : [];
}

async function answerCall(call: WorkerCall): Promise<WorkerAnswer> {
  try {
    if (engine === undefined) throw new Error('a call came before the module');
    return { kind: 'answer', bytes: await runCall(engine, call) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function runCall(engine: RawHelmEngine, call: WorkerCall): Promise<Uint8Array> {
  switch (call.op) {
    case 'load':
      return engine.load(call.key, call.source);
    case 'unload':
      await engine.unload(call.key);
      return new Uint8Array();
    case 'render':
      return engine.render(call.request);
    case 'parse':
      return engine.parse(call.text);
    default:
      return call satisfies never;
  }
}
