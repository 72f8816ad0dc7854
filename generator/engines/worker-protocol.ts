import type { ChartSource, RawHelmRequest, TemplateRequest } from './helm-protocol.ts';
import type { KubernetesCall } from './kubernetes-protocol.ts';
import type { KustomizeRequest } from './kustomize-protocol.ts';
import type { LoadedEngine } from './module.ts';

/** Engines that run in worker threads: what they are given is somebody else's program. */
export type WorkerEngineName = 'helm' | 'kubernetes' | 'kustomize';

export type HelmCall =
  | { readonly op: 'load'; readonly key: string; readonly source: ChartSource }
  | { readonly op: 'unload'; readonly key: string }
  | { readonly op: 'render'; readonly request: RawHelmRequest }
  | { readonly op: 'template'; readonly request: TemplateRequest }
  | { readonly op: 'parse'; readonly text: string }
  | { readonly op: 'usage'; readonly key: string };

export type KustomizeCall = { readonly op: 'build'; readonly request: KustomizeRequest };

/** What a worker is asked; one answer for each, in order. */
export type WorkerCall = HelmCall | KubernetesCall | KustomizeCall;

/** First message to a worker. */
export interface WorkerStart {
  readonly engine: WorkerEngineName;
  /** What another worker has read; absent for the first, which reads it itself. */
  readonly loaded?: LoadedEngine;
  /** Calls whose answers nobody wants: what they run is compiled when the first real call comes. */
  readonly warmUp: readonly WorkerCall[];
}

export type WorkerAnswer =
  | { readonly kind: 'ready'; readonly loaded: LoadedEngine }
  | { readonly kind: 'answer'; readonly bytes: Uint8Array }
  /** The engine itself ended: memory, or a defect. */
  | { readonly kind: 'failed'; readonly message: string };
