import type { ChartSource } from './helm-protocol.ts';
import type { LoadedEngine } from './module.ts';
import { openReactor, type Reactor } from './reactor.ts';
import type { ReactorImage } from './snapshot.ts';

/** Instances that have done nothing but to read one chart: what a render in them gives depends on nothing before it. */
export interface FreshInstances {
  open(key: string, source: ChartSource): Promise<Reactor>;
  forget(key: string): void;
}

/** Images of charts that are kept, the latest ones: one takes some 30 to 100 MB. */
const KEPT_IMAGES = 2;

/** A chart that is opened for the second time may be opened often: from then on its instances start from an image. */
export function createFreshInstances({ module, image }: LoadedEngine): FreshInstances {
  const images = new Map<string, ReactorImage>();
  const opened = new Set<string>();
  return {
    open: async (key, source) => {
      const kept = images.get(key);
      if (kept !== undefined) {
        images.delete(key);
        images.set(key, kept);
        return openReactor(module, kept);
      }
      const reactor = await openReactor(module, image);
      loadInto(reactor, key, source);
      // Always, also where no image is taken: what a render draws by chance depends on what was prepared.
      reactor.call({ op: 'prime', chart: key });
      if (!opened.has(key)) {
        opened.add(key);
        return reactor;
      }
      const saved = reactor.save();
      images.set(key, saved);
      for (const oldest of [...images.keys()].slice(0, -KEPT_IMAGES)) images.delete(oldest);
      return openReactor(module, saved);
    },
    forget: (key) => {
      images.delete(key);
      opened.delete(key);
    },
  };
}

/** The call that reads a chart into an instance. */
export function loadCall(key: string, source: ChartSource): [request: object, blob?: Uint8Array] {
  if (source.kind === 'archive') return [{ op: 'load', chart: key }, source.bytes];
  const files = source.files.map(({ name, data }) => ({ name, data: Buffer.from(data).toString('base64') }));
  return [{ op: 'loadFiles', chart: key, files }];
}

/** Reads a chart into an instance; whether it can be read is known already. */
export function loadInto(reactor: Reactor, key: string, source: ChartSource): void {
  reactor.call(...loadCall(key, source));
}
