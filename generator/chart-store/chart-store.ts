/** What is known offline about charts that live outside the repository. */
import type { ChartSource } from '../engines/helm-protocol.ts';

/** A chart, or a folder of another Git repository, as an Application names it. */
export type WantedChart =
  | { readonly kind: 'chart'; readonly repository: string; readonly name: string; readonly version: string }
  | { readonly kind: 'git'; readonly repository: string; readonly path: string; readonly revision: string };

/** What the store has of it. */
export type StoredChart =
  | {
      readonly state: 'found';
      /** sha256 of the content: equal keys hold equal bytes. */
      readonly key: string;
      /** Exact version, or commit. */
      readonly version: string;
      /** What a reader must know about it, e.g. "not the locked archive". */
      readonly note: string | undefined;
      /** Set when a chart of another version stands in for the one that was asked for. */
      readonly instead?: { readonly asked: string; readonly path: string };
      read(): Promise<ChartSource>;
    }
  | {
      /** `damaged`: there, but not to be trusted, e.g. of another digest than the lock says. */
      readonly state: 'missing' | 'damaged';
      readonly reason: string;
      readonly fix: string;
    };

/** Looks charts up without a network: in `--charts` folders first, then what `slipway charts pull` has kept. */
export interface ChartStore {
  find(wanted: WantedChart): Promise<StoredChart>;
}
