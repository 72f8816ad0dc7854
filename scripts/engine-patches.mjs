// Small changes to the sources that an engine is built from: no source of anybody else is kept here, and a change whose
// place has moved upstream fails the build.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

/** @typedef {{ file: string, why: string, replace: [string, string][] }} Patch */

/** @type {Patch[]} Files of the Go distribution, for every engine. */
const STANDARD = [
  {
    file: 'src/runtime/mem_sbrk.go',
    why: 'Memory that is given back is zeroed: the snapshot then has nothing of it.',
    replace: [
      [
        'func sysUnusedOS(v unsafe.Pointer, n uintptr) {\n}',
        'func sysUnusedOS(v unsafe.Pointer, n uintptr) {\n\tmemclrNoHeapPointers(v, n)\n}',
      ],
    ],
  },
];

/** Takes net/http, and TLS with it, out of a file: a tenth of an engine, for requests that could only fail. */
const withoutNetwork = (module, file) => ({
  module,
  file,
  why: 'The engine has no network.',
  replace: [['\t"net/http"\n', '\thttp "slipway/engines/kustomize/nohttp"\n']],
});

const HELM = 'helm.sh/helm/v4';
const COPY = 'github.com/mitchellh/copystructure';

/** @type {Record<string, (Patch & { module: string })[]>} */
const PATCHES = {
  helm: [
    {
      module: HELM,
      file: 'pkg/engine/engine.go',
      why: 'Templates are parsed once, and functions checked once, not at each render.',
      replace: [
        ['\tt := template.New("gotpl")\n', '\tt := newTemplateSet()\n'],
        ['\tfuncMap := funcMap()\n', '\tfuncMap := template.FuncMap{}\n'],
        [
          'if _, err := t.New(filename).Parse(r.tpl); err != nil {',
          'if err := parseOnce(t.New(filename), r.tpl); err != nil {',
        ],
        [
          't, err = t.New(parent.Name()).Parse(tpl)\n\t\tif err != nil {',
          't = t.New(parent.Name())\n\t\tif err := parseOnce(t, tpl); err != nil {',
        ],
      ],
    },
    {
      module: HELM,
      file: 'pkg/chart/loader/archive/archive.go',
      why: 'Without net/http, which stands there for a function that is never called, a tenth of the engine goes.',
      replace: [
        ['\t"net/http"\n', ''],
        ['contentType := http.DetectContentType(buffer)', 'contentType := "unknown"'],
      ],
    },
    {
      module: COPY,
      file: 'copystructure.go',
      why: 'Values are copied without reflection.',
      replace: [
        [
          'func Copy(v interface{}) (interface{}, error) {\n',
          'func Copy(v interface{}) (interface{}, error) {\n\tif out, ok := copyTree(v); ok {\n\t\treturn out, nil\n\t}\n',
        ],
      ],
    },
  ],
  kustomize: [
    withoutNetwork('sigs.k8s.io/kustomize/api', 'internal/loader/fileloader.go'),
    withoutNetwork('k8s.io/kube-openapi', 'pkg/validation/spec/ref.go'),
    withoutNetwork('github.com/go-openapi/swag', 'loading.go'),
    withoutNetwork('github.com/google/gnostic-models', 'compiler/reader.go'),
  ],
};

/** Files of ours, in engines/<name>/patches, that join a package of another module, or take the place of one of its files. */
/** @type {Record<string, { source: string, module: string, file: string, isNew: boolean }[]>} */
const FILES = {
  helm: [
    { source: 'engine/parse_once.go', module: HELM, file: 'pkg/engine/parse_once.go', isNew: true },
    { source: 'engine/parse_chart.go', module: HELM, file: 'pkg/engine/parse_chart.go', isNew: true },
    { source: 'util/jsonschema.go', module: HELM, file: 'pkg/chart/common/util/jsonschema.go', isNew: false },
    { source: 'copystructure/copy_tree.go', module: COPY, file: 'copy_tree.go', isNew: true },
  ],
};

/**
 * Prepares a build: patched copies of modules go to engines/<name>/.patched, which the caller removes afterwards (a fixed
 * place, because paths of local modules enter the binary). Returns the flags for `go build`.
 */
export function preparePatches(name, folder, scratch, runGo) {
  const replaced = {};
  const goRoot = runGo(['env', 'GOROOT']).trim();
  for (const { file, replace } of STANDARD) {
    const target = join(scratch, basename(file));
    writeFileSync(target, applied(join(goRoot, file), replace));
    replaced[join(goRoot, file)] = target;
  }
  const overlay = join(scratch, 'overlay.json');
  writeFileSync(overlay, JSON.stringify({ Replace: replaced }));

  const patches = PATCHES[name] ?? [];
  const files = FILES[name] ?? [];
  if (patches.length === 0 && files.length === 0) return [`-overlay=${overlay}`];
  const patched = join(folder, '.patched');
  mkdirSync(patched, { recursive: true });
  const copies = new Map();
  let definition = readFileSync(join(folder, 'go.mod'), 'utf8');
  for (const module of new Set([...patches, ...files].map((one) => one.module))) {
    const copy = join(patched, module.replaceAll('/', '-'));
    copies.set(module, copy);
    copyModule(runGo(['list', '-m', '-f', '{{.Dir}}', module]).trim(), copy);
    definition += `\nreplace ${module} => ./.patched/${basename(copy)}\n`;
  }
  for (const { module, file, replace } of patches) {
    const path = join(copies.get(module), file);
    writeFileSync(path, applied(path, replace));
  }
  for (const { source, module, file, isNew } of files) {
    const path = join(copies.get(module), file);
    if (existsSync(path) === isNew) throw new Error(`${module}: ${file} ${isNew ? 'exists' : 'is gone'} upstream`);
    cpSync(join(folder, 'patches', source), path);
  }
  writeFileSync(join(patched, 'go.mod'), definition);
  cpSync(join(folder, 'go.sum'), join(patched, 'go.sum'));
  return [`-overlay=${overlay}`, `-modfile=${join('.patched', 'go.mod')}`];
}

/** The cache of modules is read-only, and copies keep that. */
function copyModule(from, to) {
  cpSync(from, to, { recursive: true, filter: (path) => !/_test\.go$|[/\\]testdata$/.test(path) });
  execFileSync('chmod', ['-R', 'u+w', to]);
}

function applied(path, replace) {
  let text = readFileSync(path, 'utf8');
  for (const [from, to] of replace) {
    if (text.split(from).length !== 2) throw new Error(`${path} does not hold exactly once: ${from}`);
    text = text.replace(from, () => to);
  }
  return text;
}
