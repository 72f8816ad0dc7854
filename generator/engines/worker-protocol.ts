import type { ChartSource, HelmRequest } from './helm-protocol.ts';

/** What the pool asks a worker; one answer for each, in order. */
export type WorkerCall =
  | { readonly op: 'load'; readonly key: string; readonly source: ChartSource }
  | { readonly op: 'unload'; readonly key: string }
  | { readonly op: 'render'; readonly request: HelmRequest }
  | { readonly op: 'parse'; readonly text: string };

/** First message to a worker: it starts while the module is still being compiled. */
export interface WorkerStart {
  readonly module: WebAssembly.Module;
}

export type WorkerAnswer =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  /** The engine itself ended: memory, or a defect. */
  | { readonly kind: 'failed'; readonly message: string };
