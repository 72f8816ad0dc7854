// Our Rego compiler against the real `opa build`: the same sources give the same module, byte for byte.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { openOpaEngine } from '../../dist/engines/opa-engine.js';
import { restrictCapabilities } from '../../dist/engines/rego-capabilities.js';
import {
  AGGREGATE_PATH,
  aggregateRules,
  REPOSITORY_ENTRYPOINT,
  RESOURCE_ENTRYPOINT,
} from '../../dist/validate/policy/aggregate.js';
import { productionFiles, readRules } from '../../dist/validate/policy/build.js';
import { readPolicySources } from '../../dist/validate/policy/policy-folder.js';
import { buildProgram } from './programs.mjs';

const policies = fileURLToPath(new URL('../../policies', import.meta.url));
const bundles = fileURLToPath(new URL('../../test/conformance/rego', import.meta.url));

/** @returns a result for the project's policies, and for each small bundle */
export async function run({ cache }) {
  const opa = buildProgram(cache, 'opa');
  const engine = await openOpaEngine();
  const capabilities = restrictCapabilities(engine.capabilities());
  const results = [];
  for (const { title, files, entrypoints } of await listBundles()) {
    const ours = engine.build({ files, entrypoints, capabilities });
    const theirs = buildWithOpa(opa, { files, entrypoints, capabilities });
    results.push({ title, ...compare(ours, theirs) });
  }
  return { results };
}

async function listBundles() {
  const sources = productionFiles(await readPolicySources(policies));
  const own = { ...sources, [AGGREGATE_PATH]: aggregateRules(readRules(sources)) };
  const small = readdirSync(bundles).map(async (name) => ({
    title: name,
    files: await readPolicySources(join(bundles, name)),
    entrypoints: ['main/deny'],
  }));
  return [
    { title: 'policies', files: own, entrypoints: [RESOURCE_ENTRYPOINT, REPOSITORY_ENTRYPOINT] },
    ...(await Promise.all(small)),
  ];
}

function buildWithOpa(opa, { files, entrypoints, capabilities }) {
  const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
  try {
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, 'sources', path)), { recursive: true });
      writeFileSync(join(folder, 'sources', path), text);
    }
    writeFileSync(join(folder, 'capabilities.json'), JSON.stringify(capabilities));
    // Paths enter the module: relative ones, as our engine is given them.
    const flags = ['--target=wasm', '--capabilities=../capabilities.json', '--output=../bundle.tar.gz'];
    const names = entrypoints.flatMap((name) => ['--entrypoint', name]);
    const { status, stdout, stderr } = spawnSync(opa, ['build', ...flags, ...names, ...Object.keys(files)], {
      cwd: join(folder, 'sources'),
      encoding: 'utf8',
    });
    if (status !== 0) return { error: `${stdout}${stderr}` };
    const tar = ['-xzOf', join(folder, 'bundle.tar.gz'), '/policy.wasm'];
    return { wasm: execFileSync('tar', tar, { maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'ignore'] }) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function compare(ours, theirs) {
  if (!ours.ok && theirs.wasm === undefined) {
    const missing = ours.errors.filter(
      ({ file, row, message }) => !theirs.error.includes(`${file}:${row}: `) || !theirs.error.includes(message),
    );
    return missing.length === 0
      ? { how: 'refused' }
      : { difference: `  ours  ${print(ours.errors)}\n  opa   ${theirs.error}` };
  }
  if (!ours.ok) return { difference: `  only ours refused: ${print(ours.errors)}` };
  if (theirs.wasm === undefined) return { difference: `  only opa refused: ${theirs.error}` };
  if (theirs.wasm.equals(ours.value)) return { how: 'bytes' };
  const at = ours.value.findIndex((byte, index) => byte !== theirs.wasm[index]);
  return {
    difference: `  ours ${ours.value.length} bytes, opa ${theirs.wasm.length}; the first difference is at ${at}`,
  };
}

function print(errors) {
  return errors.map(({ file, row, message }) => `${file}:${row}: ${message}`).join('; ');
}
