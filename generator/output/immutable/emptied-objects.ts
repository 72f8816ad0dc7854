/**
 * Objects within a custom resource that lose their last field. Server-side apply takes each field away from its owner and leaves
 * null where `{}` was meant; built-in kinds read null as nothing, a CustomResourceDefinition refuses it.
 */
import { isRecord, type KubernetesObject } from '../../contract/resource.ts';
import type { KindSchema } from '../../validate/schema/catalogue.ts';
import { applyDefaults } from '../../validate/schema/defaults.ts';
import { dereference, type SchemaCollection, type SchemaNode } from '../../validate/schema/schema-node.ts';

interface Walk {
  readonly collection: SchemaCollection;
  readonly found: (readonly string[])[];
}

/** @returns paths of the objects, from the resource's root */
export function findEmptied(
  before: KubernetesObject,
  after: KubernetesObject,
  { schema, collection }: KindSchema,
): readonly (readonly string[])[] {
  const walk: Walk = { collection, found: [] };
  const root = dereference(schema, collection);
  for (const [key, child] of Object.entries(root.properties ?? {})) {
    // What is not custom in it is read as everywhere; a status is nobody's to apply.
    if (['apiVersion', 'kind', 'metadata', 'status'].includes(key)) continue;
    visit(before[key], after[key], child, [key], walk);
  }
  return walk.found;
}

function visit(old: unknown, now: unknown, reference: SchemaNode, path: readonly string[], walk: Walk): void {
  // Items of lists are left out: only those with keys are told apart, and they keep their keys.
  if (!isRecord(old) || !isRecord(now)) return;
  const node = dereference(reference, walk.collection);
  const { properties, additionalProperties } = node;
  // Such an object is one value, which may well be empty.
  if (node['x-kubernetes-map-type'] === 'atomic' || (properties ?? additionalProperties) === undefined) return;
  if (Object.keys(now).length === 0 && Object.keys(old).length > 0) {
    // Null is allowed, or a default takes its place, or what the API server filled in stays.
    if (node.nullable !== true && node.default === undefined && !hasFilledIn(old, node, walk.collection))
      walk.found.push(path);
    return;
  }
  for (const key of Object.keys(old)) {
    const schema = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (typeof schema === 'object') visit(old[key], now[key], schema, [...path, key], walk);
  }
}

/** What the API server filled in has no owner, and stays. */
function hasFilledIn(value: Record<string, unknown>, node: SchemaNode, collection: SchemaCollection): boolean {
  const filled = applyDefaults(value, node, collection);
  return isRecord(filled) && Object.keys(filled).some((key) => value[key] === undefined);
}
