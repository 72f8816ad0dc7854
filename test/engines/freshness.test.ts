import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { brotliDecompressSync } from 'node:zlib';
import { expect, it } from 'vitest';

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
  const scripts = Object.keys(inputs).filter((path) => path.startsWith('scripts/'));
  expect(scripts).not.toEqual([]);
  const now = [...sources(engine), ...scripts].sort().map((path) => [path, sha256(readFileSync(root + path))]);
  expect(Object.fromEntries(now)).toEqual(inputs);
});

it.each(Object.keys(lock))('%s is the module that was built', (engine) => {
  const compressed = readFileSync(`${root}engines/${engine}.wasm.br`);
  expect({
    [`engines/${engine}.wasm`]: sha256(brotliDecompressSync(compressed)),
    [`engines/${engine}.wasm.br`]: sha256(compressed),
  }).toEqual(lock[engine]?.outputs);
});
