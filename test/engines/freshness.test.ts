import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { splitSnapshot } from '../../generator/engines/snapshot.ts';

// A committed engine that is older than its sources would render with yesterday's code and no test would tell.
const root = fileURLToPath(new URL('../..', import.meta.url));

interface Lock {
  readonly [engine: string]: {
    readonly inputs: Readonly<Record<string, string>>;
    readonly outputs: Readonly<Record<string, string>>;
  };
}

function sha256(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function sources(engine: string): string[] {
  return readdirSync(`${root}engines/${engine}`, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${entry.parentPath}/${entry.name}`.replaceAll('\\', '/').slice(root.length));
}

// Written by scripts/build-engines.mjs.
const lock = JSON.parse(readFileSync(`${root}engines/lock.json`, 'utf8')) as Lock;

it('locks every engine that has sources', () => {
  const engines = readdirSync(`${root}engines`).filter((name) => existsSync(`${root}engines/${name}/go.mod`));
  expect(Object.keys(lock)).toEqual(engines.sort());
});

it.each(Object.keys(lock))('%s is built from the sources that stand here', (engine) => {
  const inputs = lock[engine]?.inputs ?? {};
  // The build, and the host that the memory was taken in, decide the bytes too.
  const shared = Object.keys(inputs).filter((path) => !path.startsWith(`engines/${engine}/`));
  expect(shared).toContain('scripts/build-engines.mjs');
  const now = [...sources(engine), ...shared].sort().map((path) => [path, sha256(readFileSync(root + path))]);
  expect(Object.fromEntries(now)).toEqual(inputs);
});

it.each(Object.keys(lock))('%s is the engine that was built', (engine) => {
  const name = `engines/${engine}.engine`;
  const file = readFileSync(root + name);
  const { code, memory } = splitSnapshot(file);
  expect({
    [name]: sha256(file),
    [`${name}#code`]: sha256(brotliDecompressSync(code)),
    [`${name}#memory`]: sha256(brotliDecompressSync(memory)),
  }).toEqual(lock[engine]?.outputs);
});

it('takes no more than 24 MB for all engines together', () => {
  const sizes = Object.keys(lock).map((engine) => readFileSync(`${root}engines/${engine}.engine`).length);
  expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(24_000_000);
});
