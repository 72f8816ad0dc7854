import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { brotliCompressSync, constants } from 'node:zlib';
import { buildPolicies, type PolicyBundle } from './build.ts';
import { openCompiler } from './compile.ts';
import { readPolicySources } from './policy-folder.ts';

/** Builds the policies of a folder into its `bundle/`; what `policy build` does. */
export async function writeBundle(folder: string): Promise<PolicyBundle> {
  const bundle = await buildPolicies({ files: await readPolicySources(folder), compile: await openCompiler() });
  const target = join(folder, 'bundle');
  await mkdir(target, { recursive: true });
  const compressed = brotliCompressSync(bundle.wasm, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  await writeFile(join(target, 'policy.wasm.br'), compressed);
  await writeFile(join(target, 'policies.json'), `${JSON.stringify(bundle.manifest, null, 2)}\n`);
  return bundle;
}
