import { describeFailure } from './breach.ts';
import {
  type AdmissionBatch,
  type KindDefinition,
  type KubernetesCall,
  readVerdicts,
  type ServerFinding,
} from './kubernetes-protocol.ts';
import { createLane } from './lane.ts';
import type { LoadedEngine } from './module.ts';
import { openReactor } from './reactor.ts';

export type { AdmissionBatch, KindDefinition, ServerFinding } from './kubernetes-protocol.ts';

/** Milliseconds that one call may take: a batch takes a fraction of a second, a large definition about one. */
const TIME_LIMIT = 20_000;

/** The API server's validation in a worker thread: an object that breaks it costs one answer and no more. */
export interface KubernetesEngine {
  /** Starts the worker before there is something to judge. */
  start(): void;
  /** What a server of that minor would say to creating each object. Calls are answered in order. */
  judge(batch: AdmissionBatch): Promise<readonly (readonly ServerFinding[])[]>;
  /** Ends the worker. */
  close(): Promise<void>;
}

/** Opens the engine. Nothing starts before the first batch, and an idle worker does not keep the process alive. */
export function openKubernetesEngine(timeLimit: number = TIME_LIMIT): KubernetesEngine {
  const lane = createLane('kubernetes', timeLimit);
  /** Keys of what the worker knows, by group and kind. */
  const known = new Map<string, string>();
  let last: Promise<unknown> = Promise.resolve();

  /** Bytes, or the words for a call that ended the worker. */
  const call = async (request: KubernetesCall): Promise<Uint8Array | string> => {
    const result = await lane.call(request);
    if (result.kind === 'answer') return result.bytes;
    known.clear();
    return describeFailure(result, 'judging it', timeLimit);
  };
  const define = async (definitions: readonly KindDefinition[]): Promise<void> => {
    for (const { group, kind, key, source } of definitions) {
      if (known.get(`${group}/${kind}`) === key) continue;
      const answer = await call({ op: 'define', group, kind, source: Buffer.from(source()) });
      if (typeof answer !== 'string') known.set(`${group}/${kind}`, key);
    }
  };
  const judge = async (batch: AdmissionBatch): Promise<readonly (readonly ServerFinding[])[]> => {
    const { objects, kubernetes } = batch;
    await define(batch.definitions);
    const texts = objects.map((text) => Buffer.from(text));
    const lengths = texts.map((text) => text.length);
    const answer = await call({ op: 'judge', kubernetes, lengths, objects: Buffer.concat(texts) });
    if (typeof answer !== 'string') return readVerdicts(answer, objects.length);
    if (objects.length === 1) return [[{ field: '', type: 'Breach', message: answer, apply: false, later: false }]];
    // One of them did that: the halves tell which, and the others get their verdict.
    const middle = Math.ceil(objects.length / 2);
    const first = await judge({ ...batch, objects: objects.slice(0, middle) });
    return [...first, ...(await judge({ ...batch, objects: objects.slice(middle) }))];
  };
  return {
    start: () => lane.start(),
    judge: (batch) => {
      const answer = last.then(() => judge(batch));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => lane.close(),
  };
}

/** The engine in this thread, with answers still as bytes. Its instance lives on: kinds stay compiled. */
export async function openRawKubernetesEngine({ module, image }: LoadedEngine): Promise<{
  run(call: KubernetesCall): Uint8Array;
}> {
  const reactor = await openReactor(module, image);
  return {
    run: (call) => {
      if (call.op === 'define') {
        return reactor.call({ op: call.op, group: call.group, kind: call.kind }, call.source);
      }
      return reactor.call({ op: call.op, kubernetes: call.kubernetes, lengths: call.lengths }, call.objects);
    },
  };
}
