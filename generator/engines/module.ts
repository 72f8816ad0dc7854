import { existsSync } from 'node:fs';
import { PlatformError } from '../contract/platform-error.ts';
import { spareCompiler } from './compiler-flags.ts';
import type { ReactorImage } from './snapshot.ts';
import { openEngineFile } from './unpacked-engine.ts';

export type EngineName = 'helm' | 'kubernetes' | 'kustomize' | 'opa';

/** An engine that only needs an instance: compiled code, and the memory in which it has started. */
export interface LoadedEngine {
  readonly module: WebAssembly.Module;
  readonly image: ReactorImage;
}

const loaded = new Map<EngineName, Promise<LoadedEngine>>();

/** Reads an engine that ships with this package; once in a thread. */
export function loadEngine(name: EngineName): Promise<LoadedEngine> {
  let engine = loaded.get(name);
  if (engine === undefined) {
    engine = readEngine(name);
    loaded.set(name, engine);
  }
  return engine;
}

/** Throws what to do about an engine that is not there. A worker reads it itself, and could only end. */
export function assertEngine(name: EngineName): void {
  if (!existsSync(locationOf(name))) throw missing(name);
}

async function readEngine(name: EngineName): Promise<LoadedEngine> {
  spareCompiler();
  try {
    return await openEngineFile(locationOf(name));
  } catch (cause) {
    throw missing(name, cause);
  }
}

/** The same from generator/engines and from dist/engines. */
function locationOf(name: EngineName): URL {
  return new URL(`../../engines/${name}.engine`, import.meta.url);
}

function missing(name: EngineName, cause?: unknown): PlatformError {
  return new PlatformError('engine-missing', `The ${name} engine (engines/${name}.engine) cannot be read.`, {
    fix: 'Install the package again, or run `npm run build:engines` in a checkout.',
    cause,
  });
}
