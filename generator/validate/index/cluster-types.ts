import type { Accounts } from './accounts.ts';
import type { ProjectAsks } from './project-asks.ts';
import type { QuotaUse } from './quota.ts';
import type { DataObjects } from './secrets.ts';
import type { ServiceEntry } from './services.ts';
import type { Workload } from './workloads.ts';

/** An object that repository rules read as it is written. */
export interface IndexedObject {
  readonly ref: number;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string;
  readonly application: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Places in `workloads` of the pods that `spec.selector` (or `podSelector`) takes; all of the namespace when it is empty. */
  readonly selected: readonly number[];
}

/** `data.inv`: one cluster, joined. */
export interface ClusterIndex {
  readonly seen: number;
  readonly cluster: string;
  readonly environment: string;
  readonly protected: boolean;
  /** Whether this is all that the cluster gets; a pile of manifests may be a part. */
  readonly complete: boolean;
  readonly unrendered: boolean;
  readonly unrendered_namespaces: Readonly<Record<string, true>>;
  /** kind → namespace → name → ref of every object. */
  readonly names: Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, number>>>>>>;
  /** Objects written more than once. */
  readonly duplicates: readonly {
    ref: number;
    kind: string;
    namespace: string;
    name: string;
    first: string;
    second: string;
    same_application: boolean;
    applications: readonly string[];
  }[];
  readonly namespaces: Readonly<
    Record<string, { readonly ref: number; readonly labels: Readonly<Record<string, string>> }>
  >;
  /** Namespaces that hold at least one namespaced object, with the first such object. */
  readonly used_namespaces: Readonly<Record<string, UsedNamespace>>;
  readonly workloads: readonly Workload[];
  readonly services: Readonly<Record<string, Readonly<Record<string, ServiceEntry>>>>;
  readonly config_maps: DataObjects;
  readonly secrets: DataObjects;
  readonly operator_names: Readonly<Record<string, readonly string[]>>;
  readonly secret_makers: Readonly<Record<string, true>>;
  readonly config_map_makers: Readonly<Record<string, true>>;
  readonly mentioned: Readonly<Record<string, string>>;
  /** Argo Rollouts, without their pod templates. */
  readonly rollouts: readonly { readonly namespace: string; readonly name: string; readonly spec: object }[];
  readonly accounts: Accounts;
  /** Applications, of any cluster, that leave the number of replicas to an autoscaler. */
  readonly ignores_replicas: Readonly<Record<string, true>>;
  readonly quota_use: readonly QuotaUse[];
  /** `networking.istio.io/VirtualService` → objects. */
  readonly kinds: Readonly<Record<string, readonly IndexedObject[]>>;
  /** What the Applications found in this cluster ask of their projects, wherever they deploy to. */
  readonly asks: ProjectAsks;
  /** Namespaces that Argo CD creates for an Application of the repository. */
  readonly created_namespaces: Readonly<Record<string, true>>;
}

/** A namespace in which something stands. */
export interface UsedNamespace {
  readonly ref: number;
  /** Whether pods run in it. */
  readonly workload: boolean;
  /** Whether pods run in it that are no component of the platform itself: a team's, or nobody knows whose. */
  readonly tenant: boolean;
}
