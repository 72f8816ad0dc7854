import { closeSync, openSync, readSync } from 'node:fs';
import { keepPages, PAGE, type ReactorImage } from './snapshot.ts';
import { createWasiHost, EngineExit, type WasiHost } from './wasi-host.ts';

/** One instance of an engine: a JSON request and a blob in, JSON bytes out. */
export interface Reactor {
  /**
   * The answer is a copy, free to keep or to transfer. `seed` varies chance and clock (default 0: both repeat).
   * Throws when the engine ends itself; the reactor is dead then.
   */
  call(request: unknown, blob?: Uint8Array, seed?: number): Uint8Array;
  /** Frees what nothing refers to, then copies memory and globals. */
  save(): ReactorImage;
  readonly memoryBytes: number;
}

const encoder = new TextEncoder();

/** Starts an engine, or puts a new instance into a saved state, which spares it the start. */
export async function openReactor(module: WebAssembly.Module, image?: ReactorImage): Promise<Reactor> {
  const host = createWasiHost();
  const instance = await WebAssembly.instantiate(module, host.imports);
  const { memory, functions, globals } = readExports(instance);
  host.attach(memory);
  if (image === undefined) functions('_initialize')();
  else restore(image, host, memory, globals);

  const alloc = functions('alloc');
  const run = functions('run');
  const resultPtr = functions('resultPtr');
  const done = functions('done');
  const put = (which: number, bytes: Uint8Array): void => {
    const start = alloc(which, bytes.length);
    new Uint8Array(memory.buffer, start, bytes.length).set(bytes);
  };
  return {
    call: (request, blob, seed) => {
      host.reseed(seed);
      put(0, encoder.encode(JSON.stringify(request)));
      if (blob !== undefined) put(1, blob);
      const length = runOrExplain(run, host);
      const answer = new Uint8Array(memory.buffer, resultPtr(), length).slice();
      done();
      return answer;
    },
    save: () => {
      functions('settle')();
      return {
        ...keepPages(new Uint8Array(memory.buffer)),
        globals: new Map(Array.from(globals, ([name, global]) => [name, global.value])),
        elapsed: host.elapsed,
      };
    },
    get memoryBytes() {
      return memory.buffer.byteLength;
    },
  };
}

/** A trap ("unreachable") says nothing; what Go printed before it does. */
function runOrExplain(run: () => number, host: WasiHost): number {
  try {
    return run();
  } catch (error) {
    if (error instanceof EngineExit || host.printed() === '') throw error;
    throw new EngineExit(1, host.printed());
  }
}

function readExports(instance: WebAssembly.Instance): {
  readonly memory: WebAssembly.Memory;
  readonly functions: (name: string) => (...parameters: number[]) => number;
  readonly globals: ReadonlyMap<string, WebAssembly.Global>;
} {
  const { memory } = instance.exports;
  if (!(memory instanceof WebAssembly.Memory)) throw new Error('the engine exports no memory');
  const globals = new Map<string, WebAssembly.Global>();
  for (const [name, value] of Object.entries(instance.exports)) {
    if (value instanceof WebAssembly.Global) globals.set(name, value);
  }
  return {
    memory,
    globals,
    functions: (name) => {
      const found = instance.exports[name];
      if (typeof found !== 'function') throw new Error(`the engine exports no function ${name}`);
      return found;
    },
  };
}

function restore(
  image: ReactorImage,
  host: WasiHost,
  memory: WebAssembly.Memory,
  globals: ReadonlyMap<string, WebAssembly.Global>,
): void {
  const missing = image.pages - memory.buffer.byteLength / PAGE;
  if (missing > 0) memory.grow(missing);
  copyRuns(image, new Uint8Array(memory.buffer));
  for (const [name, value] of image.globals) {
    const global = globals.get(name);
    if (global === undefined) throw new Error(`the engine exports no global ${name}`);
    global.value = value;
  }
  host.elapsed = image.elapsed;
}

/** Puts the content of an image where it was; out of a file without a copy on the way. */
function copyRuns({ runs, memory }: ReactorImage, target: Uint8Array): void {
  if (!('file' in memory)) {
    eachRun(runs, (at, start, length) => target.set(memory.subarray(at, at + length), start));
    return;
  }
  const file = openSync(memory.file, 'r');
  try {
    eachRun(runs, (at, start, length) => {
      if (readSync(file, target, start, length, at) !== length) throw new Error(`${memory.file} is cut off`);
    });
  } finally {
    closeSync(file);
  }
}

/** Where each run lies in the content, and in the memory, in bytes. */
function eachRun(runs: ReactorImage['runs'], visit: (at: number, start: number, length: number) => void): void {
  let at = 0;
  for (const [first, count] of runs) {
    visit(at, first * PAGE, count * PAGE);
    at += count * PAGE;
  }
}
