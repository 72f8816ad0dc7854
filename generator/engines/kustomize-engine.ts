import { describeBreach, describeFailure } from './breach.ts';
import { failedBuild, type KustomizeBuild, type KustomizeRequest, readKustomizeBuild } from './kustomize-protocol.ts';
import { createLane } from './lane.ts';
import type { LoadedEngine } from './module.ts';
import { openReactor } from './reactor.ts';

export type { KustomizeBuild, KustomizeOptions, KustomizeRequest } from './kustomize-protocol.ts';

export interface KustomizeEngineOptions {
  /**
   * Milliseconds that one build may take. Large CRDs take seconds: kustomize parses and prints everything several times.
   * @default 60000
   */
  readonly timeLimit?: number;
}

/** Kustomize in a worker thread: a build that never ends, or eats its memory, costs one answer and no more. */
export interface KustomizeEngine {
  /** Builds one folder. What is wrong with it is a value. Calls are answered in order. */
  build(request: KustomizeRequest): Promise<KustomizeBuild>;
  /** Ends the worker. */
  close(): Promise<void>;
}

/** Opens kustomize. Nothing starts before the first build, and an idle worker does not keep the process alive. */
export function openKustomizeEngine(options: KustomizeEngineOptions = {}): KustomizeEngine {
  const timeLimit = options.timeLimit ?? 60_000;
  const lane = createLane('kustomize', timeLimit);
  let last: Promise<unknown> = Promise.resolve();

  const build = async (request: KustomizeRequest): Promise<KustomizeBuild> => {
    const result = await lane.call({ op: 'build', request });
    if (result.kind === 'answer') return readKustomizeBuild(result.bytes);
    return failedBuild(describeFailure(result, `building the kustomization in "${request.folder}"`, timeLimit));
  };
  return {
    build: (request) => {
      const answer = last.then(() => build(request));
      last = answer.catch(() => undefined);
      return answer;
    },
    close: () => lane.close(),
  };
}

/** Kustomize in this thread, with answers still as bytes. Each build has an instance of its own: bytes repeat. */
export function openRawKustomizeEngine({ module, image }: LoadedEngine): {
  build(request: KustomizeRequest): Promise<Uint8Array>;
} {
  return {
    build: async ({ files, folder, options }) => {
      try {
        const reactor = await openReactor(module, image);
        const encoded = files.map(({ name, data }) => ({ name, data: Buffer.from(data).toString('base64') }));
        return reactor.call({ op: 'build', files: encoded, folder, options });
      } catch (error) {
        return new TextEncoder().encode(JSON.stringify(failedBuild(describeBreach(error, 'build'))));
      }
    },
  };
}
