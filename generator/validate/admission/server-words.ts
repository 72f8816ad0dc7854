// What a person reads of a refusal: the server's own words, what kind of mistake that is, and what to do.
import type { ServerFinding } from '../../engines/kubernetes-engine.ts';
import { ADMISSION_RULES, type AdmissionRule } from '../layer-rules.ts';

/** A refusal in words, under a stable rule. */
export interface Refusal {
  readonly rule: AdmissionRule;
  readonly title: string;
  readonly message: string;
  readonly fix: string;
}

/** By the reasons of the server's status, `FieldValueInvalid` and its kin, and the engine's own for what comes earlier. */
const RULES: Readonly<Record<string, AdmissionRule>> = {
  FieldValueRequired: 'required',
  FieldValueInvalid: 'invalid',
  FieldValueTypeInvalid: 'invalid-type',
  FieldValueNotSupported: 'not-supported',
  FieldValueForbidden: 'forbidden',
  FieldValueDuplicate: 'duplicate',
  FieldValueTooLong: 'too-long',
  FieldValueTooMany: 'too-many',
  FieldValueNotFound: 'not-found',
  Decode: 'undecodable',
  TooLarge: 'too-large',
  Warning: 'server-warning',
  Definition: 'bad-definition',
};

const REPEATED_ENTRY = 'Keep one entry of each key: applied in other ways, the last one counts, and nobody is told.';
const MANAGED_FIELDS = 'Remove metadata.managedFields: it is the server who writes them.';

/** The rule, the server's own words on one line, and what to do. */
export function describeRefusal({ field, type, message, apply }: ServerFinding): Refusal {
  const words = message.trim().replaceAll(/\s*\n\s*/g, '; ');
  const rule = apply ? 'apply-refused' : ruleOf(type, words);
  const { title, fix } = ADMISSION_RULES[rule];
  return { rule, title, message: words, fix: (apply ? fixOfApply(field, words) : undefined) ?? fix };
}

function ruleOf(type: string, message: string): AdmissionRule {
  if (type === 'StrictDecoding') return message.startsWith('duplicate') ? 'repeated-field' : 'unknown-field';
  return RULES[type] ?? 'refused';
}

function fixOfApply(field: string, message: string): string | undefined {
  if (field === 'metadata.managedFields') return MANAGED_FIELDS;
  return message.includes('duplicate entries') ? REPEATED_ENTRY : undefined;
}

/** The message without the values that it quotes. */
export function withoutValues(message: string): string {
  return message.replace(
    /^((?:Invalid|Unsupported|Duplicate|Not found)[a-z ]*: )(?:"(?:[^"\\]|\\.)*"|[^:]*)/,
    '$1(hidden)',
  );
}
