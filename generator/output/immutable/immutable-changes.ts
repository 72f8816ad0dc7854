/** Which changes of an object that exists the API server refuses, because the field is immutable. */
import { apiGroup, isRecord, type KubernetesObject } from '../../contract/resource.ts';
import type { ImmutableField, ImmutableKind } from './immutable-kind.ts';
import { IMMUTABLE_KINDS } from './kinds.ts';
import { isSameValue } from './same-value.ts';

export interface ImmutableChange {
  /** Parts of the field's path, from the object's root. */
  readonly path: readonly string[];
  /** What deleting and recreating the object costs. */
  readonly cost: string;
  /** How to delete it so that what it owns runs on. */
  readonly cascade?: 'orphan';
  /** How the change can be made without deleting the object. */
  readonly remedy?: string;
}

/**
 * Compares two states of one built-in object.
 * @param kubernetes minor of the cluster, e.g. `1.34`
 * @returns a change for each field that cannot be changed; none for kinds whose every field can
 */
export function findImmutableChanges(
  before: KubernetesObject,
  after: KubernetesObject,
  kubernetes: string,
): readonly ImmutableChange[] {
  const name = `${apiGroup(after.apiVersion)}/${after.kind}`;
  const kind = Object.hasOwn(IMMUTABLE_KINDS, name) ? IMMUTABLE_KINDS[name] : undefined;
  if (kind === undefined) return [];
  return kind.fields
    .filter((field) => isRefused(field, before, after, kubernetes))
    .map((field) => changeOf(field, kind, before, after));
}

function isRefused(
  field: ImmutableField,
  before: KubernetesObject,
  after: KubernetesObject,
  kubernetes: string,
): boolean {
  if (field.when?.(before) === false) return false;
  const old = fieldValue(field, before);
  const now = fieldValue(field, after);
  if (isSameValue(old ?? field.filledIn, now ?? field.filledIn, field.path.slice(field.path.lastIndexOf('.') + 1)))
    return false;
  return field.allows?.({ before, after, kubernetes, old, now }) !== true;
}

function fieldValue({ path, read }: ImmutableField, object: KubernetesObject): unknown {
  if (read !== undefined) return read(object);
  let value: unknown = object;
  for (const part of path.split('.')) value = isRecord(value) ? value[part] : undefined;
  return value ?? undefined;
}

/** Names the one field below that differs, where several are judged as one. */
function changeOf(
  field: ImmutableField,
  kind: ImmutableKind,
  before: KubernetesObject,
  after: KubernetesObject,
): ImmutableChange {
  const path = field.path.split('.');
  const old = fieldValue(field, before);
  const now = fieldValue(field, after);
  const below = isRecord(old) && isRecord(now) ? differing(old, now) : [];
  return {
    path: below.length === 1 ? [...path, ...below] : path,
    cost: field.cost ?? kind.cost,
    ...(kind.cascade === undefined ? {} : { cascade: kind.cascade }),
    ...(field.remedy === undefined ? {} : { remedy: field.remedy }),
  };
}

function differing(old: Record<string, unknown>, now: Record<string, unknown>): string[] {
  const keys = [...new Set([...Object.keys(old), ...Object.keys(now)])];
  return keys.filter((key) => !isSameValue(old[key], now[key], key));
}
