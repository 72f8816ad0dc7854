/** What every component, cloud, store, gateway and chart instance has in common in the authored config. */

/** Where something is deployed. Every given list must match; nothing given means everywhere. */
export interface Placement<Environment extends string = string, Cluster extends string = string> {
  readonly environments?: readonly Environment[];
  readonly clusters?: readonly Cluster[];
  /** Names of clouds, e.g. `aws`. */
  readonly clouds?: readonly string[];
  /** `true`: only on the hub cluster. */
  readonly hub?: boolean;
}

/** Raw Helm values. `null` deletes a default of the chart. */
export type HelmValues = { readonly [key: string]: HelmValue };
export type HelmValue = string | number | boolean | null | readonly HelmValue[] | HelmValues;

/** `null` deletes what an earlier layer says; objects merge; lists replace. */
export type Override<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [K in keyof T]?: Override<T[K]> | null | undefined }
    : T;

/** Overrides beside the defaults; the last of cloud, environment, cluster wins. `false` removes it there. */
export interface Overrides<Environment extends string, Cluster extends string, Options> {
  readonly environments?: { readonly [K in Environment]?: Override<Options> | false };
  readonly clusters?: { readonly [K in Cluster]?: Override<Options> | false };
}

/** Options that every component takes beside its own. */
export interface CommonComponentOptions {
  /** Exact chart version. @default the version of the catalogue */
  readonly chart?: string;
  /** Namespace of the release. @default the catalogue's */
  readonly namespace?: string;
  /** Raw Helm values, merged over what the component computes, and checked against the chart. */
  readonly values?: HelmValues;
}

/** Options that cannot differ between environments. */
export interface FixedComponentOptions<Environment extends string, Cluster extends string> {
  /** Where it is deployed. @default everywhere, or the hub for components that serve all clusters */
  readonly on?: Placement<Environment, Cluster>;
  /** `platform` moves it behind all of `infra`. @default 'infra' */
  readonly layer?: 'infra' | 'platform';
}

/** Least and most that a number may be. */
export interface Bound {
  readonly min?: number;
  readonly max?: number;
}

/** What people scale by hand, within what was agreed: beyond the bounds of an option its number is a finding. */
export interface Bounds<Options> {
  /** By option, on every environment and cluster. @example { replicas: { min: 3, max: 7 } } */
  readonly bounds?: {
    readonly [K in keyof Options as NonNullable<Options[K]> extends number ? K : never]?: Bound;
  };
}

export type ComponentOptions<Options, Environment extends string, Cluster extends string> = Options &
  CommonComponentOptions &
  FixedComponentOptions<Environment, Cluster> &
  Bounds<Options> &
  Overrides<Environment, Cluster, Options & CommonComponentOptions>;

/** One component as a factory such as `kafka({ … })` returns it: plain data. */
export interface ComponentInstance<Environment extends string = string, Cluster extends string = string> {
  readonly component: string;
  readonly options: object;
  /** Never set: carries the names that the options used, so that a wrong one is a compile error. */
  readonly names?: readonly [Environment, Cluster];
}

/** A cloud with the facts of one cluster, as `aws({ … })` returns it: plain data. */
export interface CloudInstance {
  readonly cloud: string;
  readonly options: object;
}

/** A store, as `fromInfra('events')` or `cloudSql({ … })` returns it. */
export interface StoreInstance<Environment extends string = string, Infra extends string = string> {
  readonly store: 'infra' | 'external' | 'bucket';
  readonly options: object;
  readonly names?: readonly [Environment, Infra];
}

/** Where secrets come from, as `cloudSecrets()`, `vault({ … })` or `sealed()` returns it. */
export interface SecretStoreInstance {
  readonly secretStore: 'cloud' | 'vault' | 'sealed';
  readonly options: object;
}

/** How traffic comes in, as `istio({ … })` returns it. */
export interface GatewayInstance<Infra extends string = string> {
  readonly gateway: 'istio' | 'ingress';
  readonly options: object;
  readonly names?: readonly [Infra];
}
