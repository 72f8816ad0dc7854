// A copy of Argo CD's Go code in which the controller's metrics listen on loopback: its address is fixed to 0.0.0.0, there
// is no flag for it, and Go's -overlay refuses files of the module cache.
import { chmodSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';

const MODULE = 'github.com/argoproj/argo-cd/v3';
const LISTENER = 'fmt.Sprintf("0.0.0.0:%d", metricsPort)';
const LEFT_OUT = /^(docs|test|examples|manifests|ui\/src)(\/|$)|_test\.go$/;

/**
 * @param folder that of mod/argocd
 * @returns flags for `go build`
 */
export function copyArgoSource(cache, folder, moduleFiles) {
  const from = moduleFiles('argocd', MODULE);
  const target = join(cache, 'src', 'argocd');
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const code = join(target, 'code');
  cpSync(from, code, {
    recursive: true,
    filter: (path) => !LEFT_OUT.test(relative(from, path).replaceAll('\\', '/')),
  });
  makeWritable(code);
  const file = join(code, 'controller', 'appcontroller.go');
  const text = readFileSync(file, 'utf8');
  if (!text.includes(LISTENER)) throw new Error(`${MODULE}/controller/appcontroller.go has no ${LISTENER} any more`);
  writeFileSync(file, text.replace(LISTENER, LISTENER.replace('0.0.0.0', '127.0.0.1')));
  const mod = `${readFileSync(join(folder, 'go.mod'), 'utf8')}\nreplace ${MODULE} => ${code}\n`;
  writeFileSync(join(target, 'go.mod'), mod);
  writeFileSync(join(target, 'go.sum'), readFileSync(join(folder, 'go.sum')));
  return [`-modfile=${join(target, 'go.mod')}`];
}

/** The module cache is read-only, and so would its copy be, which then nobody but root could delete. */
function makeWritable(folder) {
  chmodSync(folder, 0o755);
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.isDirectory()) makeWritable(join(folder, entry.name));
    else chmodSync(join(folder, entry.name), 0o644);
  }
}
