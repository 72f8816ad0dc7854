/** Runs inside a worker thread: evaluates a config file with jiti and sends its default export back as data. */
import { fileURLToPath } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';
import { createJiti } from 'jiti';

export interface LoadRequest {
  readonly file: string;
}

export type LoadAnswer = { readonly config: unknown } | { readonly error: string; readonly place?: string };

/** The running slipway answers `import … from 'slipway'`, wherever the config lies. */
const SELF = fileURLToPath(new URL('../index.js', import.meta.url));

async function load({ file }: LoadRequest): Promise<LoadAnswer> {
  const jiti = createJiti(import.meta.url, { alias: { slipway: SELF }, interopDefault: true, fsCache: false });
  try {
    const config = await jiti.import(file, { default: true });
    return { config: structuredClone(config) };
  } catch (error) {
    return describe(error, file);
  }
}

function describe(error: unknown, file: string): LoadAnswer {
  if (!(error instanceof Error)) return { error: `it threw ${String(error)}` };
  if (error.name === 'DataCloneError') {
    return { error: `it holds something that is not data (${error.message.slice(0, 120)})` };
  }
  const line = (error.stack ?? '').split('\n').find((one) => one.includes(file));
  const place = line === undefined ? undefined : /:(\d+):(\d+)\)?$/.exec(line);
  const message = error.message.split('\n')[0] ?? error.message;
  return place === undefined || place === null
    ? { error: message }
    : { error: message, place: `${file}:${place[1]}:${place[2]}` };
}

const answer = await load(workerData as LoadRequest);
parentPort?.postMessage(answer);
