import { findKind, type KindSchema } from './catalogue.ts';
import { supportedMinors } from './kubernetes-minor.ts';
import { dereference, type SchemaNode } from './schema-node.ts';
import type { Sentence } from './sentence.ts';
import { quote } from './value-words.ts';

/** Which other minors know a field or a value that this one does not. */
export interface OtherMinor {
  /** First newer minor that knows it. */
  readonly arrives?: string;
  /** Last older minor that knew it. */
  readonly last?: string;
}

/**
 * Where else a field, or a value of a closed list, is known.
 * @param value of the field; without it the field itself is asked for
 * @returns `undefined` when no other supported minor has it
 */
export function otherMinorWith(
  path: readonly string[],
  { kind, minor, value }: { readonly kind: KindSchema; readonly minor: string; readonly value?: unknown },
): OtherMinor | undefined {
  const minors = supportedMinors();
  const having = minors.filter((other) => {
    const found = other === minor ? undefined : findKind(kind.apiVersion, kind.kind, other);
    const field = found === undefined ? undefined : findField(path, found);
    return field !== undefined && (value === undefined || field.enum?.includes(value) === true);
  });
  const arrives = having.find((other) => minors.indexOf(other) > minors.indexOf(minor));
  if (arrives !== undefined) return { arrives };
  const last = having.at(-1);
  return last === undefined ? undefined : { last };
}

/** Tells what another minor knows from a typing mistake. @param name of the field, or the value */
export function inOtherMinor<T extends Sentence>(
  sentence: T,
  { name, other, minor }: { readonly name: string; readonly other: OtherMinor; readonly minor: string },
): T {
  const { arrives, last } = other;
  if (arrives !== undefined) {
    const message = `${quote(name)} is new in Kubernetes ${arrives}; this cluster says ${minor}`;
    return { ...sentence, message, fix: `Remove it, or raise the cluster to Kubernetes ${arrives} or newer.` };
  }
  const message = `${quote(name)} is gone: Kubernetes ${last} was the last to know it; this cluster says ${minor}`;
  return { ...sentence, message, fix: 'Remove it.' };
}

function findField(path: readonly string[], { schema, collection }: KindSchema): SchemaNode | undefined {
  let current: SchemaNode | undefined = schema;
  for (const part of path) {
    if (current === undefined) return undefined;
    const node: SchemaNode = dereference(current, collection);
    const { properties, additionalProperties } = node;
    if (properties !== undefined && Object.hasOwn(properties, part)) current = properties[part];
    else if (node.items !== undefined && /^\d+$/.test(part)) current = node.items;
    else current = typeof additionalProperties === 'object' ? additionalProperties : undefined;
  }
  return current === undefined ? undefined : dereference(current, collection);
}
