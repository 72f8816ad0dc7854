// Runs a process and says how long it took, and on Linux how much memory it held at most.
import { spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Most memory that a process held so far, in MiB; `undefined` where the system does not tell. */
function peakMemory(pid) {
  try {
    const kibibytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return kibibytes === undefined ? undefined : Math.round(Number(kibibytes) / 1024);
  } catch {
    // Not Linux, or the process just ended.
    return undefined;
  }
}

export function measure(args, options = {}) {
  return new Promise((settle, fail) => {
    const started = performance.now();
    const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
    let stdout = '';
    let stderr = '';
    let memory;
    const watch = setInterval(() => {
      memory = peakMemory(child.pid) ?? memory;
    }, 50);
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      stderr += text;
    });
    child.on('error', fail);
    child.on('close', (code) => {
      clearInterval(watch);
      settle({ milliseconds: performance.now() - started, memory, code, stdout, stderr });
    });
  });
}

/** Lets the disk finish what was written before: the next would wait for it, too. Where there is no such command, nothing. */
export function settleDisk() {
  spawnSync('sync', { stdio: 'ignore' });
}

export function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}
