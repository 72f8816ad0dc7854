import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import type { ReactorImage } from '../../generator/engines/snapshot.ts';
import { openEngineFile } from '../../generator/engines/unpacked-engine.ts';

const root = mkdtempSync(join(tmpdir(), 'engines-'));
afterAll(() => rmSync(root, { recursive: true }));

const location = pathToFileURL(join(root, 'engines/helm.engine'));
const kept = join(root, 'node_modules/.cache/slipway/engines');
mkdirSync(join(root, 'engines'));
copyFileSync(join(import.meta.dirname, '../../engines/helm.engine'), location);

function contentOf({ memory }: ReactorImage): Uint8Array {
  return 'file' in memory ? readFileSync(memory.file) : memory;
}

test('an engine is kept unpacked only where there are modules, and opens the same from there', async () => {
  const first = await openEngineFile(location);
  expect(readdirSync(root)).toEqual(['engines']);
  mkdirSync(join(root, 'node_modules'));
  await openEngineFile(location);
  expect(readdirSync(kept).map((name) => name.split('.').at(-1))).toEqual(['code', 'memory']);
  const again = await openEngineFile(location);
  const [of, from] = [contentOf(first.image), contentOf(again.image)];
  expect(Buffer.compare(from, of)).toBe(0);
  expect(again.image.globals).toEqual(first.image.globals);
});

test('what is damaged is unpacked anew, and what is old goes', async () => {
  const [code = ''] = readdirSync(kept);
  writeFileSync(join(kept, code), 'no code');
  writeFileSync(join(kept, 'helm.engine.0123.code'), 'of an earlier version');
  writeFileSync(join(kept, 'opa.engine.0123.code'), 'of another engine');
  const { module } = await openEngineFile(location);
  expect(String(module)).toBe('[object WebAssembly.Module]');
  expect(readdirSync(kept).filter((name) => name.includes('0123'))).toEqual(['opa.engine.0123.code']);
});

test('a file that is no engine is refused', async () => {
  writeFileSync(location, 'text');
  await expect(openEngineFile(location)).rejects.toThrow('no engine');
});
