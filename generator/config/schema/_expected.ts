/** What a schema asks for, and how a message says it. */
import { isRecord } from '../../contract/resource.ts';
import { isSchema, type Schema } from './_fields.ts';

/** The schema under a keyword; nothing said means anything goes. */
export const below = (schema: unknown): Schema => (isSchema(schema) ? schema : {});

/** The alternatives of a schema that has some. */
export function branchesOf(schema: Schema): readonly Schema[] | undefined {
  const branches = schema.anyOf ?? schema.oneOf;
  return Array.isArray(branches) ? branches.filter(isSchema) : undefined;
}

function typesOf(schema: Schema): readonly string[] {
  const { type } = schema;
  if (typeof type === 'string') return [type];
  return Array.isArray(type) ? type.filter((one) => typeof one === 'string') : [];
}

/** An `enum` without `type` is judged by its values; a mistyped word counts as meant. */
export function hasType(value: unknown, schema: Schema): boolean {
  const types = typesOf(schema);
  if (types.length === 0) {
    if (!Array.isArray(schema.enum) || schema.enum.some((one) => one === value)) return true;
    return typeof value === 'string' && schema.enum.some((one) => typeof one === 'string');
  }
  return types.some((type) => {
    switch (type) {
      case 'object':
        return isRecord(value);
      case 'array':
        return Array.isArray(value);
      case 'null':
        return value === null;
      case 'integer':
        return Number.isInteger(value);
      case 'number':
        return typeof value === 'number' && Number.isFinite(value);
      default:
        return typeof value === type;
    }
  });
}

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  null: 'null',
  integer: 'a whole number',
  number: 'a number',
  string: 'text',
  boolean: 'true or false',
};

/** What should stand there, in words. */
export function expected(schema: Schema): string {
  if (typeof schema.description === 'string') return schema.description;
  const branches = branchesOf(schema);
  if (branches !== undefined) return [...new Set(branches.map(expected))].join(' or ');
  if (Array.isArray(schema.enum))
    return schema.enum.map((one) => (typeof one === 'string' ? `'${one}'` : String(one))).join(', ');
  return typesOf(schema)
    .map((type) => TYPE_WORDS[type] ?? type)
    .join(' or ');
}
