// Our verdict against the real API server's: each object is created and applied in a strict dry run.
import { eachOf } from './api-client.mjs';
import { makeNamespaces, startApiServer, startEtcd } from './api-server.mjs';
import { chooseObjects } from './chosen-objects.mjs';
import { compareVerdicts } from './compare-verdicts.mjs';
import { namespacesOf } from './objects.mjs';
import { PARTS } from './our-verdict.mjs';
import { openRunFolder } from './run-folder.mjs';

const KUBERNETES = '1.36';

/** @returns a result per object and way of sending it, for each of our parts that judges: engine and product */
export async function run({ cache, crds: given, objects, mutants, seeds, keep }) {
  const { items, crds } = await chooseObjects({ crds: given, objects, mutants, seeds });
  if (items.length === 0) return { results: [], notes: [] };
  const answers = await askServer(cache, { items, crds, keep });
  const results = [];
  const notes = [`${items.length} objects, ${crds.length} CustomResourceDefinitions, Kubernetes ${KUBERNETES}`];
  for (const { name, judge } of PARTS) {
    const start = performance.now();
    const verdicts = await judge(items, { kubernetes: KUBERNETES, crds });
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const compared = compareVerdicts(items, verdicts, answers, name);
    results.push(...compared.results);
    notes.push(`${name}: judged in ${seconds} s`, ...compared.notes);
  }
  return { results, notes };
}

/** @returns per item the server's answers, `{ create, apply? }` */
async function askServer(cache, { items, crds, keep }) {
  const folder = openRunFolder(cache, 'api-server', { keep });
  try {
    const etcd = await startEtcd(cache, folder);
    const { client } = await startApiServer(cache, folder, { etcd, crds });
    await makeNamespaces(client, namespacesOf(items));
    const kinds = await client.discover();
    const answers = [];
    await eachOf(items, async (item, index) => {
      answers[index] = await ask(client, kinds, item);
    });
    client.close();
    return answers;
  } finally {
    await folder.close();
  }
}

async function ask(client, kinds, { object, text, yaml }) {
  const kind = kinds.get(`${object.apiVersion} ${object.kind}`);
  if (kind === undefined) {
    // What a client says, which looks the kind up before it sends anything.
    const message = `no matches for kind "${object.kind}" in version "${object.apiVersion}"`;
    const unknown = { accepted: false, status: 404, message, causes: [] };
    return { create: unknown, apply: unknown };
  }
  const { name, namespace } = readMetadata(object);
  const create = await client.create(kind, { namespace, text, yaml });
  if (!fitsUrl(name)) return { create: shorten(create) };
  return { create: shorten(create), apply: shorten(await client.apply(kind, { namespace, name, text })) };
}

/** What a client puts into the path: whatever is no text is left out of it. */
function readMetadata({ metadata }) {
  const word = (value) => (typeof value === 'string' && value !== '' ? value : undefined);
  return { name: word(metadata?.name), namespace: word(metadata?.namespace) };
}

/** An apply names its object in the URL; other names cannot be sent at all. */
function fitsUrl(name) {
  return name !== undefined && !/[/%?#]/.test(name) && name !== '.' && name !== '..';
}

function shorten({ accepted, status, message, body }) {
  const causes = (body.details?.causes ?? []).map(({ field, reason, message: words }) => ({
    field: field ?? '',
    type: reason ?? '',
    message: words ?? '',
  }));
  return { accepted, status, message, causes };
}
