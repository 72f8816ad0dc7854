import type { FileSpec } from '../contract/file-spec.ts';
import type { Platform } from '../model/platform.ts';

/** A version of the shared service chart: file path inside the chart → text. */
export interface ServiceChart {
  readonly version: string;
  readonly files: ReadonlyMap<string, string>;
}

export interface EmitContext {
  readonly serviceCharts: readonly ServiceChart[];
}

/** One emitter: a pure function from the platform to the files it claims. */
export interface Emitter {
  readonly name: string;
  emit(platform: Platform, context: EmitContext): Iterable<FileSpec>;
}

/** Defines an emitter. One file of a folder of `emit/` exports one. */
export function defineEmitter(emitter: Emitter): Emitter {
  return emitter;
}
