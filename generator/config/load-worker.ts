/** Runs inside a worker thread: evaluates a config file with jiti and sends its default export back as data. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { isRecord } from '../contract/resource.ts';
import { toPlainData } from './plain-data.ts';
import { compilePlainModule } from './plain-module.ts';

export interface LoadRequest {
  readonly file: string;
  /** Folder for compiled files, or none. */
  readonly cacheFolder: string | null;
}

/** Why a config could not be loaded. `file` and `line` name the author's source, never a library's. */
export interface LoadFailure {
  readonly reason: 'threw' | 'syntax' | 'import' | 'export' | 'not-data';
  readonly message: string;
  readonly fix: string;
  readonly file?: string;
  readonly line?: number;
}

export type LoadAnswer = { readonly config: unknown } | { readonly failure: LoadFailure };

/** The running slipway answers `import … from 'slipway'`, wherever the config lies. */
const SELF = fileURLToPath(new URL('../index.js', import.meta.url));

async function load(request: LoadRequest): Promise<LoadAnswer> {
  const { file } = request;
  // Its files are read while the config is compiled.
  const self = import(SELF);
  try {
    const plain = compilePlainModule(readFileSync(file, 'utf8'), file);
    const module: unknown = plain === undefined ? await compile(request) : await plain(await self);
    const exported = defaultOf(module, file);
    if ('failure' in exported) return exported;
    const copied = toPlainData(await exported.value);
    if ('data' in copied) return { config: copied.data };
    return {
      failure: {
        reason: 'not-data',
        message: copied.problem,
        fix: 'Export plain data: objects, lists, text, numbers, true and false.',
        file,
      },
    };
  } catch (error) {
    return { failure: describe(error, file) };
  }
}

/** Loads a config that is more than a plain script: of several files, with types, or with a mistake that wants its line. */
async function compile({ file, cacheFolder }: LoadRequest): Promise<unknown> {
  const { createJiti } = await import('jiti');
  const jiti = createJiti(import.meta.url, {
    alias: { slipway: SELF },
    interopDefault: false,
    fsCache: cacheFolder ?? false,
  });
  return jiti.import(file);
}

function defaultOf(module: unknown, file: string): { readonly value: unknown } | { readonly failure: LoadFailure } {
  if (isRecord(module) && 'default' in module) return { value: module.default };
  const names = isRecord(module) ? Object.keys(module) : [];
  const message =
    names.length === 0 ? 'it exports nothing' : `it exports ${names.slice(0, 5).join(', ')}, but nothing by default`;
  return {
    failure: { reason: 'export', message, fix: 'End the file with `export default definePlatform({ … })`.', file },
  };
}

function describe(error: unknown, file: string): LoadFailure {
  if (!(error instanceof Error))
    return { reason: 'threw', message: `it threw ${shown(error)}`, fix: 'Throw an Error, which knows its line.', file };
  const syntax = /^ParseError: (.*?)\s*\n\s*(.+):(\d+):\d+\s*$/s.exec(error.message);
  if (syntax !== null) {
    return {
      reason: 'syntax',
      message: `syntax error: ${syntax[1] ?? ''}`,
      fix: 'Mend this line, or the one before it.',
      ...placed(syntax[2], syntax[3]),
    };
  }
  const missing = /^Cannot find (?:module|package) '([^']+)'/.exec(error.message)?.[1];
  if (missing !== undefined) return describeImport(missing, importerOf(error) ?? file);
  const frame = authorFrame(error, file);
  return {
    reason: 'threw',
    message: firstLine(error),
    fix: 'Mend the code at this line.',
    file,
    ...placed(frame?.file, frame?.line),
  };
}

function describeImport(specifier: string, importer: string): LoadFailure {
  const line =
    readFileSync(importer, 'utf8')
      .split(/\r\n?|\n/)
      .findIndex((text) => /['"`]/.test(text) && text.includes(specifier)) + 1;
  return {
    reason: 'import',
    message: `cannot find '${specifier}'`,
    fix: importFix(specifier),
    file: importer,
    ...(line > 0 ? { line } : {}),
  };
}

function importFix(specifier: string): string {
  if (/^(\.|\/)/.test(specifier)) return 'Mend the path: it is relative to the file that imports, and may end in .ts.';
  if (/^([@~]\/|[~#])/.test(specifier))
    return 'Write a relative path: `paths` of a tsconfig.json are not followed when a config is loaded.';
  return `Install the package (\`npm install ${specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')}\`), or write a relative path: \`paths\` of a tsconfig.json are not followed.`;
}

/** The file that asked for a missing one: first of Node's require stack. */
function importerOf(error: Error): string | undefined {
  return 'requireStack' in error && Array.isArray(error.requireStack)
    ? error.requireStack.find((one) => typeof one === 'string')
    : undefined;
}

/** The innermost frame in the author's own files. jiti keeps lines as they are written. */
function authorFrame(error: Error, file: string): { readonly file: string; readonly line: string } | undefined {
  for (const text of (typeof error.stack === 'string' ? error.stack : '').split('\n')) {
    const match = /(?:\(|at (?:async )?)(?:file:\/\/)?(\/[^()]+|[A-Za-z]:[\\/][^()]+):(\d+):\d+\)?$/.exec(text);
    const [, path, line] = match ?? [];
    if (path === undefined || line === undefined) continue;
    if (path === file || !/[\\/](node_modules|dist)[\\/]/.test(path)) return { file: path, line };
  }
  return undefined;
}

function placed(
  file: string | undefined,
  line: string | undefined,
): { readonly file?: string; readonly line?: number } {
  return { ...(file === undefined ? {} : { file }), ...(line === undefined ? {} : { line: Number(line) }) };
}

function firstLine(error: Error): string {
  const message = String(error.message).split('\n')[0] ?? '';
  return error.name === 'Error'
    ? message || 'it threw an error without a message'
    : `${String(error.name)}: ${message}`;
}

function shown(thrown: unknown): string {
  return typeof thrown === 'string'
    ? `the text "${thrown.slice(0, 200)}"`
    : `a value of type ${thrown === null ? 'null' : typeof thrown}`;
}

const answer = await load(workerData as LoadRequest);
parentPort?.postMessage(answer);
