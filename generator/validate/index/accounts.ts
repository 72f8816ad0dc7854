import { createTable } from './create-table.ts';
import { type Entry, put, readRecords, readText } from './entry.ts';

/** What bears on the token of a ServiceAccount. */
export interface Accounts {
  /** namespace → name → whether pods get a token unless they say otherwise. */
  readonly automount: Readonly<Record<string, Readonly<Record<string, boolean>>>>;
  /** namespace → name of accounts that a binding gives rights: their pods need the token. */
  readonly bound: Readonly<Record<string, Readonly<Record<string, true>>>>;
}

export function buildAccounts(entries: readonly Entry[]): Accounts {
  const automount = createTable<Record<string, boolean>>();
  const bound = createTable<Record<string, true>>();
  for (const { kind, namespace, name, rendered } of entries) {
    if (kind === 'ServiceAccount') {
      put(automount, namespace, name, rendered.resource.automountServiceAccountToken !== false);
    }
    if (!/^rbac\.authorization\.k8s\.io\/(Cluster)?RoleBinding$/.test(kind)) continue;
    for (const subject of readRecords(rendered.resource.subjects)) {
      if (subject.kind !== 'ServiceAccount') continue;
      put(bound, readText(subject.namespace) || namespace, readText(subject.name), true);
    }
  }
  return { automount, bound };
}
