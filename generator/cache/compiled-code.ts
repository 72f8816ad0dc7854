/**
 * Keeps what V8 makes of scripts: reading and compiling them again takes a tenth of the time of a short run. Beside the package,
 * in node_modules; safe to delete.
 */
import { hash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join, resolve } from 'node:path';
import { Script } from 'node:vm';
import { dropOldest } from './drop-oldest.ts';
import { packageCache } from './package-cache.ts';
import { writeWhole } from './whole-file.ts';

/** Folders that are kept: commands, each with what it calls, of this and of other versions. */
const KEPT = 12;
/** Runs of a command after which nearly all that it ever calls has been compiled: the first is another one than those that follow. */
const ENOUGH = 3;

/** Bytes of the SHA-256 that stands before the code in a file. */
const DIGEST = 32;

/** Code that V8 has made of a script, and after how many runs. */
interface Compiled {
  readonly data: Buffer;
  readonly runs: number;
}

/** A script of which code should be kept when the run ends. */
interface Fresh {
  readonly script: Script;
  /** Path of the code, without the number of runs. */
  readonly path: string;
  readonly runs: number;
}

/**
 * Runs a CommonJS script, and those that it requires by a relative path. Compiled code is taken up where it is V8's own of the
 * same text.
 * @param path absolute path of the script
 * @param root folder of this package
 * @param command what the scripts will do: the code that is kept is what that calls
 */
export function runScript(path: string, root: string, command: string): void {
  const place = packageCache(root, 'code');
  const folder = place === null ? null : join(place, nameOf(command));
  const modules = new Map<string, { exports: unknown }>();
  const fresh: Fresh[] = [];
  const load = (file: string): unknown => {
    const known = modules.get(file);
    if (known !== undefined) return known.exports;
    const module = { exports: {} };
    modules.set(file, module);
    const script = compile(file, folder, fresh);
    const outside = createRequire(file);
    const require = (id: string): unknown => (id.startsWith('.') ? load(resolve(dirname(file), id)) : outside(id));
    script.runInThisContext()(module.exports, require, module, file, dirname(file));
    return module.exports;
  };
  // What was called by then is compiled, too.
  process.once('exit', () => {
    if (folder !== null && fresh.length > 0) keep(folder, fresh);
  });
  load(path);
}

/** V8 looks at its version and flags itself; of other flags the code is kept beside. */
function nameOf(command: string): string {
  const flags = [process.execArgv, process.env.NODE_OPTIONS];
  return hash('sha256', JSON.stringify([command, process.version, process.arch, flags])).slice(0, 16);
}

/** @param fresh where the script is noted when its code should be kept */
function compile(file: string, folder: string | null, fresh: Fresh[]): Script {
  const source = readFileSync(file, 'utf8');
  // V8 compares no more of it than its length.
  const path = folder === null ? null : join(folder, `${basename(file)}.${hash('sha256', source).slice(0, 16)}`);
  const compiled = path === null ? undefined : readKept(path);
  const script = new Script(`(function (exports, require, module, __filename, __dirname) {${source}\n})`, {
    filename: file,
    ...(compiled === undefined ? {} : { cachedData: compiled.data }),
  });
  const runs = compiled === undefined || script.cachedDataRejected === true ? 0 : compiled.runs;
  if (path !== null && runs < ENOUGH) fresh.push({ script, path, runs: runs + 1 });
  return script;
}

function readKept(path: string): Compiled | undefined {
  for (let runs = ENOUGH; runs > 0; runs--) {
    try {
      const bytes = readFileSync(`${path}.${runs}`);
      const data = bytes.subarray(DIGEST);
      // V8 would run damaged code.
      if (digestOf(data).equals(bytes.subarray(0, DIGEST))) return { data, runs };
    } catch {
      // Not there yet.
    }
  }
  return undefined;
}

function digestOf(data: Buffer): Buffer {
  return hash('sha256', data, 'buffer');
}

/** Takes the place of what was kept of the same scripts: of fewer runs, or of another text. */
function keep(folder: string, fresh: readonly Fresh[]): void {
  try {
    for (const { script, path, runs } of fresh) {
      const data = script.createCachedData();
      writeWhole(`${path}.${runs}`, Buffer.concat([digestOf(data), data]));
    }
    const kept = new Set(fresh.map(({ path, runs }) => `${basename(path)}.${runs}`));
    const scripts = new Set([...kept].map(scriptOf));
    for (const name of readdirSync(folder)) {
      if (scripts.has(scriptOf(name)) && !kept.has(name)) rmSync(join(folder, name), { force: true });
    }
    dropOldest(dirname(folder), KEPT);
  } catch {
    // A cache that cannot be written costs time, not truth.
  }
}

/** `program.cjs.0123.1` is the code of `program`. */
function scriptOf(name: string): string {
  return name.slice(0, name.indexOf('.'));
}
