// Programs that the suites start are ended whatever happens to the suite.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, test, vi } from 'vitest';
import { openRunFolder } from '../../scripts/conformance/run-folder.mjs';
import { temporaryFolder } from '../support/temporary-folder.ts';

const MODULE = new URL('../../scripts/conformance/run-folder.mjs', import.meta.url).href;

/** A process of its own that starts a program and waits. */
function startSuite(cache: string): ChildProcess {
  const code = `
    const { openRunFolder } = await import(${JSON.stringify(MODULE)});
    const folder = openRunFolder(${JSON.stringify(cache)}, 'sleeper');
    folder.start('sleep', 'sleep', ['600']);
    console.log('started');
    setInterval(() => {}, 1000);`;
  return spawn(process.execPath, ['--input-type=module', '--eval', code], { stdio: ['ignore', 'pipe', 'inherit'] });
}

async function startedProgram(cache: string, suite: ChildProcess): Promise<{ pid: number; folder: string }> {
  await new Promise((resolve) => suite.stdout?.once('data', resolve));
  const folder = join(cache, 'runs', readdirSync(join(cache, 'runs'))[0] ?? '');
  return { pid: Number(readFileSync(join(folder, 'sleep.pid'), 'utf8').split(' ')[0]), folder };
}

/** A program that has ended may still wait for its parent to notice. */
function isRunning(pid: number): boolean {
  const stat = `/proc/${pid}/stat`;
  return existsSync(stat) && !/\) Z /.test(readFileSync(stat, 'utf8'));
}

async function ended(suite: ChildProcess): Promise<void> {
  await new Promise((resolve) => suite.once('exit', resolve));
  await sleep(100);
}

test.runIf(existsSync('/proc'))('a run that is interrupted ends its programs and deletes its folder', async () => {
  const cache = temporaryFolder();
  const suite = startSuite(cache);
  const { pid, folder } = await startedProgram(cache, suite);
  expect(isRunning(pid)).toBe(true);
  suite.kill('SIGINT');
  await ended(suite);
  expect([isRunning(pid), existsSync(folder)]).toEqual([false, false]);
});

test.runIf(existsSync('/proc'))('what a killed run left behind is ended by the next one', async () => {
  const cache = temporaryFolder();
  const suite = startSuite(cache);
  const { pid, folder } = await startedProgram(cache, suite);
  suite.kill('SIGKILL');
  await ended(suite);
  expect([isRunning(pid), existsSync(folder)]).toEqual([true, true]);
  const next = openRunFolder(cache, 'next');
  await vi.waitFor(() => expect([isRunning(pid), existsSync(folder)]).toEqual([false, false]), 20_000);
  await next.close();
  expect(readdirSync(join(cache, 'runs'))).toEqual([]);
});

test.runIf(existsSync('/proc'))('a program that ends at once is told with the end of its log', async () => {
  const folder = openRunFolder(temporaryFolder(), 'failing');
  folder.start('broken', 'sh', ['-c', 'echo no such flag; exit 3']);
  await expect(folder.until('broken', () => false)).rejects.toThrow(/broken ended:\nno such flag/);
  await folder.close();
});
