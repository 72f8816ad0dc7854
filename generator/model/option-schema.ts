import type { JsonObject } from '../contract/resource.ts';

/** JSON Schema of one option. */
export type OptionSchema = JsonObject;

/** One schema per option, complete by type: an option without a schema does not compile. */
export interface OptionSchemas<Options> {
  readonly properties: { readonly [K in keyof Required<Options>]: OptionSchema };
  /** Options without a default: the author must give them. */
  readonly required: readonly string[];
}

export const text: OptionSchema = { type: 'string', minLength: 1 };
export const flag: OptionSchema = { type: 'boolean' };
export const count: OptionSchema = { type: 'integer', minimum: 0 };
export const textList: OptionSchema = { type: 'array', items: { type: 'string', minLength: 1 } };
/** Kubernetes quantity, e.g. `50Gi`. */
export const quantity: OptionSchema = {
  type: 'string',
  pattern: '^[0-9]+(\\.[0-9]+)?(m|k|M|G|T|P|E|Ki|Mi|Gi|Ti|Pi|Ei)?$',
};

export function oneOf(...values: readonly string[]): OptionSchema {
  return { type: 'string', enum: values };
}

export function mapOf(schema: OptionSchema): OptionSchema {
  return { type: 'object', additionalProperties: schema };
}

export function shape(
  properties: Readonly<Record<string, OptionSchema>>,
  required: readonly string[] = [],
): OptionSchema {
  return { type: 'object', properties, required, additionalProperties: false };
}
