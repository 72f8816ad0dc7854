import { availableParallelism } from 'node:os';
import { type BatchVerdicts, createKubernetesBench, type KubernetesBench } from './kubernetes-bench.ts';
import type { AdmissionBatch, KubernetesCall } from './kubernetes-protocol.ts';
import type { LoadedEngine } from './module.ts';
import { openReactor } from './reactor.ts';
import { openWorkQueue } from './work-queue.ts';

export type { AdmissionBatch, KindDefinition, ServerFinding } from './kubernetes-protocol.ts';

/** Milliseconds that one call may take: a batch takes a fraction of a second, a large definition about one. */
const TIME_LIMIT = 20_000;

/** The API server's validation in worker threads: an object that breaks it costs one answer and no more. */
export interface KubernetesEngine {
  /** Starts the worker before there is something to judge. @param warmUp calls that it makes for itself meanwhile */
  start(warmUp: readonly KubernetesCall[]): void;
  /** What a server of that minor would say to creating each object. May be called for many batches at once. */
  judge(batch: AdmissionBatch): Promise<BatchVerdicts>;
  /** Ends the workers; batches that still wait are rejected. */
  close(): Promise<void>;
}

/** Objects that wait for the first worker before a second is worth its start, which takes as long as judging these. */
const OBJECTS_WORTH_A_WORKER = 1500;
const MOST_WORKERS = 2;

/** Opens the engine. Nothing starts before the first batch, and idle workers do not keep the process alive. */
export function openKubernetesEngine(timeLimit: number = TIME_LIMIT): KubernetesEngine {
  const queue = openWorkQueue({
    name: 'the kubernetes engine',
    limit: Math.min(MOST_WORKERS, availableParallelism()),
    makeWorker: () => createKubernetesBench(timeLimit),
    work: (bench: KubernetesBench, batch: AdmissionBatch): Promise<BatchVerdicts> => bench.judge(batch),
    isWorthWorker: (waiting) => countObjects(waiting) >= OBJECTS_WORTH_A_WORKER,
  });
  return {
    start: (warmUp) => queue.start((bench) => bench.start(warmUp)),
    judge: (batch) => queue.submit(batch),
    close: () => queue.close(),
  };
}

function countObjects(batches: readonly AdmissionBatch[]): number {
  return batches.reduce((sum, { objects }) => sum + objects.length, 0);
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
