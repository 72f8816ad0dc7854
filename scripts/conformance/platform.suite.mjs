// Everything that a platform's clusters would receive: the API server accepts it, and istioctl finds nothing in it.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { startApiServer, startEtcd } from './api-server.mjs';
import { applyPlatform } from './apply-platform.mjs';
import { readCrds } from './custom-resources.mjs';
import { missingCrds, renderPlatform } from './platform-resources.mjs';
import { buildProgram } from './programs.mjs';
import { openRunFolder } from './run-folder.mjs';

const here = fileURLToPath(new URL('../..', import.meta.url));
const LOUD = new Set(['Error', 'Warning']);

/** @returns a result per object, and for each cluster what istioctl finds */
export async function run({ cache, platform = here, charts, crds: given, keep }) {
  const { clusters, notRendered, wrong } = await renderPlatform(platform, charts === undefined ? [] : [charts]);
  const crds = readCrds(given);
  const istioctl = buildProgram(cache, 'istioctl');
  const folder = openRunFolder(cache, 'platform', { keep });
  const results = [];
  const notes = [
    ...notRendered.map((one) => `not compared: ${one}`),
    ...wrong.map((one) => `found while rendering: ${one}`),
  ];
  try {
    const etcd = await startEtcd(cache, folder);
    for (const [cluster, rendered] of clusters) {
      const resources = rendered.map(({ resource }) => resource);
      const needed = missingCrds(resources, crds);
      const server = await startApiServer(cache, folder, { etcd, name: `api-${cluster}`, crds: needed });
      const applied = await applyPlatform(server, cluster, rendered, { standIns: notRendered.length > 0 });
      const mesh = resources.some(isMeshConfig) ? undefined : meshConfigOf(platform);
      notes.push(
        ...[`${needed.length} CustomResourceDefinitions preinstalled`, ...applied.notes].map(
          (one) => `${cluster}: ${one}`,
        ),
        ...(mesh === undefined ? [] : [`${cluster}: the mesh is configured as ${mesh.file} says, without its chart`]),
      );
      results.push(
        ...applied.results,
        ...validateWithIstio(istioctl, folder, cluster, resources),
        ...analyzeWithIstio(istioctl, { server, folder, cluster, mesh }),
      );
      server.client.close();
      await folder.stop(`api-${cluster}`);
    }
  } finally {
    await folder.close();
  }
  return { results, notes };
}

/** Istio's own schema and rules, object by object. */
function validateWithIstio(istioctl, folder, cluster, resources) {
  const own = resources.filter(({ apiVersion }) => /\.istio\.io\//.test(apiVersion));
  if (own.length === 0) return [];
  const path = join(folder.path, `${cluster}.istio.json`);
  writeFileSync(path, own.map((one) => JSON.stringify(one)).join('\n---\n'));
  const { status, stdout, stderr } = spawnSync(istioctl, ['validate', '-f', path], { encoding: 'utf8' });
  const words = `${stdout}${stderr}`.trim();
  const quiet = status === 0 && !/warn/i.test(words);
  const result = { title: `${cluster}, ${own.length} objects`, part: 'istioctl', how: 'validate' };
  return [quiet ? result : { ...result, difference: words }];
}

/** Where the chart of istiod puts the mesh's configuration. */
function isMeshConfig({ kind, metadata }) {
  return kind === 'ConfigMap' && metadata.name === 'istio' && metadata.namespace === 'istio-system';
}

/** The mesh's configuration out of the values of a component, for when no chart makes a ConfigMap of it. */
function meshConfigOf(platform) {
  const folder = join(platform, 'infra');
  const files = existsSync(folder) ? readdirSync(folder).map((name) => join(folder, name, 'values.yaml')) : [];
  for (const file of files.filter((path) => existsSync(path))) {
    const { meshConfig } = parse(readFileSync(file, 'utf8')) ?? {};
    if (meshConfig !== undefined) return { file: relative(platform, file), meshConfig };
  }
  return undefined;
}

/** Istio's view of the whole cluster. */
function analyzeWithIstio(istioctl, { server, folder, cluster, mesh }) {
  const path = join(folder.path, `${cluster}.mesh.json`);
  if (mesh !== undefined) writeFileSync(path, JSON.stringify(mesh.meshConfig));
  const args = [
    'analyze',
    '--all-namespaces',
    '--output=json',
    '--timeout=5m',
    `--kubeconfig=${server.kubeconfig}`,
    ...(mesh === undefined ? [] : [`--meshConfigFile=${path}`]),
  ];
  const { stdout, stderr, status } = spawnSync(istioctl, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
  // What istioctl logs comes before its answer, on the same stream.
  const [, log, answer] = /^([\s\S]*?)^(\[[\s\S]*|null)$/m.exec(stdout.trim()) ?? [];
  const silent = { title: cluster, part: 'istioctl', how: 'analyze' };
  if (answer === undefined || log.trim() !== '') {
    return [{ ...silent, difference: `ended with ${status}: ${(log ?? stdout).trim()} ${stderr}` }];
  }
  const messages = JSON.parse(answer) ?? [];
  const loud = messages.filter(({ level }) => LOUD.has(level));
  if (loud.length === 0) return [silent];
  return loud.map(({ code, level, origin, message }) => ({
    ...silent,
    title: `${cluster}, ${origin}`,
    difference: `  istioctl  ${level} ${code}: ${message}`,
  }));
}
