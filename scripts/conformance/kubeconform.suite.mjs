// Our schema layer against kubeconform -strict with the real server's own schemas: we refuse at least what it refuses.
import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { startApiServer, startEtcd } from './api-server.mjs';
import { chooseObjects } from './chosen-objects.mjs';
import { judgeByProduct } from './our-verdict.mjs';
import { buildProgram } from './programs.mjs';
import { openRunFolder } from './run-folder.mjs';
import { SCHEMA_LOCATION, schemaFile, writeServerSchemas } from './server-schemas.mjs';

const KUBERNETES = '1.36';

/** Why our schema layer may take what kubeconform refuses. */
const REASONS = [
  { reason: "our admission layer says it, in the server's words", when: ({ all }) => all.length > 0 },
  {
    reason: 'null counts as absent for an API server, and so for us',
    when: ({ object, words }) => /got null/.test(words) || (hasNull(object) && /missing propert/.test(words)),
  },
];

/** @returns a result per object; `how` says who refused it */
export async function run({ cache, crds: given, objects, mutants, seeds, keep }) {
  const { items: chosen, crds } = await chooseObjects({ crds: given, objects, mutants, seeds: seeds.slice(0, 1) });
  if (chosen.length === 0) return { results: [] };
  const { items, answers, count, undescribed } = await askKubeconform(cache, { chosen, crds, keep });
  const bySchema = await judgeByProduct(items, { kubernetes: KUBERNETES, crds, layers: ['tree', 'chart', 'schema'] });
  const byAll = await judgeByProduct(items, { kubernetes: KUBERNETES, crds });
  const results = items.map((item, index) =>
    compare(item, { schema: bySchema[index].create, all: byAll[index].create, words: answers[index] }),
  );
  const notes = [`${count} schemas of a real server of Kubernetes ${KUBERNETES}`];
  if (undescribed.length > 0) {
    const objects = chosen.length - items.length;
    const kinds = undescribed.map((file) => file.replace(/\.json$/, '')).join(', ');
    notes.push(
      `passed over: ${undescribed.length} kinds that it does not describe, with ${objects} objects (${kinds})`,
    );
  }
  return { results, notes };
}

/** @returns the items that could be asked about, and for each kubeconform's words against it, or nothing */
async function askKubeconform(cache, { chosen, crds, keep }) {
  const kubeconform = buildProgram(cache, 'kubeconform');
  const folder = openRunFolder(cache, 'kubeconform', { keep });
  try {
    const etcd = await startEtcd(cache, folder);
    const { client } = await startApiServer(cache, folder, { etcd, crds });
    const schemas = join(folder.path, 'schemas');
    const { count, undescribed } = await writeServerSchemas(client, schemas, crds);
    client.close();
    const items = chosen.filter(({ object }) => !undescribed.includes(schemaFile(object)));
    const inputs = join(folder.path, 'objects');
    mkdirSync(inputs);
    for (const [index, { text, yaml }] of items.entries()) {
      writeFileSync(join(inputs, `${index}.${yaml ? 'yaml' : 'json'}`), text);
    }
    const args = ['-strict', '-output=json', '-n=1', `-schema-location=${join(schemas, SCHEMA_LOCATION)}`, inputs];
    const { stdout, stderr } = spawnSync(kubeconform, args, { encoding: 'utf8', maxBuffer: 1 << 28 });
    if (!stdout.startsWith('{')) throw new Error(`kubeconform gave no answer: ${stderr}`);
    const answers = items.map(() => undefined);
    // Valid ones are not listed.
    for (const { filename, msg } of JSON.parse(stdout).resources ?? []) {
      answers[Number.parseInt(basename(filename), 10)] = msg;
    }
    return { items, answers, count, undescribed };
  } finally {
    await folder.close();
  }
}

function compare({ title, object }, { schema, all, words }) {
  const named = `${title}, ${object.kind}`;
  if (words === undefined) return { title: named, how: schema.length > 0 ? 'only ours' : 'neither' };
  if (schema.length > 0) return { title: named, how: 'both' };
  const excused = REASONS.find(({ when }) => when({ object, words, all }))?.reason;
  if (excused !== undefined) return { title: named, how: 'only kubeconform', excused };
  return { title: named, how: 'only kubeconform', difference: `  kubeconform  ${words}` };
}

function hasNull(value) {
  return value === null || (typeof value === 'object' && Object.values(value).some(hasNull));
}
