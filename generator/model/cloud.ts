import type { JsonObject, KubernetesObject } from '../contract/resource.ts';
import type { OptionSchemas } from './option-schema.ts';

/** What differs between clouds and is asked for by its purpose, never by a product's name. */
export const CAPABILITIES = [
  'load-balancer',
  'node-autoscaler',
  'block-storage',
  'file-storage',
  'volume-snapshots',
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

/** What a cloud does not have, and what stands in for it. */
export interface Missing {
  readonly missing: string;
}

/** Whether a cloud lacks it. In: an answer. Out: true where it is a reason. */
export function isMissing(answer: object | string | null): answer is Missing {
  return typeof answer === 'object' && answer !== null && 'missing' in answer;
}

/** A bucket as every client can be told of it, without a credential. */
export type ObjectStore =
  | {
      /** `s3`: Amazon's API; `oss`: Alibaba's own, for clients that cannot reach its S3 host. */
      readonly type: 's3' | 'oss';
      readonly bucket: string;
      /** Host without a scheme. */
      readonly endpoint: string;
      readonly region: string;
      /** Whether the bucket is part of the host or of the path; `auto`: the client's choice is right. */
      readonly addressing: 'auto' | 'virtual' | 'path';
      /** `keys`: static ones, which somebody puts into the Secret that the client reads. */
      readonly credentials: 'identity' | 'keys';
    }
  | { readonly type: 'gcs'; readonly bucket: string; readonly credentials: 'identity' }
  | {
      readonly type: 'azure';
      readonly bucket: string;
      /** Storage account. */
      readonly account: string;
      readonly credentials: 'identity';
    };

/** Log service of a cloud, for senders that have an identity of it. */
export type CloudLogs =
  | { readonly type: 'cloudwatch'; readonly region: string }
  | { readonly type: 'stackdriver'; readonly location: string };

/** Solver of an ACME issuer: DNS01 with the cloud's own DNS, or what stands in for it. */
export type AcmeSolver = { readonly dns01: JsonObject } | { readonly http01: JsonObject };

/** One cluster's part of a DNS record that several clusters share. */
export interface RecordPart {
  /** Names the part among those of the record. */
  readonly identifier: string;
  /** `active-active`: all parts are answered; `primary`: the first, and the second while the first is unhealthy. */
  readonly policy: 'active-active' | 'primary';
  /** Place among the parts, from 0. */
  readonly rank: number;
}

/** What is true of a cloud wherever it is used. */
export interface CloudTraits {
  /** Config name and file name, e.g. `aws`. */
  readonly name: string;
  readonly capabilities: Readonly<Record<Capability, CapabilityAnswer>>;
  /** Provider name for external-dns; empty where `dns` is not answered with it. */
  readonly externalDnsProvider: string;
  /** StorageClass for block volumes. */
  readonly blockStorageClass: string;
  /** CSI driver of block volumes that takes snapshots; empty where `volume-snapshots` is not answered with a component. */
  readonly snapshotDriver: string;
  /** StorageClass for volumes that several pods write to. */
  readonly fileStorageClass: string | Missing;
  /** IngressClass of the cloud's own HTTP load balancer. */
  readonly ingressClass: string | Missing;
  /** Whether External Secrets reads the cloud's own secret manager. */
  readonly secretBackend: 'external-secrets' | Missing;
  /** Names that the secret manager takes, as a regular expression, and in words; null where paths are names, too. */
  readonly secretNames: { readonly pattern: string; readonly words: string } | null;
  /** Why certificates are not issued by DNS01; null where they are. */
  readonly dns01Missing: string | null;
  /** Hosts of the cloud's container registry, as a regular expression. */
  readonly registryHosts: string | Missing;
  /** Value of Istio's `global.platform`; empty where Istio has none for this cloud. */
  readonly istioPlatform: string;
  /** Annotations by which external-dns writes a part of a shared record, of which the DNS leaves out what is unhealthy. */
  readonly sharedRecord: ((part: RecordPart) => Readonly<Record<string, string>>) | Missing;
  /** Annotations of a Service of type LoadBalancer that hold on every cluster. */
  loadBalancerAnnotations(scheme: Scheme): Readonly<Record<string, string>>;
  /** Addresses of the metadata and credential service that pods with an identity call. */
  readonly metadataCidrs: readonly string[];
}

export type Scheme = 'public' | 'internal';

/** A Secret with keys of a cloud, in the namespace of the component that needs it. */
export interface CloudKeys {
  readonly name: string;
  readonly keys: readonly string[];
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
  secretStoreProvider(): JsonObject | Missing;
  /** Solver of cert-manager with ambient credentials. */
  acmeSolver(): AcmeSolver;
  /** `config` of Argo CD's cluster Secret, which holds no credential; or why it is made by hand. */
  argocdClusterConfig(caData: string | null): JsonObject | Missing;
  /** Extra values of external-dns. */
  externalDnsValues(): JsonObject;
  /** Secrets that a component of a kind needs to reach this cloud, where pods have no identity there: they are made by hand. */
  keysOf(kind: string): readonly CloudKeys[];
  /** Values of cluster-autoscaler, where the cloud answers with it: its provider, and who asks the cloud. */
  nodeAutoscalerValues(principal: 'workload' | 'node'): JsonObject;
  objectStore(bucket: string): ObjectStore;
  /** Where logs of containers go, if not to a store of the platform. */
  logs(): CloudLogs | Missing;
  /** Annotations of load balancers that name things of this cluster, such as a subnet. */
  loadBalancerAnnotations(scheme: Scheme): Readonly<Record<string, string>>;
  /** StorageClasses that no chart of the catalogue and no add-on of the cloud brings. */
  storageClasses(): readonly KubernetesObject[];
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
  /** Option that names each identity, where nobody can derive how the cloud calls it. */
  readonly identities?: string;
  /** Options without which a cluster has no class for files, although the cloud can have one. */
  readonly fileStorageOptions?: readonly string[];
  create(options: Options): Cloud;
}
