// Builds the WebAssembly engines from engines/<name> and records what went in and what came out in engines/lock.json.
//   node scripts/build-engines.mjs [NAME…]            build, compress, write the lock and the licence list
//   node scripts/build-engines.mjs --check [NAME…]    build in a temporary folder and compare with the lock
//   node scripts/build-engines.mjs --quick [NAME…]    compress lightly and leave the lock alone: for work on an engine
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { linkedModules, renderNotice } from './engine-licences.mjs';
import { patchModule } from './wasm-module.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const engines = join(root, 'engines');
const scripts = ['build-engines.mjs', 'engine-licences.mjs', 'wasm-module.mjs'];
const goEnvironment = {
  CGO_ENABLED: '0',
  GOOS: 'wasip1',
  GOARCH: 'wasm',
  GOTOOLCHAIN: 'local',
  GOFLAGS: '',
  GOWORK: 'off',
};
/** 1 GiB in pages of 64 KiB: what an engine may grow to before the render that did it is ended. */
const MEMORY_PAGES = 16384;

const sha256 = (bytes) => createHash('sha256').update(bytes).digest('hex');

function runGo(folder, args) {
  return execFileSync('go', args, { cwd: folder, env: { ...process.env, ...goEnvironment }, encoding: 'utf8' });
}

/** Hash of every file that decides the output, by path from the root. */
function hashInputs(name) {
  const files = readdirSync(join(engines, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length));
  const paths = [...files, ...scripts.map((script) => `scripts/${script}`)].map((path) => path.replaceAll('\\', '/'));
  return Object.fromEntries(paths.sort().map((path) => [path, sha256(readFileSync(join(root, path)))]));
}

function buildModule(name) {
  const folder = join(engines, name);
  const scratch = mkdtempSync(join(tmpdir(), `engine-${name}-`));
  try {
    const output = join(scratch, 'engine.wasm');
    const flags = ['-s', '-w', '-buildid='];
    if (name === 'helm') {
      const version = runGo(folder, ['list', '-m', '-f', '{{.Version}}', 'helm.sh/helm/v4']).trim();
      flags.push('-X', `helm.sh/helm/v4/internal/version.version=${version}`);
    }
    runGo(folder, [
      'build',
      '-buildvcs=false',
      '-trimpath',
      '-buildmode=c-shared',
      `-ldflags=${flags.join(' ')}`,
      '-o',
      output,
      '.',
    ]);
    return patchModule(readFileSync(output), { maximumPages: MEMORY_PAGES });
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

function compress(bytes, quality) {
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: quality,
    [constants.BROTLI_PARAM_LGWIN]: 24,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return brotliCompressSync(bytes, { params });
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, quick: { type: 'boolean' } },
});
const all = readdirSync(engines, { withFileTypes: true })
  .filter((entry) => existsSync(join(engines, entry.name, 'go.mod')))
  .map((entry) => entry.name)
  .sort();
const lockFile = join(engines, 'lock.json');
const lock = existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')) : {};
let different = 0;

for (const name of positionals.length > 0 ? positionals : all) {
  const module = buildModule(name);
  const compressed = compress(module, values.quick ? 5 : 11);
  const go = runGo(join(engines, name), ['env', 'GOVERSION']).trim();
  const output = { [`engines/${name}.wasm`]: sha256(module), [`engines/${name}.wasm.br`]: sha256(compressed) };
  console.log(`${name}: ${module.length} bytes, compressed ${compressed.length}, ${go}, node ${process.version}`);
  if (values.check) {
    for (const [path, hash] of Object.entries(output)) {
      if (lock[name]?.outputs?.[path] === hash) continue;
      different += 1;
      console.error(`${path}: built ${hash}, the lock has ${lock[name]?.outputs?.[path] ?? 'nothing'}`);
    }
    continue;
  }
  writeFileSync(join(engines, `${name}.wasm.br`), compressed);
  if (!values.quick) lock[name] = { go, node: process.version, inputs: hashInputs(name), outputs: output };
}

if (!values.check && !values.quick) {
  const sorted = Object.fromEntries(
    Object.keys(lock)
      .sort()
      .map((name) => [name, lock[name]]),
  );
  writeFileSync(lockFile, `${JSON.stringify(sorted, null, 2)}\n`);
  const modules = all.flatMap((name) => linkedModules(name, (args) => runGo(join(engines, name), args)));
  writeFileSync(join(engines, 'NOTICE'), renderNotice(modules));
}
process.exitCode = different > 0 ? 1 : 0;
