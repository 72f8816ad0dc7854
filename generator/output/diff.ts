/** What a run would change: per file as text, per resource as fields. */
import { createTwoFilesPatch } from 'diff';
import { parseAllDocuments } from 'yaml';
import { formatPointer } from '../contract/json-pointer.ts';
import { isKubernetesObject, isRecord } from '../contract/resource.ts';
import type { FileComparison } from './compare.ts';

export interface FieldChange {
  readonly pointer: string;
  readonly before: unknown;
  readonly after: unknown;
}

export interface ResourceChange {
  /** `Deployment web/web`, or the path of a values file. */
  readonly resource: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly fields: readonly FieldChange[];
}

export interface FileChange {
  readonly path: string;
  readonly change: 'added' | 'removed' | 'changed';
  /** Unified diff. */
  readonly patch: string;
  readonly resources: readonly ResourceChange[];
}

/** Changes that `generate` would make to the tree, by path. */
export function diffFiles(compared: readonly FileComparison[]): readonly FileChange[] {
  return compared.flatMap((one) => {
    const { path, state, before, after } = one;
    if (!['new', 'missing', 'stale', 'edited', 'orphan'].includes(state)) return [];
    const change = before === null ? 'added' : after === null ? 'removed' : 'changed';
    const patch = createTwoFilesPatch(
      before === null ? '/dev/null' : `a/${path}`,
      after === null ? '/dev/null' : `b/${path}`,
      before ?? '',
      after ?? '',
      undefined,
      undefined,
      { context: 3 },
    );
    // The first line of a patch is a rule of equal signs that no tool needs.
    return [
      {
        path,
        change,
        patch: patch.replace(/^=+\n/, ''),
        resources: /\.ya?ml$/.test(path) ? diffResources(path, before, after) : [],
      },
    ];
  });
}

function diffResources(path: string, before: string | null, after: string | null): readonly ResourceChange[] {
  const old = resourcesOf(path, before);
  const now = resourcesOf(path, after);
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  return names.flatMap((resource): readonly ResourceChange[] => {
    const a = old.get(resource);
    const b = now.get(resource);
    if (a === undefined) return [{ resource, change: 'added', fields: [] }];
    if (b === undefined) return [{ resource, change: 'removed', fields: [] }];
    const fields = diffFields(a, b, [], /^Secret /.test(resource));
    return fields.length === 0 ? [] : [{ resource, change: 'changed', fields }];
  });
}

function resourcesOf(path: string, text: string | null): ReadonlyMap<string, unknown> {
  const found = new Map<string, unknown>();
  if (text === null) return found;
  const documents = parseAllDocuments(text, { version: '1.1', uniqueKeys: false, strict: false, logLevel: 'silent' });
  for (const document of Array.isArray(documents) ? documents : []) {
    const value: unknown = document.toJS();
    if (value === null || value === undefined) continue;
    const name = isKubernetesObject(value)
      ? `${value.kind} ${value.metadata.namespace === undefined ? '' : `${value.metadata.namespace}/`}${value.metadata.name ?? ''}`
      : path;
    found.set(name, value);
  }
  return found;
}

/** @param hide whether values are secret: that they changed is told, not what they are */
export function diffFields(
  before: unknown,
  after: unknown,
  path: readonly (string | number)[],
  hide: boolean,
): readonly FieldChange[] {
  if (Object.is(before, after)) return [];
  if (isRecord(before) && isRecord(after)) {
    return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
      diffFields(before[key], after[key], [...path, key], hide),
    );
  }
  if (Array.isArray(before) && Array.isArray(after)) {
    const length = Math.max(before.length, after.length);
    return Array.from({ length }, (_, index) => diffFields(before[index], after[index], [...path, index], hide)).flat();
  }
  const shown = (value: unknown) =>
    hide && value !== undefined && /^(data|stringData)$/.test(String(path[0])) ? '(hidden)' : value;
  return [{ pointer: formatPointer(path), before: shown(before), after: shown(after) }];
}
