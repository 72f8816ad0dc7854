import { describeFailure } from './breach.ts';
import {
  type AdmissionBatch,
  type KindDefinition,
  type KubernetesCall,
  readVerdicts,
  type ServerFinding,
} from './kubernetes-protocol.ts';
import { createLane } from './lane.ts';

/** What a server would say to each object of a batch. */
export type BatchVerdicts = readonly (readonly ServerFinding[])[];

/** One worker with the kinds that it knows; for one batch at a time. */
export interface KubernetesBench {
  start(warmUp: readonly KubernetesCall[]): void;
  judge(batch: AdmissionBatch): Promise<BatchVerdicts>;
  close(): Promise<void>;
}

/** Nothing starts before the first batch. @param timeLimit milliseconds that one call may take */
export function createKubernetesBench(timeLimit: number): KubernetesBench {
  const lane = createLane('kubernetes', timeLimit);
  /** Keys of what the worker knows, by group and kind. */
  const known = new Map<string, string>();

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
  const judge = async (batch: AdmissionBatch): Promise<BatchVerdicts> => {
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
  return { start: (warmUp) => lane.start(warmUp), judge, close: () => lane.close() };
}
