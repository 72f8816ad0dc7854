// Finds the usual tools in a folder, and runs programs.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** Names under which each tool may lie in the folder; helm 4 may lie beside helm 3. */
const NAMES = { helm: ['helm4', 'helm'], kubeconform: ['kubeconform'], conftest: ['conftest'] };

/** Path of each tool, or `undefined`. */
export function findTools(folder) {
  return Object.fromEntries(
    Object.entries(NAMES).map(([tool, names]) => [
      tool,
      names.map((name) => join(folder, name)).find((path) => existsSync(path)),
    ]),
  );
}

/** Runs a program to its end. @returns its time, exit code and what it printed */
export function run(program, args, { input = '', ...options } = {}) {
  return new Promise((settle, fail) => {
    const started = performance.now();
    const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options });
    const out = [];
    const errors = [];
    child.stdout.on('data', (chunk) => out.push(chunk));
    child.stderr.on('data', (chunk) => errors.push(chunk));
    child.on('error', fail);
    child.on('close', (code) =>
      settle({
        milliseconds: performance.now() - started,
        code,
        stdout: Buffer.concat(out).toString('utf8'),
        stderr: Buffer.concat(errors).toString('utf8'),
      }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}
