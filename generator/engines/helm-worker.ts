// Worker thread: renders with one engine, in the order of the calls. Started by pool.ts only.
import { once } from 'node:events';
import { parentPort } from 'node:worker_threads';
import { openRawHelmEngine, type RawHelmEngine } from './helm-engine.ts';
import type { WorkerAnswer, WorkerCall, WorkerStart } from './worker-protocol.ts';

const port = parentPort;
if (port === null) throw new Error('helm-worker runs as a worker thread only');
// Sent by worker-thread.ts.
const [start] = (await once(port, 'message')) as [WorkerStart];
const engine = await openRawHelmEngine(start.module);

let last: Promise<void> = Promise.resolve();
port.on('message', (call: WorkerCall) => {
  last = last.then(async () => {
    const answer = await answerCall(engine, call);
    port.postMessage(answer, transferred(answer));
  });
});
port.postMessage({ kind: 'ready' } satisfies WorkerAnswer);

/** Answers are moved, not copied: each is a buffer of its own. */
function transferred(answer: WorkerAnswer): ArrayBuffer[] {
  return answer.kind === 'answer' && answer.bytes.buffer instanceof ArrayBuffer ? [answer.bytes.buffer] : [];
}

async function answerCall(engine: RawHelmEngine, call: WorkerCall): Promise<WorkerAnswer> {
  try {
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
