// What the first worker of an engine has read is given to the others while one of them lives: code and memory are shared, not copied.
import type { LoadedEngine } from './module.ts';
import type { WorkerEngineName } from './worker-protocol.ts';

export interface EngineShare {
  /** What an earlier worker has read; `undefined` for the first worker, and where the first has failed. */
  readonly loaded: Promise<LoadedEngine | undefined>;
  /** Says what this worker has read. @param loaded `undefined` when it has failed */
  tell(loaded: LoadedEngine | undefined): void;
  /** This worker has ended. */
  leave(): void;
}

interface Share {
  readonly told: Promise<LoadedEngine | undefined>;
  readonly tell: (loaded: LoadedEngine | undefined) => void;
  readonly members: Set<EngineShare>;
}

const shares = new Map<WorkerEngineName, Share>();

/** Takes part in the engine of that name. */
export function joinEngine(name: WorkerEngineName): EngineShare {
  const earlier = shares.get(name);
  const share = earlier ?? openShare();
  shares.set(name, share);
  const member: EngineShare = {
    loaded: earlier === undefined ? Promise.resolve(undefined) : share.told,
    tell: share.tell,
    leave: () => {
      share.members.delete(member);
      if (share.members.size === 0 && shares.get(name) === share) shares.delete(name);
    },
  };
  share.members.add(member);
  return member;
}

function openShare(): Share {
  let tell: Share['tell'] = () => undefined;
  const told = new Promise<LoadedEngine | undefined>((resolve) => {
    tell = resolve;
  });
  return { told, tell, members: new Set() };
}
