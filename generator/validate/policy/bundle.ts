import { readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { brotliDecompressSync } from 'node:zlib';
import type { BundleManifest, PolicyBundle } from './build.ts';

/** The folder of the policies that ship with the program. */
export const POLICIES = new URL('../../../policies/', import.meta.url);

let manifest: BundleManifest | undefined;
let bundle: Promise<PolicyBundle> | undefined;

/** Rules and hashes of the committed bundle. */
export function loadManifest(): BundleManifest {
  // Written by our own build, and its freshness is tested.
  manifest ??= JSON.parse(readFileSync(new URL('bundle/policies.json', POLICIES), 'utf8')) as BundleManifest;
  return manifest;
}

/** The committed bundle, read once. */
export function loadBundle(): Promise<PolicyBundle> {
  bundle ??= readFile(new URL('bundle/policy.wasm.br', POLICIES)).then((compressed) => ({
    wasm: brotliDecompressSync(compressed),
    manifest: loadManifest(),
  }));
  return bundle;
}
