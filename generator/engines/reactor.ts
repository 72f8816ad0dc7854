import { createWasiHost, EngineExit, type WasiHost } from './wasi-host.ts';

/** An instance's memory and globals at one moment, with the time that had passed inside. */
export interface ReactorImage {
  readonly memory: Uint8Array;
  readonly pages: number;
  readonly globals: ReadonlyMap<string, number | bigint>;
  readonly elapsed: bigint;
}

/** One instance of an engine: a JSON request and a blob in, JSON bytes out. */
export interface Reactor {
  /** The answer is a copy, free to keep or to transfer. Throws when the engine ends itself; the reactor is dead then. */
  call(request: unknown, blob?: Uint8Array): Uint8Array;
  save(): ReactorImage;
  readonly memoryBytes: number;
}

const PAGE = 65_536;
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
    call: (request, blob) => {
      host.reseed();
      put(0, encoder.encode(JSON.stringify(request)));
      if (blob !== undefined) put(1, blob);
      const length = runOrExplain(run, host);
      const answer = new Uint8Array(memory.buffer, resultPtr(), length).slice();
      done();
      return answer;
    },
    save: () => ({
      memory: withoutTrailingZeros(new Uint8Array(memory.buffer)),
      pages: memory.buffer.byteLength / PAGE,
      globals: new Map(Array.from(globals, ([name, global]) => [name, global.value])),
      elapsed: host.elapsed,
    }),
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
  new Uint8Array(memory.buffer).set(image.memory);
  for (const [name, value] of image.globals) {
    const global = globals.get(name);
    if (global === undefined) throw new Error(`the engine exports no global ${name}`);
    global.value = value;
  }
  host.elapsed = image.elapsed;
}

/** A copy up to the last byte in use; the rest of a new memory is zero anyway. */
function withoutTrailingZeros(bytes: Uint8Array): Uint8Array {
  const words = new BigUint64Array(bytes.buffer, 0, bytes.length / 8);
  let end = words.length;
  while (end > 0 && words[end - 1] === 0n) end--;
  return bytes.slice(0, end * 8);
}
