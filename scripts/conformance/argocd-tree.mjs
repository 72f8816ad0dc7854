// A copy of a platform's generated tree that Argo CD can use on loopback: addresses are changed, and nothing else.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse, parseAllDocuments, stringify } from 'yaml';

const TREE = ['clusters', 'infra', 'apps', 'environments', 'charts'];
export const HUB_ADDRESS = 'https://kubernetes.default.svc';

/**
 * What the Applications and the cluster Secrets of a platform name.
 * @returns `{ hub, repository, charts, sources, clusters }`: the hub's folder under clusters/, URL of the platform's own
 * repository, charts as `{ repository, name, version }`, other Git sources as `{ repository, path, revision }`
 */
export function readTree(platform) {
  const objects = listFiles(platform)
    .filter((path) => path.startsWith('clusters/') && path.endsWith('.yaml') && !path.includes('/values/'))
    .flatMap((path) =>
      parseAllDocuments(readFileSync(join(platform, path), 'utf8')).map((one) => ({ path, object: one.toJS() })),
    );
  const applications = objects.filter(({ object }) => object?.kind === 'Application');
  const root = applications.find(({ object }) => object.metadata.name === 'root');
  if (root === undefined) throw new Error(`${platform} has no Application root: generate it first`);
  const repository = root.object.spec.source.repoURL;
  const all = applications.flatMap(({ object: { spec } }) => spec.sources ?? [spec.source]);
  const others = all.filter(({ repoURL }) => repoURL !== repository);
  const chart = ({ repoURL, chart: name, targetRevision }) => ({ repository: repoURL, name, version: targetRevision });
  const source = ({ repoURL, path, targetRevision }) => ({ repository: repoURL, path, revision: targetRevision });
  return {
    hub: root.path.split('/')[1],
    repository,
    applications: applications.map(({ object }) => object),
    charts: unique(others.filter((one) => one.chart !== undefined).map(chart)),
    sources: unique(others.filter((one) => one.chart === undefined && one.path !== undefined).map(source)),
    clusters: objects
      .filter(({ object }) => object?.metadata?.labels?.['argocd.argoproj.io/secret-type'] === 'cluster')
      .map(({ path, object }) => ({ path, name: object.stringData.name, server: object.stringData.server })),
  };
}

/**
 * Commits the tree to a bare repository.
 * @param addresses URL → URL that stands in for it, wherever it is a whole word of a file under clusters/
 * @param servers name of a cluster → `{ url, ca, token }`
 * @returns URL of the repository
 */
export function commitTree(platform, folder, { tree, addresses, servers }) {
  const work = join(folder, 'tree');
  for (const path of listFiles(platform)) {
    mkdirSync(dirname(join(work, path)), { recursive: true });
    cpSync(join(platform, path), join(work, path));
  }
  const bare = join(folder, 'platform.git');
  const all = new Map([...addresses, [tree.repository, `file://${bare}`]]);
  for (const path of listFiles(platform).filter((one) => one.startsWith('clusters/') && one.endsWith('.yaml'))) {
    const text = readFileSync(join(work, path), 'utf8');
    const changed = rewriteAddresses(text, all);
    if (changed !== text) writeFileSync(join(work, path), plainRepository(changed, all));
  }
  for (const { path, name, server } of tree.clusters) {
    if (server === HUB_ADDRESS) continue;
    const secret = parse(readFileSync(join(work, path), 'utf8'));
    const { url, ca, token } = servers.get(name);
    const caData = Buffer.from(ca).toString('base64');
    const config = JSON.stringify({ bearerToken: token, tlsClientConfig: { caData } });
    writeFileSync(join(work, path), stringify({ ...secret, stringData: { name, server: url, config } }));
  }
  publish(work, bare);
  return { work, url: `file://${bare}` };
}

/** A bare repository of a folder, with its one commit on `main` and under a tag. */
export function publish(work, bare, tag) {
  const git = (...args) =>
    execFileSync('git', ['-c', 'user.name=conformance', '-c', 'user.email=conformance@localhost', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  git('init', '--quiet', '--initial-branch=main', work);
  git('-C', work, 'add', '--all', '--force');
  git('-C', work, 'commit', '--quiet', '--message=conformance');
  if (tag !== undefined) git('-C', work, 'tag', tag);
  git('clone', '--quiet', '--bare', work, bare);
}

function listFiles(platform) {
  const args = ['-C', platform, 'ls-files', '-z', '--cached', '--others', '--exclude-standard', '--', ...TREE];
  const text = execFileSync('git', args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  return [...new Set(text.split('\0').filter(Boolean))];
}

function rewriteAddresses(text, addresses) {
  return text.replace(/[^\s"',[\]]+/g, (word) => addresses.get(word) ?? word);
}

/** A stub repository speaks plain HTTP, also where the real one is an OCI registry. */
function plainRepository(text, addresses) {
  const isRepository = /argocd\.argoproj\.io\/secret-type: repository/.test(text);
  const isStandIn = [...addresses.values()].some((url) => url.startsWith('http:') && text.includes(url));
  return isRepository && isStandIn ? text.replace(/^\s+enableOCI: .*\n/m, '') : text;
}

function unique(list) {
  return [...new Map(list.map((one) => [JSON.stringify(one), one])).values()];
}
