// Joins the compiled files behind each entry into few: Node takes about a millisecond to resolve, read and link a module, and a run needs 300.
// The single files stay beside them for the scripts here.
import { relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const DIST = fileURLToPath(new URL('../dist/', import.meta.url));

/** What is started by path: the command, the two modules of the package, the workers. */
const ENTRIES = ['cli', 'index', 'library', 'config/load-worker', 'engines/engine-worker'];

/** Packages that every run loads: joined too. Their licences lie beside them, as they stay dependencies. */
const JOINED = new Set(['citty', 'fastest-levenshtein', 'picocolors', 'yaml']);

/** A file that is joined with others finds its neighbours as from its own place. */
const ownPlace = {
  name: 'own-place',
  transform(code, id) {
    if (!code.includes('import.meta.url')) return null;
    const place = JSON.stringify(`../${relative(DIST, id).replaceAll('\\', '/')}`);
    return code.replaceAll('import.meta.url', `new URL(${place}, import.meta.url).href`);
  },
};

const bundle = await rolldown({
  input: Object.fromEntries(ENTRIES.map((name) => [name, `${DIST}${name}.js`])),
  platform: 'node',
  external: (id) => !/^[./]/.test(id) && !JOINED.has(id),
  plugins: [ownPlace],
});
await bundle.write({ dir: DIST, format: 'esm', entryFileNames: '[name].js', chunkFileNames: 'chunks/[name].js' });
await bundle.close();
