import { isRecord } from '../../contract/resource.ts';

/** The part of JSON schema that Kubernetes uses, as it stands in `schemas/` or in a CustomResourceDefinition. */
export interface SchemaNode {
  /** Number of a definition in the same collection. */
  readonly $ref?: number;
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly additionalProperties?: SchemaNode | boolean;
  readonly items?: SchemaNode;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean | number;
  readonly exclusiveMaximum?: boolean | number;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly uniqueItems?: boolean;
  readonly allOf?: readonly SchemaNode[];
  readonly anyOf?: readonly SchemaNode[];
  readonly oneOf?: readonly SchemaNode[];
  readonly not?: SchemaNode;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  /** Not checked for their shape: whoever reads these looks at what they hold. */
  readonly 'x-kubernetes-map-type'?: unknown;
  readonly 'x-kubernetes-list-type'?: unknown;
  readonly 'x-kubernetes-list-map-keys'?: unknown;
  readonly 'x-kubernetes-validations'?: unknown;
  /** A built-in type of which more is known than OpenAPI says. */
  readonly 'x-type'?: 'object-meta' | 'label-selector';
}

/** Schemas that refer to each other by number. */
export interface SchemaCollection {
  readonly definitions: readonly SchemaNode[];
}

const ANYTHING: SchemaNode = { 'x-kubernetes-preserve-unknown-fields': true };

const NUMBERS = ['minimum', 'maximum', 'multipleOf', 'minLength', 'maxLength', 'minItems', 'maxItems'];
const TEXTS = ['type', 'format', 'pattern'];
const LISTS = ['allOf', 'anyOf', 'oneOf'];
const DEEPEST = 100;

/** Whether a value is a schema throughout: a chart may bring anything under that name. */
export function isSchemaNode(value: unknown, depth = 0): value is SchemaNode {
  if (!isRecord(value) || depth > DEEPEST || value.$ref !== undefined) return false;
  const below = (child: unknown): boolean => isSchemaNode(child, depth + 1);
  const { properties, additionalProperties, items, not } = value;
  return (
    NUMBERS.every((key) => isAbsent(value[key]) || typeof value[key] === 'number') &&
    TEXTS.every((key) => isAbsent(value[key]) || typeof value[key] === 'string') &&
    (isAbsent(value.enum) || Array.isArray(value.enum)) &&
    (isAbsent(value.required) || isTextList(value.required)) &&
    LISTS.every((key) => isAbsent(value[key]) || isListOf(value[key], below)) &&
    (isAbsent(properties) || (isRecord(properties) && Object.values(properties).every(below))) &&
    (isAbsent(additionalProperties) || typeof additionalProperties === 'boolean' || below(additionalProperties)) &&
    (isAbsent(items) || below(items)) &&
    (isAbsent(not) || below(not))
  );
}

function isAbsent(value: unknown): value is undefined {
  return value === undefined;
}

function isTextList(value: unknown): boolean {
  return isListOf(value, (entry) => typeof entry === 'string');
}

function isListOf(value: unknown, check: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(check);
}

/** Follows references. A number that is not there means "anything": the committed files are covered by a test. */
export function dereference(node: SchemaNode, collection: SchemaCollection): SchemaNode {
  let current = node;
  while (current.$ref !== undefined) current = collection.definitions[current.$ref] ?? ANYTHING;
  return current;
}
