import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress } from 'node:zlib';
import { PlatformError } from '../contract/platform-error.ts';

const unpack = promisify(brotliDecompress);
const compiled = new Map<EngineName, Promise<WebAssembly.Module>>();

export type EngineName = 'helm' | 'opa';

/** Compiles an engine that ships with this package; once in a process, and a worker can be given the result. */
export function loadEngineModule(name: EngineName): Promise<WebAssembly.Module> {
  let module = compiled.get(name);
  if (module === undefined) {
    module = compileEngine(name);
    compiled.set(name, module);
  }
  return module;
}

async function compileEngine(name: EngineName): Promise<WebAssembly.Module> {
  // From generator/engines and from dist/engines alike.
  const location = new URL(`../../engines/${name}.wasm.br`, import.meta.url);
  let packed: Uint8Array;
  try {
    packed = await readFile(location);
  } catch (cause) {
    throw new PlatformError('engine-missing', `The ${name} engine (engines/${name}.wasm.br) cannot be read.`, {
      fix: 'Install the package again, or run `npm run build:engines` in a checkout.',
      cause,
    });
  }
  return WebAssembly.compile(await unpack(packed));
}
