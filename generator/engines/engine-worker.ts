// Worker thread: runs one engine, in the order of the calls. Started by worker-thread.ts only.
import { parentPort } from 'node:worker_threads';
import { openRawHelmEngine, type RawHelmEngine } from './helm-engine.ts';
import { openRawKubernetesEngine } from './kubernetes-engine.ts';
import { openRawKustomizeEngine } from './kustomize-engine.ts';
import { type LoadedEngine, loadEngine } from './module.ts';
import type { HelmCall, WorkerAnswer, WorkerCall, WorkerEngineName, WorkerStart } from './worker-protocol.ts';

type RunCall = (call: WorkerCall) => Promise<Uint8Array>;

const port = parentPort;
if (port === null) throw new Error('engine-worker runs as a worker thread only');
let run: RunCall | undefined;
let last: Promise<void> = Promise.resolve();

// One listener from the start: with none, Node takes the worker for idle while the engine opens, and waits 0.2 s for
// V8's background compilation before it looks for messages again.
port.on('message', (message: WorkerStart | WorkerCall) => {
  last = last.then(async () => {
    if ('engine' in message) {
      // A rejection ends the worker, and with it the start.
      const loaded = message.loaded ?? (await loadEngine(message.engine));
      run = await openEngine(message.engine, loaded);
      port.postMessage({ kind: 'ready', loaded } satisfies WorkerAnswer);
      for (const call of message.warmUp) await answerCall(call);
      return;
    }
    const answer = await answerCall(message);
    port.postMessage(answer, transferred(answer));
  });
});

async function openEngine(name: WorkerEngineName, engine: LoadedEngine): Promise<RunCall> {
  if (name === 'kustomize') {
    const kustomize = openRawKustomizeEngine(engine);
    return async (call) => {
      if (call.op !== 'build') throw new Error(`kustomize does not answer "${call.op}"`);
      return kustomize.build(call.request);
    };
  }
  if (name === 'kubernetes') {
    const kubernetes = await openRawKubernetesEngine(engine);
    return async (call) => {
      if (call.op !== 'define' && call.op !== 'judge') throw new Error(`kubernetes does not answer "${call.op}"`);
      return kubernetes.run(call);
    };
  }
  const helm = await openRawHelmEngine(engine);
  return async (call) => {
    if (call.op === 'build' || call.op === 'define' || call.op === 'judge') {
      throw new Error(`helm does not answer "${call.op}"`);
    }
    return runHelmCall(helm, call);
  };
}

/** Answers are moved, not copied: each is a buffer of its own. */
function transferred(answer: WorkerAnswer): ArrayBuffer[] {
  return answer.kind === 'answer' && answer.bytes.buffer instanceof ArrayBuffer ? [answer.bytes.buffer] : [];
}

async function answerCall(call: WorkerCall): Promise<WorkerAnswer> {
  try {
    if (run === undefined) throw new Error('a call came before the engine');
    return { kind: 'answer', bytes: await run(call) };
  } catch (error) {
    return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
  }
}

async function runHelmCall(engine: RawHelmEngine, call: HelmCall): Promise<Uint8Array> {
  switch (call.op) {
    case 'load':
      return engine.load(call.key, call.source);
    case 'unload':
      await engine.unload(call.key);
      return new Uint8Array();
    case 'render':
      return engine.render(call.request);
    case 'template':
      return engine.template(call.request);
    case 'parse':
      return engine.parse(call.text);
    case 'usage':
      return engine.readUsage(call.key);
    default:
      return call satisfies never;
  }
}
