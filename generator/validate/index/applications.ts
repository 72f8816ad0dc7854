import type { Rendered } from '../../contract/rendered.ts';
import { createTable } from './create-table.ts';
import { type Entry, isClusterScoped, read, readRecords, readText } from './entry.ts';

/** One object that an Application brings, wherever it goes. */
export interface BroughtObject {
  readonly group: string;
  readonly kind: string;
  /** As written; `''` when the object names none. */
  readonly namespace: string;
  readonly name: string;
  /** `unknown` for a custom resource that names no namespace. */
  readonly scope: 'cluster' | 'namespace' | 'unknown';
}

export function toBrought({ kind, name, rendered }: Entry): BroughtObject {
  const slash = kind.indexOf('/');
  const group = slash < 0 ? '' : kind.slice(0, slash);
  const namespace = rendered.resource.metadata.namespace ?? '';
  const builtIn = !group.includes('.') || group.endsWith('.k8s.io');
  const namespaced = namespace !== '' || builtIn ? 'namespace' : 'unknown';
  const scope = isClusterScoped(kind) ? 'cluster' : namespaced;
  return { group, kind: kind.slice(slash + 1), namespace, name, scope };
}

/** What Applications of the whole repository say about the objects they bring, wherever those go. */
export interface ApplicationFacts {
  /** Namespaces that Argo CD creates. */
  readonly createdNamespaces: Readonly<Record<string, true>>;
  /** Applications that leave the number of replicas to an autoscaler. */
  readonly ignoresReplicas: Readonly<Record<string, true>>;
}

export function readApplicationFacts(resources: readonly Rendered[]): ApplicationFacts {
  const createdNamespaces = createTable<true>();
  const ignoresReplicas = createTable<true>();
  for (const { resource } of resources) {
    if (resource.kind !== 'Application' || !resource.apiVersion.startsWith('argoproj.io/')) continue;
    const options = read(resource.spec, 'syncPolicy', 'syncOptions');
    if (Array.isArray(options) && options.includes('CreateNamespace=true')) {
      createdNamespaces[readText(read(resource.spec, 'destination', 'namespace'))] = true;
    }
    const ignores = readRecords(read(resource.spec, 'ignoreDifferences')).some(
      ({ jsonPointers, jqPathExpressions, managedFieldsManagers }) =>
        /\/?spec[/.]replicas\b/.test(JSON.stringify([jsonPointers, jqPathExpressions])) ||
        (Array.isArray(managedFieldsManagers) && managedFieldsManagers.length > 0),
    );
    if (ignores) ignoresReplicas[resource.metadata.name ?? ''] = true;
  }
  return { createdNamespaces, ignoresReplicas };
}
