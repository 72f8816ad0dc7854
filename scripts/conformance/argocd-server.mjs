// Argo CD's own processes on loopback, over a hub that is an API server without nodes: redis, repo-server, controller.
import { randomBytes } from 'node:crypto';
import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { delimiter, join } from 'node:path';
import { parse } from 'yaml';
import { makeNamespaces } from './api-server.mjs';
import { buildProgram, moduleFiles } from './programs.mjs';
import { freePorts } from './run-folder.mjs';

const MODULE = 'github.com/argoproj/argo-cd/v3';
/** The image has these on its PATH, and repo-server calls them. */
const WRAPPERS = ['gpg-wrapper.sh', 'git-verify-wrapper.sh', 'git-ask-pass.sh'];
/** An API server looks for itself whether an aggregated one answers, and none runs. */
const AGGREGATED = 'resource.customizations.health.apiregistration.k8s.io_APIService';
const HEALTHY = 'return { status = "Healthy", message = "stand-in" }';
const CONFIG_MAPS = [
  'argocd-rbac-cm',
  'argocd-cmd-params-cm',
  'argocd-gpg-keys-cm',
  'argocd-ssh-known-hosts-cm',
  'argocd-tls-certs-cm',
];

/**
 * Starts Argo CD in a run folder.
 * @param hub what `startApiServer` gave, with Argo CD's CustomResourceDefinitions
 * @param settings the platform's own `argocd-cm`: its health checks are what waves wait for
 */
export async function startArgo(cache, folder, { hub, settings }) {
  await configure(hub.client, settings);
  const home = join(folder.path, 'argocd');
  const bin = join(home, 'bin');
  for (const name of ['bin', 'home', 'tmp', 'tls', 'ssh', 'plugins', 'gpg/source', 'gpg/keys']) {
    mkdirSync(join(home, name), { recursive: true, mode: 0o700 });
  }
  const binary = buildProgram(cache, 'argocd');
  symlinkSync(buildProgram(cache, 'helm'), join(bin, 'helm'));
  for (const name of WRAPPERS) {
    copyFileSync(join(moduleFiles('argocd', MODULE), 'hack', name), join(bin, name));
    // Module caches have no programs.
    chmodSync(join(bin, name), 0o755);
  }
  writeFileSync(join(home, 'ssh', 'ssh_known_hosts'), '');
  writeFileSync(join(home, 'gitconfig'), '[safe]\n\tdirectory = *\n');
  const [redis, repo, repoMetrics, metrics] = await freePorts(4);
  const shared = {
    HOME: join(home, 'home'),
    PATH: [bin, process.env.PATH].join(delimiter),
    TMPDIR: join(home, 'tmp'),
    KUBECONFIG: hub.kubeconfig,
    // Makes https://kubernetes.default.svc mean the server of that kubeconfig.
    ARGOCD_FAKE_IN_CLUSTER: 'true',
    ARGOCD_TLS_DATA_PATH: join(home, 'tls'),
    ARGOCD_SSH_DATA_PATH: join(home, 'ssh'),
    ARGOCD_GPG_ENABLED: 'false',
  };
  const data = ['--save', '', '--appendonly', 'no', '--dir', home];
  folder.start('redis', 'redis-server', ['--bind', '127.0.0.1', '--port', String(redis), ...data]);
  folder.start(
    'repo-server',
    binary,
    [
      '--address=127.0.0.1',
      `--port=${repo}`,
      '--metrics-address=127.0.0.1',
      `--metrics-port=${repoMetrics}`,
      `--redis=127.0.0.1:${redis}`,
      '--disable-tls',
      // Without it a certificate is looked for all the same.
      '--client-ca-path=',
    ],
    {
      ...shared,
      ARGOCD_BINARY_NAME: 'argocd-repo-server',
      ARGOCD_GPG_DATA_PATH: join(home, 'gpg', 'source'),
      ARGOCD_GNUPGHOME: join(home, 'gpg', 'keys'),
      ARGOCD_PLUGINSOCKFILEPATH: join(home, 'plugins'),
      GIT_CONFIG_GLOBAL: join(home, 'gitconfig'),
      GIT_CONFIG_NOSYSTEM: '1',
    },
  );
  folder.start(
    'controller',
    binary,
    [
      '--namespace=argocd',
      `--repo-server=127.0.0.1:${repo}`,
      '--repo-server-plaintext',
      `--redis=127.0.0.1:${redis}`,
      `--metrics-port=${metrics}`,
      '--app-resync=15',
      '--app-resync-jitter=0',
    ],
    {
      ...shared,
      ARGOCD_BINARY_NAME: 'argocd-application-controller',
      HOSTNAME: 'conformance-0',
      ARGOCD_K8S_CLIENT_QPS: '500',
      ARGOCD_K8S_CLIENT_BURST: '1000',
    },
  );
  await folder.until('repo-server', () => isHealthy(repoMetrics));
  await folder.until('controller', () => isHealthy(metrics));
}

/** Where Argo CD's own health checks lie. */
export function healthChecks() {
  return join(moduleFiles('argocd', MODULE), 'resource_customizations');
}

/** `configs.cm` of the values with which a platform installs Argo CD. */
export function readSettings(platform, applications) {
  const own = applications.flatMap(({ spec }) => spec.sources ?? []).find(({ chart }) => chart === 'argo-cd');
  const files = (own?.helm?.valueFiles ?? []).map((path) => join(platform, path.replace(/^\$\w+\//, '')));
  const values = files.filter(existsSync).map((path) => parse(readFileSync(path, 'utf8')));
  return Object.assign({}, ...values.map((one) => one?.configs?.cm ?? {}));
}

async function configure(client, settings) {
  await makeNamespaces(client, ['argocd']);
  const labels = { 'app.kubernetes.io/part-of': 'argocd' };
  const own = { 'timeout.reconciliation': '15s', 'timeout.reconciliation.jitter': '0s', [AGGREGATED]: HEALTHY };
  const maps = [['argocd-cm', { ...settings, ...own }], ...CONFIG_MAPS.map((name) => [name, {}])];
  for (const [name, data] of maps) {
    await make(client, '/api/v1/namespaces/argocd/configmaps', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, labels },
      data,
    });
  }
  await make(client, '/api/v1/namespaces/argocd/secrets', {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'argocd-secret', labels },
    stringData: { 'server.secretkey': randomBytes(16).toString('hex') },
  });
}

async function make(client, path, object) {
  const { accepted, message } = await client.request('POST', path, JSON.stringify(object));
  if (!accepted) throw new Error(`${object.kind} ${object.metadata.name}: ${message}`);
}

function isHealthy(port) {
  return new Promise((resolve) => {
    const call = request({ host: '127.0.0.1', port, path: '/healthz' }, (response) => {
      response.resume();
      resolve(response.statusCode === 200);
    });
    call.once('error', () => resolve(false));
    call.end();
  });
}
