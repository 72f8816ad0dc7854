// An engine whose sources are too many to link as they are: its modules are vendored into a scratch copy, and what it has no
// use for is cut there by engines/<name>/trim and its plan.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';

/** Whether an engine has a plan of cuts. */
export function isTrimmed(folder) {
  return existsSync(join(folder, 'trim', 'plan.json'));
}

/** Makes the trimmed copy and returns its folder; build there with `-mod=vendor`. */
export function prepareTrimmed(folder, scratch, environment) {
  const copy = join(scratch, 'source');
  cpSync(folder, copy, { recursive: true, filter: (path) => !path.endsWith('/warm-up') });
  // The tool that trims runs here; only what it leaves is built for WebAssembly.
  const { GOOS: _, GOARCH: __, ...native } = environment;
  const go = (args) => execFileSync('go', args, { cwd: copy, env: { ...process.env, ...native }, encoding: 'utf8' });
  go(['mod', 'vendor']);
  go(['run', '-mod=vendor', './trim', join('trim', 'plan.json'), 'vendor']);
  return copy;
}
