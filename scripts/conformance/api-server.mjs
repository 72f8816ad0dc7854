// A real kube-apiserver over a real etcd, on loopback, with nothing in it but the CustomResourceDefinitions it is given.
import { createHash, generateKeyPairSync, randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { openApiClient } from './api-client.mjs';
import { installCrds } from './custom-resources.mjs';
import { buildProgram } from './programs.mjs';
import { freePorts } from './run-folder.mjs';

/** No controller runs here that would make accounts, and nothing that a webhook could call. */
const PLUGINS_OFF = ['ServiceAccount', 'MutatingAdmissionWebhook', 'ValidatingAdmissionWebhook'];

/**
 * Starts etcd in a run folder. @returns the URL that API servers take
 */
export async function startEtcd(cache, folder) {
  const [port, peer] = await freePorts(2);
  const url = `http://127.0.0.1:${port}`;
  const peerUrl = `http://127.0.0.1:${peer}`;
  folder.start('etcd', buildProgram(cache, 'etcd'), [
    '--name=conformance',
    `--data-dir=${join(folder.path, 'etcd')}`,
    '--unsafe-no-fsync',
    `--listen-client-urls=${url}`,
    `--advertise-client-urls=${url}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=conformance=${peerUrl}`,
    '--log-level=warn',
  ]);
  return url;
}

/**
 * Starts one API server; several share an etcd, each under its own prefix.
 * @param crds CustomResourceDefinitions to install
 * @returns `{ client, url, ca, token, kubeconfig, pair }`, its own certificate and key among them, once it serves every kind
 */
export async function startApiServer(cache, folder, { etcd, name = 'kube-apiserver', crds = [] }) {
  const [port] = await freePorts(1);
  const keys = join(folder.path, name);
  mkdirSync(keys, { recursive: true, mode: 0o700 });
  const token = randomBytes(24).toString('hex');
  writeFileSync(join(keys, 'tokens.csv'), `${token},admin,admin,"system:masters"\n`, { mode: 0o600 });
  const { privateKey, publicKey } = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs1', format: 'pem' },
  });
  writeFileSync(join(keys, 'accounts.key'), privateKey, { mode: 0o600 });
  writeFileSync(join(keys, 'accounts.pub'), publicKey);
  const issuer = 'https://kubernetes.default.svc';
  folder.start(name, buildProgram(cache, 'kube-apiserver'), [
    `--etcd-servers=${etcd}`,
    `--etcd-prefix=/${createHash('sha256').update(name).digest('hex').slice(0, 8)}`,
    '--bind-address=127.0.0.1',
    // Loopback is refused for the Service `kubernetes` unless nobody keeps its endpoints.
    '--advertise-address=127.0.0.1',
    '--endpoint-reconciler-type=none',
    `--secure-port=${port}`,
    // It signs its own certificate there.
    `--cert-dir=${keys}`,
    `--service-account-key-file=${join(keys, 'accounts.pub')}`,
    `--service-account-signing-key-file=${join(keys, 'accounts.key')}`,
    `--service-account-issuer=${issuer}`,
    `--api-audiences=${issuer}`,
    '--service-cluster-ip-range=10.96.0.0/16',
    `--token-auth-file=${join(keys, 'tokens.csv')}`,
    '--authorization-mode=RBAC',
    '--allow-privileged=true',
    `--disable-admission-plugins=${PLUGINS_OFF.join()}`,
    '--max-requests-inflight=0',
    '--max-mutating-requests-inflight=0',
    '--enable-priority-and-fairness=false',
    '--profiling=false',
    '--v=1',
  ]);
  const certificate = join(keys, 'apiserver.crt');
  await folder.until(name, () => existsSync(certificate));
  const url = `https://127.0.0.1:${port}`;
  const ca = readFileSync(certificate, 'utf8');
  const client = openApiClient({ url, ca, token });
  await folder.until(name, () => client.isReady());
  await installCrds(client, crds);
  const kubeconfig = join(folder.path, `${name}.kubeconfig`);
  writeFileSync(kubeconfig, printKubeconfig({ url, ca, token }), { mode: 0o600 });
  const pair = { certificate: ca, key: readFileSync(join(keys, 'apiserver.key'), 'utf8') };
  return { client, url, ca, token, kubeconfig, pair };
}

/** Makes namespaces, and waits until objects may be put into them. */
export async function makeNamespaces(client, names) {
  for (const name of new Set(names)) {
    const body = JSON.stringify({ apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    const { status, message } = await client.request('POST', '/api/v1/namespaces', body);
    if (status !== 201 && status !== 409) throw new Error(`namespace ${name}: ${message}`);
  }
  // The admission plugin learns of a new namespace through its watch.
  await sleep(500);
}

function printKubeconfig({ url, ca, token }) {
  const cluster = { server: url, 'certificate-authority-data': Buffer.from(ca).toString('base64') };
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'conformance', cluster }],
    users: [{ name: 'admin', user: { token } }],
    contexts: [{ name: 'conformance', context: { cluster: 'conformance', user: 'admin', namespace: 'default' } }],
    'current-context': 'conformance',
  });
}
