// Compares a value with a schema the way an API server reads it: unknown fields are errors, nulls of optional fields
// are dropped. It interprets the schema instead of compiling it: a cluster has hundreds of kinds of which a platform
// uses a few objects each, and compiling one large schema takes longer than walking thousands of objects.
import { isRecord } from '../../contract/resource.ts';
import { checkAlternatives } from './alternatives.ts';
import { applyDefaults } from './defaults.ts';
import { checkFormat } from './formats.ts';
import { checkAnnotations, checkLabels } from './labels.ts';
import { checkScalar, jsonType } from './scalars.ts';
import { report, type SchemaError, type Walk } from './schema-error.ts';
import { dereference, type SchemaCollection, type SchemaNode } from './schema-node.ts';

/** What a walk needs to know about the schema that it follows. */
export interface WalkOptions {
  readonly collection: SchemaCollection;
  /** Built-in kinds and custom resources differ in how null and empty strings are read. */
  readonly builtIn: boolean;
  /** How `metadata` of a custom resource is checked. */
  readonly objectMeta: { readonly schema: SchemaNode; readonly collection: SchemaCollection };
}

interface Mode {
  /** Off inside anyOf, oneOf, allOf, not: those add conditions and never fields. */
  readonly structure: boolean;
  /** Off below `status`: the API server resets it, so only its shape matters. */
  readonly values: boolean;
}

interface SchemaWalk extends Walk, WalkOptions {}

const FULL: Mode = { structure: true, values: true };
const SHAPE: Mode = { structure: true, values: false };
const CONDITION: Mode = { structure: false, values: true };
const IDENTITY = new Set(['apiVersion', 'kind', 'metadata']);

/** Everything in a resource that its schema does not allow, in the order of its fields. */
export function walkResource(resource: unknown, schema: SchemaNode, options: WalkOptions): readonly SchemaError[] {
  const walk: SchemaWalk = { path: [], errors: [], ...options };
  const value = options.builtIn ? resource : applyDefaults(resource, schema, options.collection);
  checkValue(value, schema, walk, FULL);
  return walk.errors;
}

function checkValue(value: unknown, reference: SchemaNode, walk: SchemaWalk, mode: Mode): void {
  const node = dereference(reference, walk.collection);
  if (!hasRightType(value, node)) {
    report(walk, 'type', { params: { type: expectedType(node) }, data: value, parentSchema: node });
    return;
  }
  if (Array.isArray(value)) checkList(value, node, walk, mode);
  else if (isRecord(value)) checkObject(value, node, walk, mode);
  else if (mode.values) checkScalar(value, node, walk) && checkFormat(value, node, walk);
  else if (node.format === 'quantity') checkFormat(value, node, walk);
  if (mode.values) checkConditions(value, node, walk);
}

function checkConditions(value: unknown, node: SchemaNode, walk: SchemaWalk): void {
  for (const part of node.allOf ?? []) checkValue(value, part, walk, CONDITION);
  // The anyOf of an int-or-string only repeats its types.
  if (node['x-kubernetes-int-or-string'] === true && node.oneOf === undefined && node.not === undefined) return;
  if (node.anyOf === undefined && node.oneOf === undefined && node.not === undefined) return;
  checkAlternatives(value, node, walk, (branch) => {
    const attempt: SchemaWalk = { ...walk, path: [...walk.path], errors: [] };
    checkValue(value, branch, attempt, CONDITION);
    return attempt.errors;
  });
}

function checkList(value: readonly unknown[], node: SchemaNode, walk: SchemaWalk, mode: Mode): void {
  if (mode.values) checkScalar(value, node, walk);
  const { items } = node;
  if (items === undefined) return;
  for (let index = 0; index < value.length; index += 1) {
    const item = value[index];
    walk.path.push(index);
    if (item !== null || !acceptsNullItem(items, walk)) checkValue(item, items, walk, mode);
    walk.path.pop();
  }
}

/** Go reads null in a list as an empty value, which is wrong only if something in it is required. */
function acceptsNullItem(items: SchemaNode, walk: SchemaWalk): boolean {
  const node = dereference(items, walk.collection);
  return walk.builtIn ? (node.required ?? []).length === 0 : node.nullable === true;
}

function checkObject(value: Readonly<Record<string, unknown>>, node: SchemaNode, walk: SchemaWalk, mode: Mode): void {
  const atRoot = walk.path.length === 0;
  const embedded = mode.structure && !walk.builtIn && (atRoot || node['x-kubernetes-embedded-resource'] === true);
  const open = !mode.structure || node['x-kubernetes-preserve-unknown-fields'] === true;
  const { properties, additionalProperties } = node;

  if (mode.values) {
    checkScalar(value, node, walk);
    checkRequired(value, node, walk);
  }
  if (node['x-type'] === 'object-meta') {
    checkLabels(value.labels, 'labels', walk);
    checkAnnotations(value.annotations, walk);
  } else if (node['x-type'] === 'label-selector') checkLabels(value.matchLabels, 'matchLabels', walk);

  for (const key of Object.keys(value)) {
    const child = value[key];
    if (embedded && IDENTITY.has(key)) {
      checkIdentity(key, child, properties?.[key], walk);
      continue;
    }
    const schema = properties !== undefined && Object.hasOwn(properties, key) ? properties[key] : additionalProperties;
    if (schema === undefined || schema === false) {
      if (!open)
        report(walk, 'additionalProperties', { params: { additionalProperty: key }, data: value, parentSchema: node });
      continue;
    }
    if (schema === true || (child === null && walk.builtIn) || (child === '' && isUnset(key, schema, node, walk)))
      continue;
    walk.path.push(key);
    checkValue(child, schema, walk, atRoot && key === 'status' ? SHAPE : mode);
    walk.path.pop();
  }
}

/** `apiVersion`, `kind` and `metadata` of a custom resource are the API server's, whatever the schema says. */
function checkIdentity(key: string, value: unknown, schema: SchemaNode | undefined, walk: SchemaWalk): void {
  walk.path.push(key);
  if (key === 'metadata') {
    const { path, errors } = walk;
    const { schema: objectMeta, collection } = walk.objectMeta;
    checkValue(value, objectMeta, { path, errors, collection, builtIn: true, objectMeta: walk.objectMeta }, FULL);
    if (schema !== undefined && isRecord(value)) checkValue(value, schema, walk, CONDITION);
  } else checkValue(value, { type: 'string', ...schema }, walk, FULL);
  walk.path.pop();
}

/** Built-in types read an empty string as "not given". */
function isUnset(key: string, schema: SchemaNode, parent: SchemaNode, walk: SchemaWalk): boolean {
  if (!walk.builtIn || schema.type !== 'string' || schema.format === 'byte') return false;
  return !(parent.required ?? []).includes(key);
}

function checkRequired(value: Readonly<Record<string, unknown>>, node: SchemaNode, walk: SchemaWalk): void {
  for (const field of node.required ?? []) {
    const given = Object.hasOwn(value, field) ? value[field] : undefined;
    if (given !== undefined && (given !== null || !walk.builtIn)) continue;
    report(walk, 'required', { params: { missingProperty: field }, data: value, parentSchema: node });
  }
}

function hasRightType(value: unknown, node: SchemaNode): boolean {
  if (value === null)
    return node.nullable === true || (node.type === undefined && !isIntOrString(node) && node.format !== 'quantity');
  if (isIntOrString(node)) return typeof value === 'string' || Number.isInteger(value);
  if (node.format === 'quantity') return typeof value === 'string' || typeof value === 'number';
  if (node.type === undefined) return true;
  const type = jsonType(value);
  return type === node.type || (type === 'integer' && node.type === 'number');
}

function isIntOrString(node: SchemaNode): boolean {
  return node['x-kubernetes-int-or-string'] === true || node.format === 'int-or-string';
}

function expectedType(node: SchemaNode): string {
  if (isIntOrString(node)) return 'int-or-string';
  return node.format === 'quantity' ? 'quantity' : (node.type ?? 'any');
}
