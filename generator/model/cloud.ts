import type { JsonObject } from '../contract/resource.ts';
import type { OptionSchemas } from './option-schema.ts';

/** What differs between clouds and is asked for by its purpose, never by a product's name. */
export const CAPABILITIES = [
  'load-balancer',
  'node-autoscaler',
  'block-storage',
  'file-storage',
  'secrets-csi',
  'dns',
  'object-storage',
  'workload-identity',
] as const;
export type Capability = (typeof CAPABILITIES)[number];

/** A component of the catalogue that provides it, the cloud itself, or nothing, with the reason. */
export type CapabilityAnswer =
  | { readonly by: 'component'; readonly component: string }
  | { readonly by: 'cloud' }
  | { readonly by: 'none'; readonly reason: string };

/** Marks that bind a ServiceAccount to a cloud identity; where they go differs by cloud. */
export interface IdentityMarks {
  readonly serviceAccountAnnotations: Readonly<Record<string, string>>;
  readonly podLabels: Readonly<Record<string, string>>;
  readonly namespaceLabels: Readonly<Record<string, string>>;
}

export const NO_MARKS: IdentityMarks = { serviceAccountAnnotations: {}, podLabels: {}, namespaceLabels: {} };

/** What is true of a cloud wherever it is used. */
export interface CloudTraits {
  /** Config name and file name, e.g. `aws`. */
  readonly name: string;
  readonly capabilities: Readonly<Record<Capability, CapabilityAnswer>>;
  /** Provider name for external-dns. */
  readonly externalDnsProvider: string;
  /** StorageClass for block volumes. */
  readonly blockStorageClass: string;
  /** Value of Istio's `global.platform`; empty where Istio has none for this cloud. */
  readonly istioPlatform: string;
  /** Annotations of a Service of type LoadBalancer. */
  loadBalancerAnnotations(scheme: 'public' | 'internal'): Readonly<Record<string, string>>;
  /** Addresses of the metadata and credential service that pods with an identity call. */
  readonly metadataCidrs: readonly string[];
}

/** A cloud together with the facts of one cluster. */
export interface Cloud {
  readonly traits: CloudTraits;
  readonly region: string;
  /** @param account a ServiceAccount and the name of the identity it should have */
  workloadIdentity(account: {
    readonly namespace: string;
    readonly serviceAccount: string;
    readonly identity: string;
  }): IdentityMarks;
  /** `provider` of an External Secrets store that uses the operator's own identity. */
  secretStoreProvider(): JsonObject;
  /** DNS01 solver of cert-manager with ambient credentials. */
  dns01Solver(): JsonObject;
  /** `config` of Argo CD's cluster Secret; it holds no credential. */
  argocdClusterConfig(caData: string | null): JsonObject;
  /** Extra values of external-dns. */
  externalDnsValues(): JsonObject;
  /** Loki's Thanos object store settings for a bucket. */
  objectStore(bucket: string): { readonly type: string; readonly config: JsonObject };
  /** Values that the component answering a capability needs, e.g. `clusterName`. */
  readonly clusterName: string;
  /** Account or project of the cluster. */
  readonly account: string;
}

/** One file of `clouds/`. */
export interface CloudDefinition<Options extends object = object> {
  readonly name: string;
  readonly summary: string;
  readonly traits: CloudTraits;
  readonly options: OptionSchemas<Options>;
  create(options: Options): Cloud;
}
