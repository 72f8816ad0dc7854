// The real programs that we are compared with: which, in which version, and how each is built into the cache folder.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { copyArgoSource } from './argocd-source.mjs';

const modules = fileURLToPath(new URL('mod', import.meta.url));

/** `module`: a folder of mod/, whose go.mod pins everything. Else the package's own go.mod does, at `version`. */
const PROGRAMS = {
  etcd: { module: 'k8s', package: 'go.etcd.io/etcd/server/v3' },
  'kube-apiserver': { module: 'k8s', package: 'k8s.io/kubernetes/cmd/kube-apiserver', flags: kubernetesFlags },
  istioctl: { module: 'istio', package: 'istio.io/istio/istioctl/cmd/istioctl', flags: istioFlags },
  argocd: { module: 'argocd', package: 'github.com/argoproj/argo-cd/v3/cmd', flags: argoFlags, source: copyArgoSource },
  kubeconform: { package: 'github.com/yannh/kubeconform/cmd/kubeconform', version: 'v0.8.0' },
  conftest: { package: 'github.com/open-policy-agent/conftest', version: 'v0.71.1' },
  gator: { package: 'github.com/open-policy-agent/gatekeeper/v3/cmd/gator', version: 'v3.23.1' },
  helm: { package: 'helm.sh/helm/v4/cmd/helm', version: 'v4.2.1', binary: 'helm4', flags: helmFlags },
  opa: { package: 'github.com/open-policy-agent/opa', version: opaVersion() },
};

/**
 * Builds a program, unless the one in the cache has the wanted package and version.
 * @returns its path
 * @throws Error when Go is missing or the build fails
 */
export function buildProgram(cache, name) {
  const program = PROGRAMS[name];
  const folder = join(cache, 'bin');
  const binary = join(folder, program.binary ?? name);
  const wanted = { package: program.package, version: versionOf(program) };
  if (isBuilt(binary, wanted)) return binary;
  mkdirSync(folder, { recursive: true });
  process.stderr.write(`building ${name} ${wanted.version}\n`);
  const start = performance.now();
  if (program.module === undefined) install(program, wanted.version, binary);
  else build(cache, program, wanted.version, binary);
  process.stderr.write(`built ${name} in ${Math.round((performance.now() - start) / 1000)} s\n`);
  return binary;
}

/** The folder of a module that mod/<module>/go.mod requires: programs bring CRDs and scripts of theirs. */
export function moduleFiles(module, path) {
  return download(`${path}@${requiredVersion(module, path)}`).Dir;
}

/** The zip archive of a Go module, downloaded when needed. */
export function moduleZip(path, version) {
  return download(`${path}@${version}`).Zip;
}

function download(module) {
  const text = go(['mod', 'download', '-json', module], undefined, {}, [0, 1]);
  const { Error: words, ...places } = JSON.parse(text);
  if (places.Zip === undefined) throw new Error(`${module} cannot be downloaded: ${words}`);
  return places;
}

/** What Go itself wrote into the binary: no stamp of ours can be lost or lie. */
function isBuilt(binary, wanted) {
  if (!existsSync(binary)) return false;
  const { stdout, error } = spawnSync('go', ['version', '-m', binary], { encoding: 'utf8' });
  if (error !== undefined) throw goMissing(error);
  const [, path] = /^\tpath\t(\S+)$/m.exec(stdout) ?? [];
  const [, version] = /^\tmod\t\S+\t(\S+)/m.exec(stdout) ?? [];
  return path === wanted.package && version === wanted.version;
}

function install(program, version, binary) {
  // Beside the target, so that a build which is stopped leaves no half of a program.
  const scratch = `${binary}.${process.pid}`;
  mkdirSync(scratch, { recursive: true });
  try {
    go(['install', '-trimpath', `-ldflags=${flagsOf(program, version)}`, `${program.package}@${version}`], undefined, {
      GOBIN: scratch,
    });
    renameSync(join(scratch, lastWord(program.package)), binary);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function build(cache, program, version, binary) {
  const scratch = `${binary}.${process.pid}`;
  const extra = program.source === undefined ? [] : program.source(cache, join(modules, program.module), moduleFiles);
  try {
    const flags = ['-trimpath', `-ldflags=${flagsOf(program, version)}`, ...extra];
    go(['build', ...flags, '-o', scratch, program.package], program.module);
    renameSync(scratch, binary);
  } finally {
    rmSync(scratch, { force: true });
  }
}

function go(args, module, more = {}, expected = [0]) {
  const flags = [process.env.GOFLAGS, '-buildvcs=false'].filter(Boolean).join(' ');
  const { error, status, stdout } = spawnSync('go', args, {
    cwd: module === undefined ? modules : join(modules, module),
    env: { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: flags, GOWORK: 'off', ...more },
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 1 << 28,
  });
  if (error !== undefined) throw goMissing(error);
  if (!expected.includes(status)) throw new Error(`go ${args.join(' ')} ended with ${status}`);
  return stdout;
}

function goMissing(cause) {
  return new Error('the real programs are built with Go, which is not here: install Go 1.26.8 or newer', { cause });
}

function flagsOf({ flags }, version) {
  return ['-s', '-w', ...(flags?.(version) ?? [])].join(' ');
}

function versionOf({ module, version, package: path }) {
  if (version !== undefined) return version;
  const names = path.split('/');
  // The module of a package is the longest prefix that go.mod requires.
  for (let length = names.length; length > 0; length -= 1) {
    const found = requiredVersion(module, names.slice(0, length).join('/'));
    if (found !== undefined) return found;
  }
  throw new Error(`mod/${module}/go.mod requires no module of ${path}`);
}

function requiredVersion(module, path) {
  const lines = readFileSync(join(modules, module, 'go.mod'), 'utf8').split('\n');
  const words = lines.map((line) =>
    line
      .trim()
      .replace(/^require /, '')
      .split(' '),
  );
  return words.find(([name, version]) => name === path && version?.startsWith('v'))?.[1];
}

function lastWord(path) {
  // `…/v3` is a major version, not a name.
  return path.split('/').findLast((word) => !/^v\d+$/.test(word));
}

function kubernetesFlags(version) {
  const facts = {
    gitVersion: version,
    gitMajor: '1',
    gitMinor: version.split('.')[1],
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
  };
  // Without it the server calls itself v0.0.0-master, and gives other features.
  return ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version'].flatMap((path) =>
    Object.entries(facts).map(([key, value]) => `-X ${path}.${key}=${value}`),
  );
}

function istioFlags(version) {
  return [`-X istio.io/istio/pkg/version.buildVersion=1.31-${version.split('-').at(-1)}`];
}

function argoFlags(version) {
  return [`-X github.com/argoproj/argo-cd/v3/common.version=${version.slice(1)}`];
}

function helmFlags(version) {
  // What the released binary answers to .Capabilities.HelmVersion.
  return [`-X helm.sh/helm/v4/internal/version.version=${version}`];
}

/** The compiler that our engine is made of. */
function opaVersion() {
  const text = readFileSync(new URL('../../engines/opa/go.mod', import.meta.url), 'utf8');
  return /github\.com\/open-policy-agent\/opa (\S+)/.exec(text)?.[1];
}
