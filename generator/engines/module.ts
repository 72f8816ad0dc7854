import { existsSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { PlatformError } from '../contract/platform-error.ts';
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

/** The newest V8 that is known to have the flag below (Node 24); one that has not would complain on stderr. */
const NEWEST_V8 = 13;

/**
 * Bytes of code that a function runs before it is optimized; V8's own number is 1.8 million. Measured: a run of a thousand
 * renders and 2,400 verdicts takes 7 % less time than with a tenth of it, and an edit, whose main thread waits for a core
 * while others optimize, 10 %.
 */
const OPTIMIZED_AFTER = 1_000_000_000;

/**
 * The build has run this very code: checking functions that may never be called takes a tenth of the time to open. And a run
 * with a few renders ends before its functions would be worth it: optimizing them took a third of its CPU time.
 */
function spareCompiler(): void {
  if (Number.parseInt(process.versions.v8, 10) > NEWEST_V8) return;
  setFlagsFromString('--wasm-lazy-validation');
  setFlagsFromString(`--wasm-tiering-budget=${OPTIMIZED_AFTER}`);
}
