// Joins the compiled files behind each entry into few: Node takes about a millisecond to resolve, read and link a module, and a run needs 300.
// The single files stay beside them for the scripts here.
import { createRequire } from 'node:module';
import { isAbsolute, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

/** What is started by path: the command, which only starts the program; the two modules of the package; the workers. */
const ENTRIES = ['cli', 'index', 'library', 'config/load-worker', 'engines/engine-worker'];

/** Packages that every run loads: joined too. Their licences lie beside them, as they stay dependencies. */
const JOINED = new Set(['citty', 'fastest-levenshtein', 'picocolors', 'sprintf-js', 'yaml']);

/** Stands for the folder of the compiled files until it is known where a joined file lies. */
const PLACE = '@dist/';

/** A file that is joined with others finds its neighbours as from its own place. */
const ownPlace = {
  name: 'own-place',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return null;
    const place = JSON.stringify(`${PLACE}${relative(DIST, id).replaceAll('\\', '/')}`);
    return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
  },
  renderChunk: (code, { fileName }) => code.replaceAll(`"${PLACE}`, fileName.includes('/') ? '"../' : '"./'),
};

/** Replaces what must be there. */
function replaceOnce(code, old, replacement) {
  if (code.split(old).length !== 2) throw new Error(`not once in the code: ${old}`);
  return code.replace(old, () => replacement);
}

/**
 * What evaluates policies is joined with the rest. It loads a YAML parser of its own for three built-ins, 15 ms: here when a
 * policy calls one.
 */
const policyLibrary = {
  name: 'policy-library',
  transform(code, id) {
    if (id === `${DIST}validate/policy/evaluator.js`) {
      const library = createRequire(import.meta.url).resolve('@open-policy-agent/opa-wasm');
      const call = /createRequire\(import\.meta\.url\)\(['"]@open-policy-agent\/opa-wasm['"]\)/.exec(code)?.[0] ?? '';
      return `import policyLibrary from ${JSON.stringify(library)};\n${replaceOnce(code, call, 'policyLibrary')}`;
    }
    if (!/opa-wasm[\\/]src[\\/]builtins[\\/]yaml\.js$/.test(id)) return null;
    const lazily = ['parse', 'stringify'].map((name) => `${name}: (given) => require("yaml").${name}(given)`);
    return replaceOnce(code, 'const yaml = require("yaml");', `const yaml = { ${lazily.join(', ')} };`);
  },
};

const options = {
  platform: 'node',
  external: (id) => !isAbsolute(id) && !id.startsWith('.') && !JOINED.has(id),
  plugins: [policyLibrary, ownPlace],
};

// The program is made of scripts: V8 keeps the code of scripts, and Node 20 lets it do so for no module.
const program = await rolldown({ ...options, input: `${DIST}program.js` });
await program.write({
  dir: DIST,
  format: 'cjs',
  entryFileNames: '[name].cjs',
  chunkFileNames: 'scripts/[name].cjs',
  dynamicImportInCjs: false,
});
await program.close();

const modules = await rolldown({
  ...options,
  input: Object.fromEntries(ENTRIES.map((name) => [name, `${DIST}${name}.js`])),
});
await modules.write({ dir: DIST, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' });
await modules.close();
