import type { Rendered } from '../../contract/rendered.ts';
import { isRecord } from '../../contract/resource.ts';
import { createTable } from './create-table.ts';
import { groupKind, type Pod, readPod, readStrings } from './pod.ts';

/** One resource of a cluster on its way into the index; `ref` is its place in the list of rendered resources. */
export interface Entry {
  readonly ref: number;
  readonly rendered: Rendered;
  /** `apps/Deployment`, `Service`. */
  readonly kind: string;
  readonly name: string;
  /** `default` where a namespaced object names none; `''` for a cluster-scoped one. */
  readonly namespace: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
  readonly pod: Pod | undefined;
}

const CLUSTER_SCOPED = new Set([
  'Namespace',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'FlowSchema',
  'PriorityLevelConfiguration',
  'VolumeAttributesClass',
  'ClusterPolicy',
  'Bundle',
  'Node',
  'PersistentVolume',
  'ClusterRole',
  'ClusterRoleBinding',
  'CustomResourceDefinition',
  'StorageClass',
  'CSIDriver',
  'PriorityClass',
  'RuntimeClass',
  'IngressClass',
  'GatewayClass',
  'APIService',
  'ValidatingWebhookConfiguration',
  'MutatingWebhookConfiguration',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'VolumeSnapshotClass',
  'ClusterIssuer',
  'ClusterSecretStore',
  'ClusterExternalSecret',
  'NodePool',
  'EC2NodeClass',
]);

/** Whether objects of a kind (`group/Kind`) belong to no namespace, as far as that is known without a cluster. */
export function isClusterScoped(kind: string): boolean {
  return CLUSTER_SCOPED.has(kind.slice(kind.indexOf('/') + 1));
}

export function toEntry(rendered: Rendered, ref: number): Entry {
  const { resource } = rendered;
  const kind = groupKind(resource);
  return {
    ref,
    rendered,
    kind,
    name: resource.metadata.name ?? '',
    namespace: isClusterScoped(kind) ? '' : (resource.metadata.namespace ?? 'default'),
    labels: readStrings(resource.metadata.labels),
    annotations: readStrings(resource.metadata.annotations),
    spec: isRecord(resource.spec) ? resource.spec : {},
    pod: readPod(resource),
  };
}

/** Whether Argo CD or Helm runs the object at a moment of a sync, and it does not stay. */
export function isHook(entry: Entry): boolean {
  return 'argocd.argoproj.io/hook' in entry.annotations || 'helm.sh/hook' in entry.annotations;
}

/** The value at a path of keys, or `undefined`. */
export function read(value: unknown, ...path: readonly string[]): unknown {
  let current = value;
  for (const key of path) current = isRecord(current) && Object.hasOwn(current, key) ? current[key] : undefined;
  return current;
}

/** The records of a list; anything else gives none. */
export function readRecords(value: unknown): Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}

/** Text, or `''`. */
export function readText(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

/** Sets `table[first][second] = value`; the table is one that `createTable` made. */
export function put<T>(table: Record<string, Record<string, T>>, first: string, second: string, value: T): void {
  table[first] ??= createTable();
  table[first][second] = value;
}
