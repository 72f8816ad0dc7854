import { createRequire } from 'node:module';
import { PlatformError } from '../../contract/platform-error.ts';
import { isRecord } from '../../contract/resource.ts';

/** Its ES module hides this function; the other one loads an HTTP client to ask whether it was given a response, 60 ms. */
const { loadPolicySync }: typeof import('@open-policy-agent/opa-wasm') = createRequire(import.meta.url)(
  '@open-policy-agent/opa-wasm',
);

/** An entrypoint failed: the policy aborted, or gave no verdict. The evaluator stays usable. */
export class PolicyCrash extends Error {
  constructor(reason: string) {
    super(reason);
    this.name = 'PolicyCrash';
  }
}

/** One compiled policy in one instance; not for two threads. */
export interface PolicyEvaluator {
  /** Replaces `data`; takes JSON text. */
  setData(json: string): void;
  /** The value of an entrypoint for an input given as JSON text; throws a PolicyCrash. */
  evaluate(json: string, entrypoint: string): unknown;
  readonly entrypoints: readonly string[];
}

const encoder = new TextEncoder();
/** Those that were compiled: a library that judges often, and tests, open the same one again and again. */
const modules = new WeakMap<Uint8Array, WebAssembly.Module>();

/** Instantiates a module. V8 compiles its functions when they are called, so that waiting for it would take longer. */
export function createEvaluator(wasm: Uint8Array): PolicyEvaluator {
  const policy = instantiate(wasm);
  const entrypoints: unknown = policy.entrypoints;
  return {
    entrypoints: isRecord(entrypoints) ? Object.keys(entrypoints) : [],
    setData(json) {
      guard(() => policy.setData(encodeExact(json)));
    },
    evaluate(json, entrypoint) {
      const results: unknown = guard(() => policy.evaluate(encodeExact(json), entrypoint));
      const first: unknown = Array.isArray(results) ? results[0] : undefined;
      if (!isRecord(first)) throw new PolicyCrash('the policy gave no result');
      return first.result;
    },
  };
}

function instantiate(wasm: Uint8Array): ReturnType<typeof loadPolicySync> {
  try {
    const module = modules.get(wasm) ?? new WebAssembly.Module(exactBuffer(wasm));
    modules.set(wasm, module);
    return loadPolicySync(module, { initial: 64, maximum: 32_768 });
  } catch (thrown) {
    throw new PlatformError('policy-bundle', `the policy bundle cannot be loaded: ${describeThrown(thrown)}`, {
      fix: 'Build the policies again: slipway policy build.',
      cause: thrown,
    });
  }
}

/** Runs a call into the module. It throws plain strings and bare objects, too: every throw becomes a PolicyCrash. */
function guard<T>(call: () => T): T {
  try {
    return call();
  } catch (thrown) {
    throw new PolicyCrash(describeThrown(thrown));
  }
}

function describeThrown(thrown: unknown): string {
  if (typeof thrown === 'string') return thrown;
  return isRecord(thrown) && typeof thrown.message === 'string' ? thrown.message : String(thrown);
}

/** The module reads the whole buffer: a view into a pool would be read as something else, and judged as nothing. */
function encodeExact(json: string): ArrayBuffer {
  return exactBuffer(encoder.encode(json));
}

function exactBuffer(bytes: Uint8Array): ArrayBuffer {
  const buffer = new ArrayBuffer(bytes.byteLength);
  new Uint8Array(buffer).set(bytes);
  return buffer;
}
