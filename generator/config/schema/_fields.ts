/** Words that the config's schemas are made of: JSON Schema as data. */
import { isRecord, type Json } from '../../contract/resource.ts';

export type Schema = { readonly [key: string]: Json };

/** Schemas are data that this program wrote: any object in their place is one. */
export function isSchema(value: unknown): value is Schema {
  return isRecord(value);
}

/** The option schemas of a cloud or component, by name. */
export function schemasOf(options: { readonly properties: object }): Readonly<Record<string, Schema>> {
  const entries: readonly (readonly [string, unknown])[] = Object.entries(options.properties);
  return Object.fromEntries(entries.flatMap(([key, schema]) => (isSchema(schema) ? [[key, schema]] : [])));
}

/** One schema per key of a config type; a key without a schema does not compile, nor does a schema without a key. */
export type SchemasOf<T> = { readonly [K in keyof Required<T>]: Schema };

export const text: Schema = { type: 'string', minLength: 1 };
/** Text that a meaning rule judges, empty or not. */
export const anyText: Schema = { type: 'string' };
export const flag: Schema = { type: 'boolean' };
export const integer: Schema = { type: 'integer' };
export const count: Schema = { type: 'integer', minimum: 0 };
export const positive: Schema = { type: 'integer', minimum: 1 };
/** Any object: raw Helm values. */
export const values: Schema = { type: 'object', description: 'an object of Helm values' };
export const scalar: Schema = { type: ['string', 'number', 'boolean'], description: 'text, a number, true or false' };

export function listOf(items: Schema): Schema {
  return { type: 'array', items };
}

export function mapOf(additionalProperties: Schema, description?: string): Schema {
  return { type: 'object', additionalProperties, ...(description === undefined ? {} : { description }) };
}

export function oneOf(...names: readonly string[]): Schema {
  return { type: 'string', enum: names };
}

export function shape<Key extends string>(
  properties: { readonly [K in Key]: Schema },
  required: readonly NoInfer<Key>[] = [],
  description?: string,
): Schema {
  return {
    type: 'object',
    properties,
    required,
    additionalProperties: false,
    ...(description === undefined ? {} : { description }),
  };
}

export function anyOf(description: string, ...branches: readonly Schema[]): Schema {
  return { anyOf: branches, description };
}

/** Every key may be left out, or be `null`, which deletes. */
export function override(properties: Readonly<Record<string, Schema>>, what: string): Schema {
  const nullable = Object.fromEntries(Object.entries(properties).map(([key, schema]) => [key, orNull(schema)]));
  return anyOf(
    `${what}, or false`,
    { type: 'object', properties: nullable, additionalProperties: false },
    { enum: [false] },
  );
}

/** The value, or `null`, which deletes it. */
export function orNull(schema: Schema): Schema {
  return { anyOf: [schema, { type: 'null' }] };
}
