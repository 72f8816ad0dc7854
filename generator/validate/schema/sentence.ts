// Puts one schema error into words for the person who must act. Serves errors of ajv as well.

import { isRecord } from '../../contract/resource.ts';
import { didYouMean } from '../../contract/suggest.ts';
import { jsonType } from './scalars.ts';
import type { SchemaError } from './schema-error.ts';

/** What is wrong, what to do about it, and under which stable rule. */
export interface Sentence {
  readonly rule: string;
  readonly title: string;
  readonly message: string;
  readonly fix: string;
  /** Below `instancePath`: the field that is unknown. */
  readonly field?: string;
}

const LONGEST_VALUE = 60;

/** One sentence for one error. With `hideValue` nothing of what stands in the resource is printed. */
export function describeSchemaError(error: SchemaError, options: { readonly hideValue?: boolean } = {}): Sentence {
  const { keyword, params, data } = error;
  const shown = options.hideValue === true ? describeType(data) : describeValue(data);
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownField(error);
    case 'required': {
      const field = String(params.missingProperty);
      return {
        rule: 'missing-field',
        title: 'A required field is missing',
        message: `required field "${field}" is missing`,
        fix: `Add "${field}".`,
      };
    }
    case 'type': {
      const type = describeExpected(params.type);
      const found = data === null ? 'null' : describeTyped(data, options.hideValue === true);
      const fix = params.type === 'string' && isPlain(data) ? 'Put the value in quotes.' : `Give ${type}.`;
      return {
        rule: 'wrong-type',
        title: 'A field has the wrong type',
        message: `expected ${type}, found ${found}`,
        fix,
      };
    }
    case 'labelKey':
    case 'labelValue':
    case 'annotationKey':
    case 'annotationSize':
      return metadataSentence(error, shown);
    default: {
      const { expected, fix } = describeCondition(error);
      const message = expected.startsWith('=') ? expected.slice(1) : `expected ${expected}, found ${shown}`;
      return {
        rule: 'invalid-value',
        title: 'A field has a value that is not allowed',
        message,
        fix: fix ?? `Give ${expected}.`,
      };
    }
  }
}

function unknownField(error: SchemaError): Sentence {
  const field = String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
  const schema = error.parentSchema;
  const known = isRecord(schema) && isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  return {
    rule: 'unknown-field',
    title: 'A field is not known',
    message: `unknown field "${field}"${didYouMean(field, known)}`,
    fix:
      known.length > 0 && known.length <= 12
        ? `Rename, move or remove it; known here: ${known.join(', ')}.`
        : 'Rename, move or remove it.',
    field,
  };
}

function metadataSentence({ keyword, params }: SchemaError, shown: string): Sentence {
  const { key, rule } = params;
  switch (keyword) {
    case 'labelKey':
      return {
        rule: 'invalid-label',
        title: 'A label is not valid',
        message: `label key "${key}" is not valid: ${rule}`,
        fix: 'Rename the label.',
      };
    case 'labelValue':
      return {
        rule: 'invalid-label',
        title: 'A label is not valid',
        message: `label "${key}" has the value ${shown}, allowed are ${rule}`,
        fix: 'Shorten or replace the value, or make it an annotation.',
      };
    case 'annotationKey':
      return {
        rule: 'invalid-annotation',
        title: 'An annotation is not valid',
        message: `annotation key "${key}" is not valid: ${rule}`,
        fix: 'Rename the annotation.',
      };
    default:
      return {
        rule: 'invalid-annotation',
        title: 'The annotations are too large',
        message: `the annotations have ${params.size} bytes together, allowed are ${params.limit}`,
        fix: 'Move the content to a ConfigMap.',
      };
  }
}

/** What a keyword expects; a leading `=` marks a whole sentence. */
function describeCondition({ keyword, params }: SchemaError): { readonly expected: string; readonly fix?: string } {
  switch (keyword) {
    case 'enum':
      return { expected: oneOfValues(params.allowedValues) };
    case 'const':
      return { expected: JSON.stringify(params.allowedValue) };
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return { expected: `a number ${params.comparison} ${params.limit}` };
    case 'multipleOf':
      return { expected: `a multiple of ${params.multipleOf}` };
    case 'minLength':
      return { expected: params.limit === 1 ? 'a text that is not empty' : `at least ${params.limit} characters` };
    case 'maxLength':
      return { expected: `at most ${params.limit} characters` };
    case 'minItems':
      return { expected: `at least ${count(params.limit, 'entry', 'entries')}` };
    case 'maxItems':
      return { expected: `at most ${count(params.limit, 'entry', 'entries')}` };
    case 'minProperties':
      return { expected: `at least ${count(params.limit, 'field', 'fields')}` };
    case 'maxProperties':
      return { expected: `at most ${count(params.limit, 'field', 'fields')}` };
    case 'pattern':
      return { expected: `a text that matches ${params.pattern}` };
    case 'format':
      return { expected: FORMAT_WORDS[String(params.format)] ?? `the format "${params.format}"` };
    case 'anyOf':
    case 'oneOf':
    case 'not':
      return describeChoice(keyword, params);
    default:
      return {
        expected: `=the value breaks the rule "${keyword}" of its schema`,
        fix: 'Compare the value with its schema.',
      };
  }
}

function describeChoice(
  keyword: string,
  params: SchemaError['params'],
): { readonly expected: string; readonly fix: string } {
  const fields = quoted(params.fields);
  const given = quoted(params.given);
  if (fields.length === 0)
    return { expected: '=the value has none of the forms allowed here', fix: 'Compare the value with its schema.' };
  if (keyword === 'not')
    return { expected: `=${given.join(' and ')} may not be given here`, fix: `Remove ${given.join(' or ')}.` };
  if (given.length > 1 && keyword === 'oneOf') {
    return {
      expected: `=${given.join(' and ')} exclude each other; only one may be given`,
      fix: `Keep one of ${given.join(', ')}.`,
    };
  }
  const amount = keyword === 'oneOf' && params.optional !== true ? 'exactly one' : 'one';
  return {
    expected: `=${amount} of ${fields.join(', ')} must be given`,
    fix: `Give ${amount} of ${fields.join(', ')}.`,
  };
}

const FORMAT_WORDS: Readonly<Record<string, string>> = {
  int32: 'a whole number between -2147483648 and 2147483647',
  int64: 'a whole number of at most 64 bits',
  quantity: 'a quantity such as 100m, 0.5, 2 or 1Gi',
  byte: 'text in base64',
  'date-time': 'a time such as 2030-01-31T12:00:00Z',
  date: 'a date such as 2030-01-31',
  ipv4: 'an IPv4 address',
  ipv6: 'an IPv6 address',
  cidr: 'an address range such as 10.0.0.0/8',
  uuid: 'a UUID',
};

const TYPE_WORDS: Readonly<Record<string, string>> = {
  object: 'an object',
  array: 'a list',
  string: 'a text',
  integer: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  'int-or-string': 'a whole number or a text',
  quantity: 'a quantity such as 100m, 0.5, 2 or 1Gi',
};

function describeExpected(type: unknown): string {
  const types = Array.isArray(type) ? type.map(String) : String(type).split(',');
  return types.map((name) => TYPE_WORDS[name] ?? name).join(' or ');
}

function describeType(value: unknown): string {
  if (value === undefined) return 'nothing';
  return typeof value === 'boolean' ? 'a boolean' : (TYPE_WORDS[jsonType(value)] ?? 'another value');
}

function describeTyped(value: unknown, hideValue: boolean): string {
  const type = describeType(value);
  return hideValue || !isPlain(value) ? type : `${type}: ${describeValue(value)}`;
}

function describeValue(value: unknown): string {
  if (!isPlain(value)) return describeType(value);
  const text = JSON.stringify(value);
  return text.length > LONGEST_VALUE ? `${text.slice(0, LONGEST_VALUE)}…` : text;
}

function isPlain(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}

function oneOfValues(values: unknown): string {
  const list = Array.isArray(values) ? values.map((value) => JSON.stringify(value)) : [];
  if (list.length === 1) return list[0] ?? '';
  const shown = list.length > 12 ? [...list.slice(0, 12), '…'] : list;
  return `one of ${shown.join(', ')}`;
}

function quoted(names: unknown): string[] {
  return Array.isArray(names) ? names.map((name) => `"${name}"`) : [];
}

function count(limit: unknown, one: string, many: string): string {
  return `${limit} ${limit === 1 ? one : many}`;
}
