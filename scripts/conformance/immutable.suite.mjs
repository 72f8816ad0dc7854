// Which changes of objects that exist are refused: ours against the real API server, which has the objects for real and is asked
// in a dry run, by server-side apply as Argo CD does it.
import { readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseDocument } from 'yaml';
import { immutableViolations } from '../../dist/output/immutable/immutable-violations.js';
import { collection } from './api-client.mjs';
import { startApiServer, startEtcd } from './api-server.mjs';
import { listYaml } from './custom-resources.mjs';
import { eachPair } from './immutable-pairs.mjs';
import { readObjects } from './objects.mjs';
import { openRunFolder } from './run-folder.mjs';

const fixtures = fileURLToPath(new URL('../../test/conformance', import.meta.url));
const KUBERNETES = '1.36';

/** @returns a result per change: what its comment says, what the server says, and what we say */
export async function run({ cache, keep }) {
  const crds = listYaml(join(fixtures, 'crds')).map((path) => parseDocument(readFileSync(path, 'utf8')).toJS());
  const steps = listYaml(join(fixtures, 'immutable')).flatMap(readSteps);
  const folder = openRunFolder(cache, 'immutable', { keep });
  try {
    const etcd = await startEtcd(cache, folder);
    const { client } = await startApiServer(cache, folder, { etcd, crds });
    const kinds = await client.discover();
    const results = [];
    let before;
    for (const step of steps) {
      const { object, text, expected, title } = step;
      const kind = kinds.get(`${object.apiVersion} ${object.kind}`);
      const { name, namespace } = object.metadata;
      if (expected === undefined) {
        const { accepted, message } = await client.apply(kind, { namespace, name, text, dryRun: false });
        if (!accepted) throw new Error(`${title}: ${message}`);
        await bind(client, kind, object);
        if (object.kind === 'CustomResourceDefinition') await untilEstablished(client, kind, object);
        before = object;
        continue;
      }
      const theirs = await client.apply(kind, { namespace, name, text });
      const ours = judge(before, object, crds);
      results.push({ title, how: expected, difference: differenceOf(expected, theirs, ours) });
    }
    const good = await readObjects([{ path: join(fixtures, 'objects', 'good'), expected: 'accepted' }]);
    const objects = good.map(({ object }) => object);
    await eachPair(client, kinds, objects, {
      prepare: (kind, object) => bind(client, kind, object),
      compare: (pair) => results.push({ title: pair.title, how: 'pair', ...comparePair(pair, crds) }),
    });
    client.close();
    return { results, notes: [`${results.length} changes, Kubernetes ${KUBERNETES}`] };
  } finally {
    await folder.close();
  }
}

function readSteps(path) {
  return readFileSync(path, 'utf8')
    .split(/^---$/m)
    .map((text, index) => {
      const [, expected] = /^\s*# (accepted|refused)/.exec(text) ?? [];
      const words = /# (.*)/.exec(text)?.[1];
      const title = `${relative('.', path)}#${index}: ${words}`;
      return { title, expected, text, object: parseDocument(text, { version: '1.1' }).toJS() };
    });
}

function judge(before, after, crds) {
  const rendered = (resource) => ({ cluster: 'one', kubernetes: KUBERNETES, resource });
  return immutableViolations([...crds, before].map(rendered), [rendered(after)]);
}

function sidesOf(theirs, ours) {
  const said = ours.map(({ message }) => message).join('; ');
  return `  ours    ${said || 'accepted'}\n  server  ${theirs.accepted ? 'accepted' : theirs.message.slice(0, 600)}`;
}

function comparePair({ before, after, theirs }, crds) {
  const ours = judge(before, after, crds);
  if (theirs.accepted === (ours.length === 0)) return {};
  const excused = excuseOf(before, after);
  return excused === undefined ? { difference: sidesOf(theirs, ours) } : { excused };
}

/** What only a cluster with its controllers knows. */
function excuseOf(before, after) {
  const lost =
    before.spec?.volumeAttributesClassName !== undefined && after.spec?.volumeAttributesClassName === undefined;
  return before.kind === 'PersistentVolumeClaim' && lost
    ? 'cluster state: attributes of a volume can be taken back until a driver has applied them'
    : undefined;
}

function differenceOf(expected, theirs, ours) {
  const sides = sidesOf(theirs, ours);
  if (theirs.accepted !== (expected === 'accepted')) return `called ${expected}\n${sides}`;
  return theirs.accepted === (ours.length === 0) ? undefined : sides;
}

/** A claim grows only when it is bound; no controller runs that would bind it. */
async function bind(client, kind, { kind: name, metadata, spec }) {
  if (name !== 'PersistentVolumeClaim') return;
  const path = `${collection(kind, metadata.namespace)}/${metadata.name}/status`;
  const status = { phase: 'Bound', capacity: spec.resources.requests };
  await client.request('PATCH', path, JSON.stringify({ status }), { 'content-type': 'application/merge-patch+json' });
}

async function untilEstablished(client, kind, { metadata }) {
  for (let attempt = 0; attempt < 100; attempt += 1) {
    const { body } = await client.request('GET', `${collection(kind)}/${metadata.name}`);
    const conditions = body.status?.conditions ?? [];
    if (conditions.some(({ type, status }) => type === 'Established' && status === 'True')) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`${metadata.name} is not established after ten seconds`);
}
