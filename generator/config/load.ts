/**
 * Loads an authored config. A config is code: it runs in a worker that can be ended, and only data comes back. It may
 * read the environment, the clock and random numbers, which then decide what is generated; types are not checked here.
 */
import { existsSync } from 'node:fs';
import { relative, resolve, sep } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import { describeValue, printable } from './describe-value.ts';
import type { LoadAnswer, LoadFailure, LoadRequest } from './load-worker.ts';

export interface LoadOptions {
  /** Time after which a config that has not finished loading is ended, in milliseconds. @default 20000 */
  readonly time?: number;
  /** Memory that a config may use while it loads, in MiB. @default 512 */
  readonly memory?: number;
  /** Gets what the config prints while it loads, at most 64 KiB; standard output stays the report's. @default dropped */
  readonly onOutput?: (text: string) => void;
  /** Folder that keeps compiled files by the hash of their source; a load takes 0.3 s less. @default none */
  readonly cacheFolder?: string;
}

const DEFAULTS = { time: 20_000, memory: 512, onOutput: () => {} } satisfies LoadOptions;
/** Characters of a config's own output that are passed on. */
const OUTPUT_LIMIT = 65_536;
/** How often memory outside the JavaScript heap (buffers) is looked at, in milliseconds, and how much of it may be added. */
const WATCH_INTERVAL = 50;
const BUFFER_FACTOR = 3;

export const CONFIG_NAMES = ['platform.config.ts', 'platform.config.mts', 'platform.config.js', 'platform.config.mjs'];

export interface LoadedConfig {
  /** Absolute path of the config file. */
  readonly file: string;
  /** What the file exports by default: plain data, not yet checked. */
  readonly config: Record<string, unknown>;
}

/** The config file of a folder, or `undefined`. */
export function findConfig(root: string, given?: string): string | undefined {
  if (given !== undefined) return resolve(root, given);
  return CONFIG_NAMES.map((name) => resolve(root, name)).find((path) => existsSync(path));
}

/**
 * Runs a config and returns what it exports.
 *
 * @throws PlatformError `config-not-found`, `config-failed`, `config-timeout`, `config-memory`, `config-export`, `config-not-data`
 */
export async function loadConfig(root: string, given?: string, options: LoadOptions = {}): Promise<LoadedConfig> {
  const file = findConfig(root, given);
  if (file === undefined || !existsSync(file)) {
    const message = given === undefined ? `no platform.config.ts in ${root}` : `no file ${file}`;
    throw new PlatformError('config-not-found', message, {
      fix: 'Run in the folder of the config, or name it with -C DIR or --config FILE.',
    });
  }
  const answer = await runWorker({ file, cacheFolder: options.cacheFolder ?? null }, root, { ...DEFAULTS, ...options });
  if ('failure' in answer) throw failed(answer.failure, root, file);
  if (!isRecord(answer.config)) {
    throw new PlatformError(
      'config-export',
      `${shortName(root, file)} exports ${describeValue(answer.config, [])}, not a platform`,
      {
        fix: 'End the file with `export default definePlatform({ … })`.',
      },
    );
  }
  return { file, config: answer.config };
}

const CODES = {
  threw: 'config-failed',
  syntax: 'config-failed',
  import: 'config-failed',
  export: 'config-export',
  'not-data': 'config-not-data',
} satisfies Record<LoadFailure['reason'], string>;

function failed(failure: LoadFailure, root: string, config: string): PlatformError {
  const file = shortName(root, failure.file ?? config);
  const place = failure.line === undefined ? file : `${file}:${failure.line}`;
  return new PlatformError(CODES[failure.reason], `${place}: ${printable(failure.message)}`, {
    fix: printable(failure.fix),
  });
}

/** Relative to the repository where it lies inside. */
function shortName(root: string, file: string): string {
  const path = relative(resolve(root), file);
  return printable(path === '' || path.startsWith('..') ? file : path.replaceAll(sep, '/'));
}

function runWorker(
  request: LoadRequest,
  root: string,
  limits: Required<Omit<LoadOptions, 'cacheFolder'>>,
): Promise<LoadAnswer> {
  const name = shortName(root, request.file);
  // Under a test runner this module is TypeScript; the worker always runs compiled.
  const entry = new URL(
    import.meta.url.endsWith('.ts') ? '../../dist/config/load-worker.js' : './load-worker.js',
    import.meta.url,
  );
  return new Promise((settle, fail) => {
    const worker = new Worker(entry, {
      workerData: request,
      stdout: true,
      stderr: true,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: limits.memory },
    });
    const output = passOn(limits.onOutput);
    worker.stdout.on('data', output);
    worker.stderr.on('data', output);
    const tooMuch = () =>
      end(
        new PlatformError('config-memory', `${name} used more than ${limits.memory} MiB while it was loaded`, {
          fix: 'Look for a list or text that grows without end.',
        }),
      );
    const end = (error: PlatformError) => {
      fail(error);
      void worker.terminate();
    };
    const timer = setTimeout(() => {
      end(
        new PlatformError('config-timeout', `${name} was still running after ${limits.time / 1000} s`, {
          fix: 'Look for a loop without end, or for something that waits.',
        }),
      );
    }, limits.time);
    const before = process.memoryUsage.rss();
    const watch = setInterval(() => {
      if (process.memoryUsage.rss() - before > BUFFER_FACTOR * limits.memory * 2 ** 20) tooMuch();
    }, WATCH_INTERVAL);
    worker.on('message', (answer: LoadAnswer) => {
      settle(answer);
      void worker.terminate();
    });
    worker.on('error', (error: Error) => {
      if ('code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY') tooMuch();
      else
        settle(
          stopped(`${error.message.split('\n')[0]}`, 'Look for something that fails after the config was loaded.'),
        );
    });
    worker.on('exit', (code) => {
      clearTimeout(timer);
      clearInterval(watch);
      // Node's code for a top-level await that nothing can settle.
      if (code === 13) settle(stopped('it waits for something that never comes', 'Look at each `await`.'));
      else settle(stopped('it ended the process', 'Remove the call that exits: throw an Error instead.'));
    });
  });
}

function stopped(message: string, fix: string): LoadAnswer {
  return { failure: { reason: 'threw', message, fix } };
}

/** Passes the first part of a stream of text on. */
function passOn(onOutput: (text: string) => void): (chunk: Buffer | string) => void {
  let left = OUTPUT_LIMIT;
  return (chunk) => {
    const text = chunk.toString().slice(0, left);
    left -= text.length;
    if (text !== '') onOutput(text);
  };
}
