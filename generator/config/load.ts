/** Loads an authored config. A config is code: it runs in a worker that can be ended, and only data comes back. */
import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { Worker } from 'node:worker_threads';
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import type { LoadAnswer, LoadRequest } from './load-worker.ts';

/** Time after which a config that has not finished loading is ended, in milliseconds. */
const TIME_LIMIT = 20_000;
/** Memory that a config may use while it loads, in MiB. */
const MEMORY_LIMIT = 512;

export const CONFIG_NAMES = ['platform.config.ts', 'platform.config.mts', 'platform.config.js', 'platform.config.mjs'];

export interface LoadedConfig {
  /** Absolute path of the config file. */
  readonly file: string;
  /** What the file exports by default: not yet checked. */
  readonly config: Record<string, unknown>;
}

/** The config file of a folder, or `undefined`. */
export function findConfig(root: string, given?: string): string | undefined {
  if (given !== undefined) return resolve(root, given);
  return CONFIG_NAMES.map((name) => resolve(root, name)).find((path) => existsSync(path));
}

/** @throws PlatformError `config-not-found`, `config-failed`, `config-timeout`, `config-export`, `config-not-data` */
export async function loadConfig(root: string, given?: string): Promise<LoadedConfig> {
  const file = findConfig(root, given);
  if (file === undefined || !existsSync(file)) {
    throw new PlatformError(
      'config-not-found',
      given === undefined ? `no platform.config.ts in ${root}` : `no file ${file}`,
      {
        fix: 'Run in the folder of the config, or name it with -C DIR or --config FILE.',
      },
    );
  }
  const answer = await runWorker({ file });
  if ('error' in answer) {
    throw new PlatformError('config-failed', `${file} could not be loaded: ${answer.error}`, {
      fix:
        answer.place === undefined
          ? 'Mend the config; `npx tsc --noEmit` shows type errors.'
          : `Look at ${answer.place}.`,
    });
  }
  if (!isRecord(answer.config)) {
    throw new PlatformError('config-export', `${file} does not export a platform`, {
      fix: 'End the file with `export default definePlatform({ … })`.',
    });
  }
  return { file, config: answer.config };
}

function runWorker(request: LoadRequest): Promise<LoadAnswer> {
  // Under a test runner this module is TypeScript; the worker always runs compiled.
  const entry = new URL(
    import.meta.url.endsWith('.ts') ? '../../dist/config/load-worker.js' : './load-worker.js',
    import.meta.url,
  );
  return new Promise((settle, fail) => {
    const worker = new Worker(entry, {
      workerData: request,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_LIMIT },
    });
    const timer = setTimeout(() => {
      fail(
        new PlatformError('config-timeout', `${request.file} was still running after ${TIME_LIMIT / 1000} s`, {
          fix: 'Look for a loop without end, or for something that waits.',
        }),
      );
      void worker.terminate();
    }, TIME_LIMIT);
    worker.on('message', (answer: LoadAnswer) => {
      settle(answer);
      void worker.terminate();
    });
    worker.on('error', (error: Error) => settle({ error: error.message }));
    worker.on('exit', () => {
      clearTimeout(timer);
      settle({ error: 'it ended the process before it exported anything' });
    });
  });
}
