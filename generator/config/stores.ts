/** Factories for stores, secret stores and gateways: plain data with typed options. */
import type { GatewayInstance, SecretStoreInstance, StoreInstance } from './component-types.ts';

/** What a store speaks; Valkey speaks `redis`. */
export const ENGINES = ['postgresql', 'mysql', 'mongodb', 'redis', 'kafka', 'nats'] as const;
export type Engine = (typeof ENGINES)[number];

/** Where a managed store is reached in one environment. */
export interface StoreEndpoint {
  readonly host: string;
  /** @default the engine's usual port */
  readonly port?: number;
  /** Addresses, for network policies, e.g. `10.20.0.0/28`. */
  readonly cidrs: readonly string[];
  /** Key in the secret store that holds `user` and `password`; with a schema per service, what their names begin with. */
  readonly secret?: string;
}

export interface ExternalStoreOptions {
  readonly engine: Engine;
  readonly version?: string;
  /** Each service gets a schema of its own name, and logs in with `<secret>-<service>`. @default false */
  readonly schemaPerService?: boolean;
}

export interface ResolvedExternalStore extends ExternalStoreOptions {
  readonly environments: Readonly<Record<string, StoreEndpoint>>;
}

/** A store that a component of `infra` runs, e.g. `fromInfra('events')`. */
export function fromInfra<const Infra extends string>(infra: Infra): StoreInstance<never, NoInfer<Infra>> {
  return { store: 'infra', options: { infra } };
}

/** A store outside the clusters, with its address in each environment. */
export function external<const Environment extends string>(
  options: ExternalStoreOptions & { readonly environments: { readonly [K in Environment]?: StoreEndpoint } },
): StoreInstance<NoInfer<Environment>, never> {
  return { store: 'external', options };
}

/** A managed SQL database of the cloud. */
export function cloudSql<const Environment extends string>(
  options: Omit<ExternalStoreOptions, 'engine'> & {
    readonly engine: 'postgresql' | 'mysql';
    readonly environments: { readonly [K in Environment]?: StoreEndpoint };
  },
): StoreInstance<NoInfer<Environment>, never> {
  return external(options);
}

export interface BucketOptions {
  /** Name of the bucket, by cluster. @default `<platform>-<cluster>-<store>` */
  readonly names?: Readonly<Record<string, string>>;
  /** Addresses of the store, by cluster, where it is not on the internet. */
  readonly cidrs?: Readonly<Record<string, readonly string[]>>;
  /** Entry of the secret store with `access-key-id` and `secret-access-key`, on clouds that have no identity for it. @default `<store>-object-store` */
  readonly secret?: string;
}

/**
 * A bucket in the object store of each cluster's own cloud. Services reach it as `<STORE>_BUCKET`, `_ENDPOINT`, `_TYPE` and, where there
 * are such, `_REGION`, `_ADDRESSING`, `_ACCOUNT`, `_ACCESS_KEY_ID`, `_SECRET_ACCESS_KEY`; with the identity of the service where the cloud has one.
 */
export function bucket(options: BucketOptions = {}): StoreInstance<never, never> {
  return { store: 'bucket', options };
}

/** The secret manager of each cluster's own cloud. */
export function cloudSecrets(): SecretStoreInstance {
  return { secretStore: 'cloud', options: {} };
}

export interface VaultOptions {
  /** URL of the Vault or OpenBao server. */
  readonly server: string;
  /** Mount path of the KV engine, version 2. */
  readonly path: string;
  /** Role of the Kubernetes auth method. */
  readonly role: string;
  /** Addresses, for network policies. */
  readonly cidrs?: readonly string[];
  /** Secret with the authority of its certificate, where no public one made it: for `vaultServer()`, `<component>-tls` in its namespace. */
  readonly ca?: {
    readonly secret: string;
    readonly namespace: string;
    /** @default 'ca.crt' */
    readonly key?: string;
  };
}

/** Vault or OpenBao with Kubernetes authentication. */
export function vault(options: VaultOptions): SecretStoreInstance {
  return { secretStore: 'vault', options };
}

/** SealedSecrets that people commit by hand under `clusters/<cluster>/sealed/<namespace>/`. */
export function sealed(): SecretStoreInstance {
  return { secretStore: 'sealed', options: {} };
}

export interface IstioGatewayOptions<Infra extends string> {
  /** Component of `infra` that runs the gateway's pods. */
  readonly workload: Infra;
  /** Name of the Secret with the certificate, in the workload's namespace. @default `<gateway>-tls` */
  readonly tls?: string;
  /** Name of a cert-manager ClusterIssuer that fills the Secret. @default the issuer of the cert-manager component */
  readonly issuer?: string;
  /**
   * Web application firewall in the gateway, with the OWASP Core Rule Set: `detect` writes what it would refuse to the log,
   * `block` refuses it. Begin with `detect`: the rules want tuning to what your services take.
   * @default none
   */
  readonly waf?: 'detect' | 'block';
}

export interface IngressOptions<Infra extends string> {
  /** Component of `infra` that is an Ingress controller. */
  readonly workload: Infra;
  /** Name of a cert-manager ClusterIssuer that makes the certificates. @default the issuer of the cert-manager component */
  readonly issuer?: string;
}

/** Traffic comes in through an Ingress controller, on a platform without a mesh. */
export function ingress<const Infra extends string>(options: IngressOptions<Infra>): GatewayInstance<NoInfer<Infra>> {
  return { gateway: 'ingress', options };
}

/** Traffic comes in through an Istio gateway. */
export function istio<const Infra extends string>(
  options: IstioGatewayOptions<Infra>,
): GatewayInstance<NoInfer<Infra>> {
  return { gateway: 'istio', options };
}
