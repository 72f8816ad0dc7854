import { isRecord, type JsonObject } from '../contract/resource.ts';
import { loadEngine } from './module.ts';
import { openReactor } from './reactor.ts';
import { isRegoCapabilities, type RegoCapabilities } from './rego-capabilities.ts';

/** Rego sources by path. Paths are relative and enter the compiled module: equal paths and texts, equal bytes. */
export type RegoFiles = Readonly<Record<string, string>>;

/** What OPA has against a source; row and column count from 1, 0 where it names no place. */
export interface RegoError {
  readonly code: string;
  readonly message: string;
  readonly file: string;
  readonly row: number;
  readonly column: number;
}

/** A METADATA block, with the path of what it describes: `data.lib.images.deny`. */
export interface RegoAnnotation {
  readonly path: string;
  readonly file: string;
  readonly row: number;
  readonly scope: string;
  readonly title: string;
  readonly description: string;
  readonly entrypoint: boolean;
  readonly custom: JsonObject;
}

/** A result, or what OPA says is wrong with the sources. */
export type RegoResult<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly errors: readonly RegoError[] };

export interface RegoBuild {
  readonly files: RegoFiles;
  /** `package/path/rule`, with slashes. */
  readonly entrypoints: readonly string[];
  readonly capabilities?: RegoCapabilities;
}

/** OPA's compiler in this thread. What is wrong with a policy is a value; only a broken engine throws. */
export interface OpaEngine {
  /** Compiles to a module that @open-policy-agent/opa-wasm evaluates. */
  build(request: RegoBuild): RegoResult<Uint8Array>;
  /** Strict check of every file, as `opa check --strict`. */
  check(files: RegoFiles, capabilities?: RegoCapabilities): RegoResult<undefined>;
  annotations(files: RegoFiles): RegoResult<readonly RegoAnnotation[]>;
  /** The files as `opa fmt` writes them. */
  format(files: RegoFiles): RegoResult<RegoFiles>;
  /** Everything this version of OPA knows. */
  capabilities(): RegoCapabilities;
}

const decoder = new TextDecoder();

/** Opens the compiler. It compiles in WebAssembly's slowest gear at first, so only where Rego sources changed. */
export async function openOpaEngine(): Promise<OpaEngine> {
  const { module, image } = await loadEngine('opa');
  const reactor = await openReactor(module, image);
  const call = (request: object): Record<string, unknown> => {
    const answer: unknown = JSON.parse(decoder.decode(reactor.call(request)));
    if (!isRecord(answer)) throw new Error('the opa engine answered with something that is no object');
    if (typeof answer.error === 'string') throw new Error(`the opa engine failed: ${answer.error}`);
    return answer;
  };
  const ask = <T>(request: object, read: (answer: Record<string, unknown>) => T): RegoResult<T> => {
    const answer = call(request);
    const errors = readErrors(answer.errors);
    return errors.length > 0 ? { ok: false, errors } : { ok: true, value: read(answer) };
  };
  return {
    build: (request) =>
      ask({ op: 'build', ...request }, ({ wasm }) => new Uint8Array(Buffer.from(String(wasm), 'base64'))),
    check: (files, capabilities) => ask({ op: 'check', files, capabilities }, () => undefined),
    annotations: (files) => ask({ op: 'annotations', files }, (answer) => readAnnotations(answer.annotations)),
    format: (files) => ask({ op: 'format', files }, ({ formatted }) => readTexts(formatted)),
    capabilities: () => {
      const { capabilities } = call({ op: 'capabilities' });
      if (!isRegoCapabilities(capabilities)) throw new Error('the opa engine gave no capabilities');
      return capabilities;
    },
  };
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readErrors(value: unknown): readonly RegoError[] {
  return records(value).map((record) => ({
    code: text(record.code),
    message: text(record.message),
    file: text(record.file),
    row: Number(record.row),
    column: Number(record.column),
  }));
}

function readAnnotations(value: unknown): readonly RegoAnnotation[] {
  return records(value).map((record) => ({
    path: text(record.path),
    file: text(record.file),
    row: Number(record.row),
    scope: text(record.scope),
    title: text(record.title),
    description: text(record.description),
    entrypoint: record.entrypoint === true,
    // Out of JSON.parse, so it is Json.
    custom: isRecord(record.custom) ? (record.custom as JsonObject) : {},
  }));
}

function readTexts(value: unknown): RegoFiles {
  if (!isRecord(value)) return {};
  return Object.fromEntries(Object.entries(value).map(([path, formatted]) => [path, text(formatted)]));
}
