/** Runs the `git` binary without its user's configuration, prompts, hooks, helpers and unusual protocols. */
import { spawn } from 'node:child_process';
import { PlatformError } from '../contract/platform-error.ts';

export interface GitRun {
  readonly arguments: readonly string[];
  /** Folder of the repository, made for this purpose. */
  readonly folder: string;
  /** What it is for, in messages. */
  readonly what: string;
  /** Settings of Git, which show in no list of processes. */
  readonly config?: readonly (readonly [key: string, value: string])[];
  readonly input?: string;
  /** Most bytes of output. */
  readonly limit: number;
  /** Milliseconds. */
  readonly timeout: number;
  readonly signal?: AbortSignal | undefined;
}

/** What Git may still know of the machine: where programs are, how the network is reached, which keys ssh may use. */
const KEPT = /^(PATH|SYSTEMROOT|TMPDIR|TEMP|TMP|SSH_AUTH_SOCK|SSL_CERT_(FILE|DIR)|(https?|all|no)_proxy)$/i;

const SETTINGS: readonly (readonly [string, string])[] = [
  ['core.hooksPath', '/dev/null'],
  ['core.fsmonitor', 'false'],
  ['credential.helper', ''],
  ['submodule.recurse', 'false'],
  ['fetch.recurseSubmodules', 'false'],
  ['http.lowSpeedLimit', '100'],
  ['http.lowSpeedTime', '30'],
  ['gc.auto', '0'],
];

/**
 * Runs git and returns what it prints.
 *
 * @throws PlatformError `git-failed`, `git-not-installed` or `stopped`; it quotes no credentials
 */
export function runGit(run: GitRun): Promise<Buffer> {
  const { folder, limit, timeout, signal } = run;
  return new Promise((resolve, reject) => {
    const child = spawn('git', [...run.arguments], {
      cwd: folder,
      env: environmentOf(run),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    const output: Buffer[] = [];
    let bytes = 0;
    let words = '';
    const end = (error: PlatformError) => {
      clearTimeout(timer);
      reject(error);
      child.kill();
    };
    const timer = setTimeout(() => end(failed(run, `took longer than ${timeout / 1000} s`)), timeout);
    const onAbort = () => end(new PlatformError('stopped', `${run.what}: stopped`, { fix: 'Run it again.' }));
    signal?.addEventListener('abort', onAbort, { once: true });
    child.stdout.on('data', (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > limit) end(failed(run, `has more than ${limit} bytes`));
      else output.push(chunk);
    });
    child.stderr.on('data', (chunk: Buffer) => {
      words = (words + chunk.toString('utf8')).slice(-4000);
    });
    child.on('error', (cause) => end(notInstalled(cause)));
    // A git that ends early closes its input; its exit code tells why.
    child.stdin.on('error', () => undefined);
    child.stdin.end(run.input ?? '');
    child.on('close', (code) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', onAbort);
      if (code === 0) resolve(Buffer.concat(output));
      else reject(explain(run, words));
    });
  });
}

function environmentOf({ folder, config = [] }: GitRun): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => KEPT.test(name));
  const settings = [...SETTINGS, ...config];
  return {
    ...Object.fromEntries(kept),
    HOME: folder,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: 'false',
    GIT_SSH_COMMAND: 'ssh -o BatchMode=yes',
    GIT_ALLOW_PROTOCOL: 'https:http:ssh:file',
    GIT_CONFIG_COUNT: String(settings.length),
    ...Object.fromEntries(
      settings.flatMap(([key, value], index) => [
        [`GIT_CONFIG_KEY_${index}`, key],
        [`GIT_CONFIG_VALUE_${index}`, value],
      ]),
    ),
  };
}

function explain(run: GitRun, words: string): PlatformError {
  if (/couldn't find remote ref|not our ref|unadvertised object|bad object/i.test(words)) {
    return new PlatformError('revision-not-found', `${run.what}: the repository has no such revision`, {
      fix: 'Correct the revision; a commit must be written in full.',
    });
  }
  if (/authentication failed|could not read (username|password)|permission denied|http basic|403|401/i.test(words)) {
    return new PlatformError('download-refused', `${run.what}: the repository wants other credentials`, {
      fix: 'Give credentials for its host by netrc or by SLIPWAY_REGISTRY_…; see docs/charts.md.',
    });
  }
  const [last = 'no reason was given'] = words.trim().split('\n').slice(-1);
  return failed(run, `git says: ${last.replace(/\/\/[^/\s]*@/g, '//')}`);
}

function failed(run: GitRun, why: string): PlatformError {
  return new PlatformError('git-failed', `${run.what}: ${why}`, {
    fix: 'Check the URL, the revision and the network, and try again.',
  });
}

function notInstalled(cause: Error): PlatformError {
  return new PlatformError('git-not-installed', 'git cannot be started', {
    fix: 'Install git, or take the chart from a Helm repository.',
    cause,
  });
}
