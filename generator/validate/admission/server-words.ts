// What a person reads of a refusal: the server's own words, what kind of mistake that is, and what to do.
import type { ServerFinding } from '../../engines/kubernetes-engine.ts';

/** A refusal in words, under a stable rule. */
export interface Refusal {
  readonly rule: string;
  readonly title: string;
  readonly message: string;
  readonly fix: string;
}

interface Reason {
  readonly rule: string;
  readonly title: string;
  readonly fix: string;
}

/** By the reasons of the server's status, `FieldValueInvalid` and its kin, and the engine's own for what comes earlier. */
const REASONS: Readonly<Record<string, Reason>> = {
  FieldValueRequired: {
    rule: 'required',
    title: 'The API server wants a value',
    fix: 'Give the field a value.',
  },
  FieldValueInvalid: {
    rule: 'invalid',
    title: 'The API server refuses a value',
    fix: 'Change the value as the message says.',
  },
  FieldValueTypeInvalid: {
    rule: 'invalid-type',
    title: 'The API server wants another type',
    fix: 'Give the type that the message names.',
  },
  FieldValueNotSupported: {
    rule: 'not-supported',
    title: 'The API server does not know a value',
    fix: 'Use one of the values that the message lists.',
  },
  FieldValueForbidden: {
    rule: 'forbidden',
    title: 'The API server forbids a field here',
    fix: 'Remove the field, or change what it contradicts.',
  },
  FieldValueDuplicate: {
    rule: 'duplicate',
    title: 'A value stands twice',
    fix: 'Keep one of the two.',
  },
  FieldValueTooLong: {
    rule: 'too-long',
    title: 'A value is too long',
    fix: 'Shorten it.',
  },
  FieldValueTooMany: {
    rule: 'too-many',
    title: 'A list is too long',
    fix: 'Remove entries.',
  },
  FieldValueNotFound: {
    rule: 'not-found',
    title: 'A value names nothing',
    fix: 'Name something that exists.',
  },
  Decode: {
    rule: 'undecodable',
    title: 'The API server cannot read the object',
    fix: 'Give the field the type that the message names.',
  },
  TooLarge: {
    rule: 'too-large',
    title: 'The object is too large for an API server',
    fix: 'Split it, or keep the content elsewhere and fetch it.',
  },
  Warning: {
    rule: 'server-warning',
    title: 'The API server warns',
    fix: 'It is accepted today; follow the warning before it is not.',
  },
  Definition: {
    rule: 'bad-definition',
    title: 'The definition of this kind cannot be used',
    fix: 'Mend the CustomResourceDefinition; the API server would not serve it.',
  },
};

const APPLY: Reason = {
  rule: 'apply-refused',
  title: 'Server-side apply refuses the object',
  fix: 'Change it as the message says; applied in other ways, the server would drop it in silence.',
};
const REPEATED_ENTRY: Reason = {
  ...APPLY,
  fix: 'Keep one entry of each key: applied in other ways, the last one counts, and nobody is told.',
};
const MANAGED_FIELDS: Reason = { ...APPLY, fix: 'Remove metadata.managedFields: it is the server who writes them.' };
const STRICT: Reason = {
  rule: 'unknown-field',
  title: 'The API server does not know a field',
  fix: 'Rename, move or remove it.',
};
const REPEATED: Reason = {
  rule: 'repeated-field',
  title: 'A field stands twice',
  fix: 'Keep one of the two.',
};
const OTHER: Reason = {
  rule: 'refused',
  title: 'The API server refuses the object',
  fix: 'Change what the message names.',
};

/** @param place the server's path, for messages that do not hang on a field which the report shows */
export function describeRefusal({ field, type, message, apply }: ServerFinding): Refusal {
  const words = message.trim().replaceAll(/\s*\n\s*/g, '; ');
  return { ...reasonOf(type, field, words, apply), message: words };
}

function reasonOf(type: string, field: string, message: string, apply: boolean): Reason {
  if (apply) {
    if (field === 'metadata.managedFields') return MANAGED_FIELDS;
    return message.includes('duplicate entries') ? REPEATED_ENTRY : APPLY;
  }
  if (type === 'StrictDecoding') return message.startsWith('duplicate') ? REPEATED : STRICT;
  return REASONS[type] ?? OTHER;
}

/** The message without the values that it quotes. */
export function withoutValues(message: string): string {
  return message.replace(
    /^((?:Invalid|Unsupported|Duplicate|Not found)[a-z ]*: )(?:"(?:[^"\\]|\\.)*"|[^:]*)/,
    '$1(hidden)',
  );
}
