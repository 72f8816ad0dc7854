// Every good object becomes others of its kind: created for real, and changed in a dry run. Most changes are ones that nobody
// would think of.
import { collection } from './api-client.mjs';
import { makeNamespaces } from './api-server.mjs';

const MOST_OTHERS = 12;
/** Of its own: quotas and limits of other objects would judge these. */
const NAMESPACE = 'pairs';

/** What would judge, route or end other objects of the run; what must be called as it is; and what the server writes itself. */
const LEFT_OUT = new Set([
  'APIService',
  'CSINode',
  'CustomResourceDefinition',
  'Event',
  'FlowSchema',
  'IPAddress',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'Namespace',
  'Node',
  'PriorityLevelConfiguration',
  'ValidatingAdmissionPolicyBinding',
  'ValidatingWebhookConfiguration',
]);

/**
 * @param objects accepted ones
 * @param compare called with before, after and the server's answer, for each change
 */
export async function eachPair(client, kinds, objects, { prepare, compare }) {
  await makeNamespaces(client, [NAMESPACE]);
  for (const [name, list] of groupByKind(objects)) {
    const kind = kinds.get(name);
    for (const [index, one] of list.entries()) {
      const before = renamed(one, kind, index);
      const { namespace } = before.metadata;
      const place = { namespace, name: before.metadata.name };
      const made = await client.apply(kind, { ...place, text: JSON.stringify(before), dryRun: false });
      if (!made.accepted) throw new Error(`${name} ${one.metadata.name}: ${made.message}`);
      await prepare(kind, before);
      for (const other of othersOf(list, index)) {
        const after = renamed(other, kind, index);
        const theirs = await client.apply(kind, { ...place, text: JSON.stringify(after) });
        compare({ title: `${name} ${one.metadata.name} → ${other.metadata.name}`, before, after, theirs });
      }
      await client.request('DELETE', `${collection(kind, namespace)}/${place.name}?gracePeriodSeconds=0`);
    }
  }
}

function groupByKind(objects) {
  const groups = new Map();
  for (const object of objects.filter(({ kind }) => !LEFT_OUT.has(kind))) {
    const name = `${object.apiVersion} ${object.kind}`;
    groups.set(name, [...(groups.get(name) ?? []), object]);
  }
  return groups;
}

/** Others of the list, evenly spread. */
function othersOf(list, index) {
  const count = Math.min(MOST_OTHERS, list.length - 1);
  const step = Math.max(1, Math.floor((list.length - 1) / Math.max(1, count)));
  return Array.from({ length: count }, (_, at) => list[(index + 1 + at * step) % list.length]);
}

function renamed({ metadata, ...object }, { namespaced }, index) {
  const { labels, annotations } = metadata;
  const name = `pair-${index}`;
  return { ...object, metadata: { name, ...(namespaced ? { namespace: NAMESPACE } : {}), labels, annotations } };
}
