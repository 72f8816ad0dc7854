// What the API server does to a custom resource before it validates it.
import { isRecord } from '../../contract/resource.ts';
import { dereference, type SchemaCollection, type SchemaNode } from './schema-node.ts';

/** The value with defaults filled in and meaningless nulls dropped; the same value when there is nothing to do. */
export function applyDefaults(value: unknown, reference: SchemaNode, collection: SchemaCollection): unknown {
  const node = dereference(reference, collection);
  if (Array.isArray(value)) return defaultList(value, node, collection);
  return isRecord(value) ? defaultObject(value, node, collection) : value;
}

function defaultList(
  value: readonly unknown[],
  { items }: SchemaNode,
  collection: SchemaCollection,
): readonly unknown[] {
  if (items === undefined) return value;
  const result = value.map((item) => applyDefaults(item, items, collection));
  return result.some((item, index) => item !== value[index]) ? result : value;
}

function defaultObject(
  value: Readonly<Record<string, unknown>>,
  { properties = {}, additionalProperties }: SchemaNode,
  collection: SchemaCollection,
): Readonly<Record<string, unknown>> {
  const changes = new Map<string, unknown>();
  for (const [key, child] of Object.entries(value)) {
    const schema = Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (typeof schema !== 'object') continue;
    const next = child === null ? withoutNull(schema, collection) : applyDefaults(child, schema, collection);
    if (next !== child) changes.set(key, next);
  }
  for (const [key, schema] of Object.entries(properties)) {
    if (value[key] !== undefined) continue;
    const { default: fallback } = dereference(schema, collection);
    if (fallback !== undefined) changes.set(key, applyDefaults(fallback, schema, collection));
  }
  if (changes.size === 0) return value;
  const entries = [...Object.entries(value).filter(([key]) => !changes.has(key)), ...changes];
  return Object.fromEntries(entries.filter(([, child]) => child !== undefined));
}

/** A null stays where it is allowed, else the default takes its place, else it counts as not given. */
function withoutNull(schema: SchemaNode, collection: SchemaCollection): unknown {
  const { nullable, default: fallback } = dereference(schema, collection);
  return nullable === true ? null : fallback;
}
