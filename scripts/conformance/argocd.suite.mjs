// A platform's root Application in a real Argo CD: every Application of it becomes Synced and Healthy, in wave order.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { startApiServer, startEtcd } from './api-server.mjs';
import { healthChecks, readSettings, startArgo } from './argocd-server.mjs';
import { judgeWaves, watchApplications, whatIsWrong } from './argocd-timeline.mjs';
import { commitTree, HUB_ADDRESS, publish, readTree } from './argocd-tree.mjs';
import { startChartServer } from './chart-server.mjs';
import { readCrds } from './custom-resources.mjs';
import { missingCrds, renderPlatform } from './platform-resources.mjs';
import { openRunFolder } from './run-folder.mjs';
import { kindsWithoutStatus, STATUS_KINDS, startStatusWriter } from './status-writer.mjs';

const here = fileURLToPath(new URL('../..', import.meta.url));
const MINUTES = 60;

/** @returns a result per Application, and one per Application that has to wait for others */
export async function run({ cache, platform = here, charts, crds: given, keep }) {
  const folders = charts === undefined ? [] : [charts];
  const tree = readTree(platform);
  const { clusters } = await renderPlatform(platform, folders);
  const crds = readCrds(given);
  const folder = openRunFolder(cache, 'argocd', { keep });
  const chartServer = await startChartServer(tree.charts, { root: platform, charts: folders });
  const writers = [];
  try {
    const servers = await startClusters(cache, folder, { clusters, crds });
    const addresses = new Map([
      ...tree.charts.map(({ repository }) => [repository, chartServer.urlOf(repository)]),
      ...publishSources(folder.path, tree.sources, crds),
    ]);
    const { work } = commitTree(platform, folder.path, { tree, addresses, servers });
    const hub = servers.get(hubName(tree));
    await startArgo(cache, folder, { hub, settings: readSettings(platform, tree.applications) });
    for (const [name, { client }] of servers)
      writers.push(startStatusWriter(client, kindsOf(clusters.get(name), charts)));
    await bootstrap(hub.client, join(work, 'clusters', tree.hub, 'root'));
    const expected = tree.applications.map(({ metadata }) => metadata.name);
    const seen = await watchApplications(hub.client, {
      expected,
      settle: 3 * MINUTES,
      timeout: 60 * MINUTES,
      onChange: (line) => process.stderr.write(`${line}\n`),
    });
    const problems = writers.flatMap(({ problems: own }) => [...own]);
    return {
      results: [...judgeApplications(expected, seen), ...judgeWaves(seen).map((one) => ({ ...one, part: 'waves' }))],
      notes: [...standIns({ tree, chartServer, clusters }), ...problems.map((one) => `status not written: ${one}`)],
    };
  } finally {
    await Promise.all(writers.map((writer) => writer.stop().catch(() => undefined)));
    await chartServer.close();
    await folder.close();
  }
}

function hubName({ clusters }) {
  return clusters.find(({ server }) => server === HUB_ADDRESS).name;
}

/** One API server per cluster, with the definitions of what it gets. */
async function startClusters(cache, folder, { clusters, crds }) {
  const etcd = await startEtcd(cache, folder);
  const servers = new Map();
  for (const [name, rendered] of clusters) {
    const needed = missingCrds(
      rendered.map(({ resource }) => resource).filter(({ kind }) => kind !== 'CustomResourceDefinition'),
      crds,
    );
    servers.set(name, await startApiServer(cache, folder, { etcd, name: `api-${name}`, crds: needed }));
  }
  return servers;
}

/** Other Git repositories: where Argo CD's own definitions are wanted they are real, else a ConfigMap stands in. */
function publishSources(folder, sources, crds) {
  const repositories = [...new Set(sources.map(({ repository }) => repository))];
  return repositories.map((repository, index) => {
    const work = join(folder, `source-${index}`);
    const own = sources.filter((one) => one.repository === repository);
    for (const { path } of own) {
      const file = join(work, path, 'stand-in.yaml');
      mkdirSync(dirname(file), { recursive: true });
      const name = path.replaceAll(/[^a-z0-9]+/g, '-');
      const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } };
      const definitions = crds.filter(({ spec }) => spec.group === 'argoproj.io' && /^App/.test(spec.names.kind));
      const objects = /argo-cd/.test(repository) ? definitions : [map];
      writeFileSync(file, objects.map((one) => JSON.stringify(one)).join('\n---\n'));
    }
    const bare = join(folder, `source-${index}.git`);
    publish(work, bare, own[0].revision);
    return [repository, `file://${bare}`];
  });
}

/** What BOOTSTRAP.md tells people to apply. */
async function bootstrap(client, folder) {
  const kinds = await client.discover();
  for (const file of ['project-bootstrap.yaml', 'root.yaml']) {
    const text = readFileSync(join(folder, file), 'utf8');
    const { apiVersion, kind, metadata } = parse(text);
    const { name, namespace } = metadata;
    const answer = await client.apply(kinds.get(`${apiVersion} ${kind}`), { namespace, name, text, dryRun: false });
    if (!answer.accepted) throw new Error(`${file}: ${answer.message}`);
  }
}

function kindsOf(rendered, charts) {
  // A chart that is rendered here is known; stubs have a Deployment.
  const own = rendered.map(({ resource }) => `${resource.apiVersion} ${resource.kind}`);
  return new Set([...own, ...(charts === undefined ? ['apps/v1 Deployment'] : STATUS_KINDS)]);
}

function judgeApplications(expected, seen) {
  return expected.map((name) => {
    const found = seen.get(name);
    const title = `Application ${name}`;
    if (found === undefined) return { title, part: 'applications', difference: '  was never created' };
    const wrong = whatIsWrong(found.application);
    return { title, part: 'applications', ...(wrong === undefined ? {} : { difference: `  ${wrong}` }) };
  });
}

function standIns({ tree, chartServer, clusters }) {
  const kinds = new Set([...clusters.values()].flat().map(({ resource }) => `${resource.apiVersion} ${resource.kind}`));
  const written = STATUS_KINDS.filter((one) => kinds.has(one)).map((one) => one.split(' ')[1]);
  const { length } = tree.charts;
  const unwritten = kindsWithoutStatus(kinds, healthChecks());
  return [
    `stand-ins: one API server without nodes for each of ${tree.clusters.length} clusters; their Secrets hold a token`,
    'stand-ins: CustomResourceDefinitions of the kinds that each cluster gets are preinstalled',
    `stand-ins: ${chartServer.stubs.length} of ${length} charts are a ConfigMap and a Deployment: ${chartServer.stubs.join(', ')}`,
    ...tree.sources.map(({ repository, path }) => `stand-ins: a local repository for ${repository} ${path}`),
    `stand-ins: statuses are written for ${written.join(', ')}; aggregated APIs count as healthy`,
    ...unwritten.map((one) => `Argo CD has a health check for ${one}, and nobody writes its status`),
  ];
}
