import { availableParallelism } from 'node:os';
import { type BatchVerdicts, createKubernetesBench, type KubernetesBench } from './kubernetes-bench.ts';
import type { AdmissionBatch, KubernetesCall } from './kubernetes-protocol.ts';
import type { LoadedEngine } from './module.ts';
import { openReactor } from './reactor.ts';

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

interface Job {
  readonly batch: AdmissionBatch;
  readonly resolve: (verdicts: BatchVerdicts) => void;
  readonly reject: (error: unknown) => void;
}

/** Objects that wait for the first worker before a second is worth its start, which takes as long as judging these. */
const OBJECTS_WORTH_A_WORKER = 1500;
const MOST_WORKERS = 2;

/** Opens the engine. Nothing starts before the first batch, and idle workers do not keep the process alive. */
export function openKubernetesEngine(timeLimit: number = TIME_LIMIT): KubernetesEngine {
  const benches: KubernetesBench[] = [];
  const busy = new Set<KubernetesBench>();
  const queue: Job[] = [];
  let closed = false;

  const addBench = (): KubernetesBench => {
    const bench = createKubernetesBench(timeLimit);
    benches.push(bench);
    return bench;
  };
  const run = async (bench: KubernetesBench): Promise<void> => {
    busy.add(bench);
    for (let job = queue.shift(); job !== undefined; job = queue.shift()) {
      await bench.judge(job.batch).then(job.resolve, job.reject);
    }
    busy.delete(bench);
  };
  const waiting = (): number => queue.reduce((sum, { batch }) => sum + batch.objects.length, 0);
  return {
    start: (warmUp) => {
      if (benches.length === 0) addBench().start(warmUp);
    },
    judge: (batch) =>
      new Promise((resolve, reject) => {
        if (closed) return reject(new Error('the kubernetes engine is closed'));
        queue.push({ batch, resolve, reject });
        const idle = benches.find((bench) => !busy.has(bench));
        if (idle !== undefined) return void run(idle);
        if (benches.length === 0) return void run(addBench());
        const isWorthIt = benches.length < MOST_WORKERS && availableParallelism() > 1;
        if (isWorthIt && waiting() >= OBJECTS_WORTH_A_WORKER) void run(addBench());
      }),
    close: async () => {
      closed = true;
      for (const job of queue.splice(0)) job.reject(new Error('the kubernetes engine is closed'));
      await Promise.all(benches.map((bench) => bench.close()));
    },
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
