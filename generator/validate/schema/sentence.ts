// Puts one schema error into words for the person who must act. Serves errors of ajv as well.

import { isRecord } from '../../contract/resource.ts';
import { didYouMean } from '../../contract/suggest.ts';
import type { SchemaRule } from '../layer-rules.ts';
import type { SchemaError } from './schema-error.ts';
import {
  count,
  describeExpected,
  describeType,
  describeTyped,
  describeValue,
  FORMAT_WORDS,
  isPlain,
  oneOfValues,
  quote,
  quoted,
} from './value-words.ts';

/** What is wrong, what to do about it, and under which stable rule. */
export interface Sentence {
  readonly rule: SchemaRule;
  readonly message: string;
  readonly fix: string;
  /** Below `instancePath`: the field that is unknown. */
  readonly field?: string;
}

/** One sentence for one error. With `hideValue` nothing of what stands in the resource is printed. */
export function describeSchemaError(error: SchemaError, options: { readonly hideValue?: boolean } = {}): Sentence {
  const { keyword, params, data } = error;
  const shown = describeFound(error, options.hideValue === true);
  switch (keyword) {
    case 'additionalProperties':
    case 'unevaluatedProperties':
      return unknownField(error);
    case 'required': {
      const field = String(params.missingProperty);
      return {
        rule: 'missing-field',
        message: `required field ${quote(field)} is missing`,
        fix: `Add ${quote(field)}.`,
      };
    }
    case 'type': {
      const type = describeExpected(params.type);
      const found = data === null ? 'null' : describeTyped(data, options.hideValue === true);
      const fix = params.type === 'string' && isPlain(data) ? 'Put the value in quotes.' : `Give ${type}.`;
      return {
        rule: 'wrong-type',
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
        message,
        fix: fix ?? `Give ${expected}.`,
      };
    }
  }
}

function describeFound({ keyword, data }: SchemaError, hideValue: boolean): string {
  if (keyword.endsWith('Items') && Array.isArray(data)) return String(data.length);
  if (keyword.endsWith('Properties') && isRecord(data)) return String(Object.keys(data).length);
  return hideValue ? describeType(data) : describeValue(data);
}

function unknownField(error: SchemaError): Sentence {
  const field = String(error.params.additionalProperty ?? error.params.unevaluatedProperty);
  const schema = error.parentSchema;
  const known = isRecord(schema) && isRecord(schema.properties) ? Object.keys(schema.properties) : [];
  return {
    rule: 'unknown-field',
    message: `unknown field ${quote(field)}${didYouMean(field, known)}`,
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
        message: `label key ${quote(key)} is not valid: ${rule}`,
        fix: 'Rename the label.',
      };
    case 'labelValue':
      return {
        rule: 'invalid-label',
        message: `label ${quote(key)} has the value ${shown}, allowed are ${rule}`,
        fix: 'Shorten or replace the value, or make it an annotation.',
      };
    case 'annotationKey':
      return {
        rule: 'invalid-annotation',
        message: `annotation key ${quote(key)} is not valid: ${rule}`,
        fix: 'Rename the annotation.',
      };
    default:
      return {
        rule: 'invalid-annotation',
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
  const forms = alternativeForms(params.branches);
  if (fields.length === 0 && forms !== undefined) return { expected: forms, fix: `Give ${forms}.` };
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

/** `an IPv4 address or an IPv6 address`, when each branch failed for one describable reason at the value itself. */
function alternativeForms(branches: unknown): string | undefined {
  if (!Array.isArray(branches) || branches.length === 0) return undefined;
  const forms = branches.map((errors: readonly SchemaError[]) => {
    const [error] = errors;
    if (error === undefined || errors.length !== 1 || !ALONE.has(error.keyword)) return undefined;
    return error.keyword === 'type' ? describeExpected(error.params.type) : describeCondition(error).expected;
  });
  return forms.every((form) => form !== undefined) ? [...new Set(forms)].join(' or ') : undefined;
}

const ALONE = new Set(['type', 'enum', 'format', 'pattern', 'minimum', 'maximum', 'minLength', 'maxLength']);
