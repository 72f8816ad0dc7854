// Builds the WebAssembly engines from engines/<name>, starts each one, warms it up, and writes its code and its memory to
// engines/<name>.engine. What went in and what came out is recorded in engines/lock.json. Needs dist/ (npm run build).
//   node scripts/build-engines.mjs [NAME…]            build, compress, write the lock and the licence list
//   node scripts/build-engines.mjs --kubernetes 1.37  move the kubernetes engine to that minor, and build it
//   node scripts/build-engines.mjs --check [NAME…]    build in a temporary folder and compare with the lock
//   node scripts/build-engines.mjs --quick [NAME…]    compress lightly and leave the lock alone: for work on an engine
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import { openReactor } from '../dist/engines/reactor.js';
import { writeSnapshot } from '../dist/engines/snapshot.js';
import { moveToMinor } from './engine-kubernetes-version.mjs';
import { linkedModules, renderNotice } from './engine-licences.mjs';
import { preparePatches } from './engine-patches.mjs';
import { isTrimmed, prepareTrimmed } from './engine-vendor.mjs';
import { checkAnswer, warmUpCalls } from './engine-warm-up.mjs';
import { patchModule, withoutData } from './wasm-module.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const engines = join(root, 'engines');
/** What decides every engine's bytes, beside its own folder: the build, and the host in which it is warmed up. */
const shared = [
  ...['build-engines', 'engine-patches', 'engine-vendor', 'engine-warm-up', 'wasm-module'].map(
    (name) => `scripts/${name}.mjs`,
  ),
  ...['reactor', 'snapshot', 'wasi-host'].map((name) => `generator/engines/${name}.ts`),
];
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
  const paths = [...files, ...shared].map((path) => path.replaceAll('\\', '/'));
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
    const patches = preparePatches(name, folder, scratch, (args) => runGo(folder, args));
    const source = isTrimmed(folder) ? prepareTrimmed(folder, scratch, goEnvironment) : folder;
    runGo(source, [
      'build',
      ...patches,
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
    rmSync(join(folder, '.patched'), { recursive: true, force: true });
  }
}

/** The modules that an engine links in. */
function modulesOf(name) {
  const folder = join(engines, name);
  const go = (args) => runGo(folder, args);
  if (!isTrimmed(folder)) return linkedModules(name, go);
  const scratch = mkdtempSync(join(tmpdir(), `engine-${name}-`));
  try {
    const source = prepareTrimmed(folder, scratch, goEnvironment);
    const left = runGo(source, ['list', '-mod=vendor', '-deps', '-f', '{{with .Module}}{{.Path}}{{end}}', '.']);
    const linked = new Set(left.split('\n'));
    return linkedModules(name, go, (path) => linked.has(path));
  } finally {
    rmSync(scratch, { recursive: true });
  }
}

const compress = promisify(brotliCompress);

function brotli(bytes, quality) {
  return compress(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: quality,
      [constants.BROTLI_PARAM_LGWIN]: 24,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

/** Starts the module, lets it do a little of everything, and takes its memory. */
async function takeSnapshot(name, module) {
  const reactor = await openReactor(await WebAssembly.compile(module));
  for (const [request, blob] of warmUpCalls(name, join(engines, name, 'warm-up'))) {
    checkAnswer(name, request, reactor.call(request, blob));
  }
  return reactor.save();
}

async function packEngine(name, quality) {
  const module = buildModule(name);
  const image = await takeSnapshot(name, module);
  const code = withoutData(module, { minimumPages: image.pages });
  const [packedCode, packedMemory] = await Promise.all([brotli(code, quality), brotli(image.memory, quality)]);
  const sizes = [code, packedCode, image.memory, packedMemory].map((bytes) => (bytes.length / 1e6).toFixed(1));
  console.log(`${name}: code ${sizes[0]} MB (${sizes[1]} compressed), memory ${sizes[2]} MB (${sizes[3]} compressed)`);
  return { file: writeSnapshot(image, packedCode, packedMemory), code, memory: image.memory };
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { check: { type: 'boolean' }, quick: { type: 'boolean' }, kubernetes: { type: 'string' } },
});
const all = readdirSync(engines, { withFileTypes: true })
  .filter((entry) => existsSync(join(engines, entry.name, 'go.mod')))
  .map((entry) => entry.name)
  .sort();
const lockFile = join(engines, 'lock.json');
const lock = existsSync(lockFile) ? JSON.parse(readFileSync(lockFile, 'utf8')) : {};
let different = 0;

if (values.kubernetes !== undefined) {
  const folder = join(engines, 'kubernetes');
  console.log(`kubernetes: ${moveToMinor(folder, values.kubernetes, (args) => runGo(folder, args))}`);
  positionals.push('kubernetes');
}
for (const name of positionals.length > 0 ? positionals : all) {
  const { file, code, memory } = await packEngine(name, values.quick ? 5 : 11);
  const go = runGo(join(engines, name), ['env', 'GOVERSION']).trim();
  const output = {
    [`engines/${name}.engine`]: sha256(file),
    [`engines/${name}.engine#code`]: sha256(code),
    [`engines/${name}.engine#memory`]: sha256(memory),
  };
  console.log(`${name}: ${file.length} bytes, ${go}, node ${process.version}`);
  if (values.check) {
    for (const [path, hash] of Object.entries(output)) {
      if (lock[name]?.outputs?.[path] === hash) continue;
      different += 1;
      console.error(`${path}: built ${hash}, the lock has ${lock[name]?.outputs?.[path] ?? 'nothing'}`);
    }
    continue;
  }
  writeFileSync(join(engines, `${name}.engine`), file);
  if (!values.quick) lock[name] = { go, node: process.version, inputs: hashInputs(name), outputs: output };
}

if (!values.check && !values.quick) {
  const sorted = Object.fromEntries(
    Object.keys(lock)
      .sort()
      .map((name) => [name, lock[name]]),
  );
  writeFileSync(lockFile, `${JSON.stringify(sorted, null, 2)}\n`);
  writeFileSync(join(engines, 'NOTICE'), renderNotice(all.flatMap(modulesOf)));
}
process.exitCode = different > 0 ? 1 : 0;
