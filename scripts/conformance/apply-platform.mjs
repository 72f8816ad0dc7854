// Sends everything that one cluster would receive to an API server: in a dry run, then for real.
import { collection, eachOf, writeStatus } from './api-client.mjs';
import { makeNamespaces } from './api-server.mjs';
import { waitUntilServed } from './custom-resources.mjs';
import { addressedEntries, secretsOf } from './stand-in-objects.mjs';
import { missingGateways, podsOf } from './stand-in-pods.mjs';

/** What a cluster has before a platform comes. */
const GIVEN_NAMESPACES = ['argocd'];
/** An aggregated API calls what does not run here, and no controller counts for quotas. */
const NEVER_REAL = new Set(['APIService', 'ResourceQuota']);

/**
 * Every object in a strict dry run, after namespaces and CustomResourceDefinitions were made; then what was accepted for
 * real, with the Pod that each workload's controller would make.
 * @param server what `startApiServer` gave
 * @param rendered `{ application, source, resource }[]`
 * @param standIns makes pods for gateways whose chart is not at hand
 * @returns `{ results, notes }`
 * @throws Error when something is accepted in a dry run only
 */
export async function applyPlatform({ client, pair }, cluster, rendered, { standIns }) {
  await makeNamespaces(client, GIVEN_NAMESPACES);
  const results = [];
  const accepted = [];
  const definitions = rendered.filter(({ resource }) => resource.kind === 'CustomResourceDefinition');
  const namespaces = rendered.filter(({ resource }) => resource.kind === 'Namespace');
  const others = rendered.filter((one) => !definitions.includes(one) && !namespaces.includes(one));
  for (const [group, atOnce] of [
    [definitions, true],
    [namespaces, true],
    [others, false],
  ]) {
    const kinds = await client.discover();
    await eachOf(group, async ({ application, source, resource }) => {
      const { kind, metadata } = resource;
      const name = [metadata.namespace, metadata.name ?? metadata.generateName].filter(Boolean).join('/');
      const title = `${cluster}, ${application}, ${kind} ${name}`;
      const answer = await send(client, kinds, resource, { dryRun: true });
      const words = `  from    ${source}\n  server  ${answer.status}: ${answer.message}`;
      results.push({ title, part: 'objects', how: kind, ...(answer.accepted ? {} : { difference: words }) });
      if (!answer.accepted) return;
      if (atOnce) await send(client, kinds, resource, { dryRun: false });
      else accepted.push({ title, resource });
    });
    if (group === definitions)
      await waitUntilServed(
        client,
        definitions.map(({ resource }) => resource),
      );
  }
  const kinds = await client.discover();
  const real = accepted.filter(({ resource }) => !NEVER_REAL.has(resource.kind));
  await eachOf(real, async ({ title, resource }) => {
    const { accepted: taken, message } = await send(client, kinds, resource, { dryRun: false });
    if (!taken) throw new Error(`${title} was accepted in a dry run, but not for real: ${message}`);
  });
  const objects = [...namespaces, ...real].map(({ resource }) => resource);
  const pods = podsOf(objects);
  const gateways = standIns ? missingGateways(objects, pods) : [];
  await eachOf([...pods, ...gateways], async (pod) => {
    const { namespace, name } = pod.metadata;
    const { accepted: taken, message } = await send(client, kinds, pod, { dryRun: false });
    const title = `${cluster}, Pod ${namespace}/${name}`;
    if (!gateways.includes(pod))
      results.push({ title, part: 'pods', ...(taken ? {} : { difference: `  server  ${message}` }) });
    else if (!taken) throw new Error(`${title}, a stand-in, is refused: ${message}`);
  });
  for (const secret of secretsOf(objects, pair)) await send(client, kinds, secret, { dryRun: false });
  for (const { entry, status } of addressedEntries(objects)) {
    const kind = kinds.get(`${entry.apiVersion} ${entry.kind}`);
    await writeStatus(client, `${collection(kind, entry.metadata.namespace)}/${entry.metadata.name}`, status);
  }
  const left = accepted.length - real.length;
  return {
    results,
    notes: [
      `${left} aggregated APIs and quotas were only sent in the dry run`,
      'Pods, Secrets of Certificates and addresses of ServiceEntries are made as their controllers would',
      ...gateways.map(({ kind, metadata }) => `${kind} ${metadata.namespace}/${metadata.name} stands in for a chart's`),
    ],
  };
}

async function send(client, kinds, resource, { dryRun }) {
  const kind = kinds.get(`${resource.apiVersion} ${resource.kind}`);
  if (kind === undefined) return { accepted: false, status: 404, message: 'the server has no such kind' };
  const { name, namespace } = resource.metadata;
  const text = JSON.stringify(resource);
  // A generated name is given on creation only.
  if (name === undefined) return client.create(kind, { namespace, text, dryRun });
  return client.apply(kind, { namespace, name, text, dryRun });
}
