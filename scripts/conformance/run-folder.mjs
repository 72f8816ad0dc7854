// A folder for one run: state, logs, and a pid file for each program that runs. Whatever ends the run ends the programs, and
// what a killed run left behind is ended by the next one.
import { spawn } from 'node:child_process';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const OWNER = 'owner.pid';
const PATIENCE = 10_000;
const SIGNALS = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 };

/**
 * Opens the folder of this run, after what dead runs left was ended and deleted. Needs /proc, so Linux.
 * @param keep leaves the folder, with its logs, where it is
 * @returns `{ path, start, stop, close }`; `close` ends every program and is also called when the process ends
 */
export function openRunFolder(cache, suite, { keep = false } = {}) {
  if (!existsSync('/proc/self/stat')) {
    throw new Error(`suite ${suite} starts servers and finds them again in /proc: run it on Linux`);
  }
  const runs = join(cache, 'runs');
  mkdirSync(runs, { recursive: true });
  recover(runs);
  const path = join(runs, `${process.pid}-${suite}`);
  // Renamed into place, so that nobody finds it without its owner.
  const hidden = join(runs, `.${process.pid}-${suite}`);
  mkdirSync(hidden, { recursive: true, mode: 0o700 });
  writeFileSync(join(hidden, OWNER), stampOf(process.pid));
  renameSync(hidden, path);
  const running = new Map();
  const endNow = () => {
    for (const { pid } of running.values()) kill(pid, 'SIGKILL');
    if (!keep) removeFolder(path);
  };
  process.once('exit', endNow);
  const onSignal = (signal) => process.exit(128 + SIGNALS[signal]);
  for (const signal of Object.keys(SIGNALS)) process.once(signal, onSignal);

  const stop = async (name) => {
    const child = running.get(name);
    running.delete(name);
    if (child === undefined) return;
    if (child.exitCode === null) {
      const ended = new Promise((resolve) => child.once('exit', resolve));
      kill(child.pid, 'SIGTERM');
      const late = setTimeout(() => kill(child.pid, 'SIGKILL'), PATIENCE);
      await ended;
      clearTimeout(late);
    }
    rmSync(join(path, `${name}.pid`), { force: true });
  };
  return {
    path,
    /** Starts a program; its output goes to `<name>.log`. */
    start(name, command, args, environment = process.env) {
      const log = openSync(join(path, `${name}.log`), 'a');
      // A group of its own: a ctrl-C of the terminal reaches us, and we end the programs in our order.
      const child = spawn(command, args, { detached: true, env: environment, stdio: ['ignore', log, log], cwd: path });
      closeSync(log);
      if (child.pid === undefined) throw new Error(`${command} does not start`);
      running.set(name, child);
      writeFileSync(join(path, `${name}.pid`), stampOf(child.pid));
    },
    stop,
    /** Waits until a question is answered with true. @throws Error with the end of its log when the program ends, or in a minute */
    async until(name, question) {
      const end = Date.now() + 120_000;
      while (Date.now() < end) {
        if (await question()) return;
        if (running.get(name)?.exitCode !== null) throw new Error(`${name} ended:\n${tail(path, name)}`);
        await sleep(100);
      }
      throw new Error(`${name} was not ready in two minutes:\n${tail(path, name)}`);
    },
    async close() {
      for (const name of [...running.keys()].reverse()) await stop(name);
      process.off('exit', endNow);
      for (const signal of Object.keys(SIGNALS)) process.off(signal, onSignal);
      if (!keep) removeFolder(path);
    },
  };
}

/** @returns so many ports of 127.0.0.1 that are free now */
export async function freePorts(count) {
  const servers = await Promise.all(
    Array.from(
      { length: count },
      () =>
        new Promise((resolve, reject) => {
          const server = createServer();
          server.once('error', reject);
          server.listen(0, '127.0.0.1', () => resolve(server));
        }),
    ),
  );
  const ports = servers.map((server) => server.address().port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

function recover(runs) {
  for (const name of readdirSync(runs).filter((one) => !one.startsWith('.'))) {
    const folder = join(runs, name);
    if (isAlive(read(join(folder, OWNER)))) continue;
    for (const file of readdirSync(folder).filter((one) => one.endsWith('.pid') && one !== OWNER)) {
      const stamp = read(join(folder, file));
      if (!isAlive(stamp)) continue;
      process.stderr.write(`ending ${file.slice(0, -'.pid'.length)}, which a killed run left behind\n`);
      kill(Number(stamp.split(' ')[0]), 'SIGKILL');
    }
    removeFolder(folder);
  }
}

/** A killed program may write for a moment yet. */
function removeFolder(path) {
  rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 });
}

/** Process id and start time: an id alone may by now be another program's. */
function stampOf(pid) {
  const text = read(`/proc/${pid}/stat`);
  // The name in parentheses may hold spaces; the start time is field 22.
  return `${pid} ${text.slice(text.lastIndexOf(')') + 2).split(' ')[19]}`;
}

function isAlive(stamp) {
  const [pid] = stamp.split(' ');
  return stamp !== '' && read(`/proc/${pid}/stat`) !== '' && stampOf(pid) === stamp;
}

function kill(pid, signal) {
  try {
    process.kill(-pid, signal);
  } catch (error) {
    if (error.code !== 'ESRCH') throw error;
  }
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT' || error.code === 'ESRCH') return '';
    throw error;
  }
}

function tail(path, name) {
  return read(join(path, `${name}.log`))
    .trimEnd()
    .split('\n')
    .slice(-8)
    .join('\n');
}
