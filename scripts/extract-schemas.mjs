// A maintainer's tool, run by hand: extracts the committed files of schemas/ from Go modules that are already in
// the module cache, and from a folder of CRD files. slipway itself never runs it.
//
//   go mod download -json k8s.io/kubernetes@v1.36.3 k8s.io/api@v0.36.3   # and each module in extract-schemas/
//   node scripts/extract-schemas.mjs --modules "$(go env GOMODCACHE)" [--crds DIR]
//
// --crds DIR holds CRD files and an index.json: [{ project, projectVersion, file, source }]; without it the CRDs of
// those projects that are committed now would vanish, so it is refused unless --without-crds says so.
//
// Every output is brotli of { definitions: [schema…], …}, where { "$ref": 12 } means definitions[12]: equal parts are
// stored once, for Kubernetes across all minors. Prose is dropped. schemas/index.json lists each kind with its scope,
// plural and schema; schemas/SOURCES.json says where everything came from and the digest of every file.
import { mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync, constants } from 'node:zlib';
import { extractCrds, folderSources, moduleSources } from './extract-schemas/custom-resources.mjs';
import { digest } from './extract-schemas/definitions.mjs';
import { extractKubernetes } from './extract-schemas/kubernetes.mjs';

function main() {
  const { values } = parseArgs({
    options: {
      modules: { type: 'string' },
      crds: { type: 'string' },
      'without-crds': { type: 'boolean', default: false },
      out: { type: 'string', default: new URL('../schemas', import.meta.url).pathname },
    },
  });
  if (values.modules === undefined) throw new Error('--modules GOMODCACHE is required');
  if (values.crds === undefined && !values['without-crds']) throw new Error('--crds DIR or --without-crds is required');

  rmSync(values.out, { recursive: true, force: true });
  mkdirSync(join(values.out, 'crds'), { recursive: true });
  const sources = [];
  const files = {};
  const write = (path, bytes) => {
    writeFileSync(join(values.out, path), bytes);
    files[path] = digest(bytes);
  };
  const index = { kubernetes: {}, crds: {} };

  const builtIn = extractKubernetes(values.modules, sources, index.kubernetes);
  write('kubernetes.json.br', compress(builtIn));

  const seen = new Set();
  for (const source of [...moduleSources(values.modules), ...folderSources(values.crds)]) {
    const { licence, inputs, ...origin } = source;
    const { definitions, kinds } = extractCrds(inputs, seen);
    if (Object.keys(kinds).length === 0) continue;
    const file = `crds/${source.name}.json.br`;
    write(file, compress({ definitions }));
    index.crds[source.name] = { version: source.version, kinds };
    sources.push({ ...origin, licence, file, sha256: digest(inputs.map((input) => digest(input.bytes)).join('\n')) });
  }

  write('index.json', `${JSON.stringify(index).replaceAll('],"', '],\n"').replaceAll('{"', '{\n"')}\n`);
  writeFileSync(join(values.out, 'SOURCES.json'), `${JSON.stringify({ sources, files }, null, 2)}\n`);
  for (const path of Object.keys(files)) console.log(path, statSync(join(values.out, path)).size);
}

function compress(value) {
  const bytes = Buffer.from(JSON.stringify(value));
  return brotliCompressSync(bytes, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: 11,
      [constants.BROTLI_PARAM_LGWIN]: 22,
      [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
    },
  });
}

main();
