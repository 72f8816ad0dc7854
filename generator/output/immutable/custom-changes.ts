/** Which changes of a custom resource its CustomResourceDefinition refuses, by its rules about `oldSelf`. */
import { isRecord, type KubernetesObject } from '../../contract/resource.ts';
import type { KindSchema } from '../../validate/schema/catalogue.ts';
import { applyDefaults } from '../../validate/schema/defaults.ts';
import { dereference, type SchemaCollection, type SchemaNode } from '../../validate/schema/schema-node.ts';
import { allowsTransition } from './transition-rule.ts';

export interface CustomChange {
  /** Parts of the path of the value that the rule is about. */
  readonly path: readonly string[];
  /** What the definition says about it, or the rule itself. */
  readonly message: string;
}

interface Walk {
  readonly collection: SchemaCollection;
  readonly changes: CustomChange[];
}

/**
 * Compares two states of one custom resource.
 * @returns a change for each rule that refuses it; rules that cannot be read here refuse nothing
 */
export function findCustomChanges(
  before: KubernetesObject,
  after: KubernetesObject,
  { schema, collection }: KindSchema,
): readonly CustomChange[] {
  const walk: Walk = { collection, changes: [] };
  const [old, now] = [before, after].map((one) => inOrder(applyDefaults(one, schema, collection), schema, collection));
  visit(old, now, schema, [], walk);
  return walk.changes;
}

function visit(old: unknown, now: unknown, reference: SchemaNode, path: readonly string[], walk: Walk): void {
  // A rule about a change asks about values that stand on both sides.
  if (old === undefined || now === undefined || old === null || now === null) return;
  const node = dereference(reference, walk.collection);
  for (const { rule, message } of transitionRules(node)) {
    if (allowsTransition(rule, old, now) === false) walk.changes.push({ path, message: message ?? `rule: ${rule}` });
  }
  if (Array.isArray(old) && Array.isArray(now)) {
    visitItems(old, now, node, path, walk);
    return;
  }
  if (!isRecord(old) || !isRecord(now)) return;
  // Such an object is one value: the API server compares nothing within.
  if (node['x-kubernetes-map-type'] === 'atomic') return;
  const { properties = {}, additionalProperties } = node;
  for (const key of Object.keys(old)) {
    const schema = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (typeof schema === 'object') visit(old[key], now[key], schema, [...path, key], walk);
  }
}

/** Only items that keys tell apart are the same item on both sides. */
function visitItems(
  old: readonly unknown[],
  now: readonly unknown[],
  node: SchemaNode,
  path: readonly string[],
  walk: Walk,
): void {
  const { items } = node;
  const keys = node['x-kubernetes-list-map-keys'];
  if (items === undefined || node['x-kubernetes-list-type'] !== 'map' || !Array.isArray(keys)) return;
  const name = (item: unknown) => JSON.stringify(isRecord(item) ? keys.map((key) => item[String(key)]) : item);
  for (const [index, item] of now.entries()) {
    const earlier = old.find((one) => name(one) === name(item));
    visit(earlier, item, items, [...path, String(index)], walk);
  }
}

function transitionRules(node: SchemaNode): readonly { readonly rule: string; readonly message?: string }[] {
  const rules = node['x-kubernetes-validations'];
  if (!Array.isArray(rules)) return [];
  return rules.flatMap((one: unknown) => {
    if (!isRecord(one) || typeof one.rule !== 'string' || !/\boldSelf\b/.test(one.rule)) return [];
    // It also judges objects that are new, and sees an optional oldSelf then.
    if (one.optionalOldSelf === true) return [];
    return [{ rule: one.rule, ...(typeof one.message === 'string' ? { message: one.message } : {}) }];
  });
}

/** Lists whose order means nothing, in one order: for the API server they are equal then. */
function inOrder(value: unknown, reference: SchemaNode, collection: SchemaCollection): unknown {
  const node = dereference(reference, collection);
  if (Array.isArray(value)) {
    const { items } = node;
    const inner = items === undefined ? value : value.map((item: unknown) => inOrder(item, items, collection));
    const kind = node['x-kubernetes-list-type'];
    if (kind !== 'set' && kind !== 'map') return inner;
    return inner
      .map((item) => [JSON.stringify(item), item] as const)
      .toSorted(([left], [right]) => (left < right ? -1 : 1))
      .map(([, item]) => item);
  }
  if (!isRecord(value)) return value;
  const { properties = {}, additionalProperties } = node;
  return Object.fromEntries(
    Object.entries(value).map(([key, child]) => {
      const schema = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
      return [key, typeof schema === 'object' ? inOrder(child, schema, collection) : child];
    }),
  );
}
