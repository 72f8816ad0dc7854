import type { Level, Severity } from '../contract/finding.ts';
import type { ChartConfig, PodSecurity } from './chart-types.ts';
import type {
  CloudInstance,
  ComponentInstance,
  GatewayInstance,
  SecretStoreInstance,
  StoreInstance,
} from './component-types.ts';
import type { Resources, ServiceConfig } from './service-types.ts';

export interface EnvironmentConfig {
  /** DNS zone under which the environment's hosts stand, e.g. `dev.shop.example`. */
  readonly domain: string;
  /** Deletes need a confirmation, and rules for production apply. @default false */
  readonly protected?: boolean;
  /** Weakest standard that a service namespace may enforce. @default 'restricted' */
  readonly podSecurity?: PodSecurity;
  /** Git branch, tag or commit that this environment's Applications follow. @default repository.branch */
  readonly revision?: string;
  /** Name of a secret store. @default the only one */
  readonly secretStore?: string;
  /** Version of the service chart. @default the newest */
  readonly serviceChart?: string;
}

export interface NodePool {
  readonly labels: Readonly<Record<string, string>>;
  readonly taints?: readonly {
    readonly key: string;
    readonly value?: string;
    readonly effect: 'NoSchedule' | 'NoExecute' | 'PreferNoSchedule';
  }[];
}

export interface ClusterConfig<Environment extends string = string> {
  readonly environment: Environment;
  readonly cloud: CloudInstance;
  /** Kubernetes minor, e.g. `1.34`. */
  readonly kubernetes: string;
  /** Runs Argo CD for all clusters. Exactly one cluster does. */
  readonly hub?: boolean;
  readonly api: {
    /** URL of the API server. */
    readonly server: string;
    /** Certificate authority of the API server: base64 of its PEM. Public. */
    readonly caData?: string;
    /** Addresses of the API server, for network policies. */
    readonly cidrs?: readonly string[];
  };
  /** Pods' address ranges, for network policies. */
  readonly podCidrs?: readonly string[];
  readonly nodes?: Readonly<Record<string, NodePool>>;
}

export interface TeamConfig {
  /** Code owners and identity groups, e.g. `@shop/core`. */
  readonly owners: readonly string[];
  /** ResourceQuota of each namespace of the team: resource name → hard limit. */
  readonly quota?: Readonly<Record<string, string | number>>;
}

export interface MeshConfig {
  /** @default 'STRICT' */
  readonly mtls?: 'STRICT' | 'PERMISSIVE';
  /** @default 'REGISTRY_ONLY' */
  readonly outbound?: 'REGISTRY_ONLY' | 'ALLOW_ANY';
  /** Value of the namespace label `istio.io/rev`. @default 'default' */
  readonly revision?: string;
}

export interface WaiverConfig {
  readonly rule: string;
  /** `Kind/namespace/name` with `*` as wildcard. */
  readonly target: string;
  readonly owner: string;
  readonly reason: string;
  /** Last day on which it holds, `YYYY-MM-DD`. */
  readonly expires: string;
}

export interface PolicyConfig<Environment extends string = string> {
  /** Lowest severity that is an error: by default, and by environment. @default high, and medium in a protected environment */
  readonly levels?: { readonly default?: Severity } & { readonly [K in Environment]?: Severity };
  /** A rule's level by environment. */
  readonly rules?: Readonly<Record<string, Level | { readonly [K in Environment]?: Level }>>;
  readonly images?: { readonly registries: readonly string[] };
  /** Objects that exist without being in this repository: `Kind/namespace/name` with `*`. */
  readonly externals?: readonly string[];
  readonly waivers?: readonly WaiverConfig[];
}

export interface PlatformConfig<
  Environment extends string = string,
  Cluster extends string = string,
  Team extends string = string,
  Size extends string = string,
  Infra extends string = string,
  Store extends string = string,
  SecretStore extends string = string,
  Gateway extends string = string,
  Service extends string = string,
  Chart extends string = string,
> {
  /** Name of the platform; part of identities and labels. */
  readonly name: string;
  readonly repository: {
    /** URL that Argo CD clones. */
    readonly url: string;
    /** @default 'main' */
    readonly branch?: string;
  };
  readonly environments: Readonly<Record<Environment, EnvironmentConfig>>;
  readonly clusters: Readonly<Record<Cluster, ClusterConfig<NoInfer<Environment>>>>;
  readonly teams: Readonly<Record<Team, TeamConfig>>;
  /** Requests and limits by name. */
  readonly sizes?: Readonly<Record<Size, Resources>>;
  /** Components by release name. */
  readonly infra?: Readonly<Record<Infra, ComponentInstance<NoInfer<Environment>, NoInfer<Cluster>>>>;
  /** Databases, brokers and caches that services use. */
  readonly stores?: Readonly<Record<Store, StoreInstance<NoInfer<Environment>, NoInfer<Infra>>>>;
  readonly secretStores?: Readonly<Record<SecretStore, SecretStoreInstance>>;
  readonly gateways?: Readonly<Record<Gateway, GatewayInstance<NoInfer<Infra>>>>;
  /** Service mesh; leave it out for a platform without one. */
  readonly mesh?: MeshConfig;
  readonly services?: Readonly<
    Record<
      Service,
      ServiceConfig<
        NoInfer<Environment>,
        NoInfer<Cluster>,
        NoInfer<Team>,
        NoInfer<Size>,
        NoInfer<Store>,
        NoInfer<Gateway>,
        NoInfer<Service>,
        NoInfer<SecretStore>
      >
    >
  >;
  /** Applications from charts of third parties, by release name. */
  readonly charts?: Readonly<
    Record<
      Chart,
      ChartConfig<
        NoInfer<Environment>,
        NoInfer<Cluster>,
        NoInfer<Team>,
        NoInfer<Service>,
        NoInfer<Store>,
        NoInfer<Gateway>
      >
    >
  >;
  /**
   * Where `slipway charts` downloads from in place of the published places: URL prefix → URL, the longest prefix wins.
   * What Applications name stays as it is.
   * @example { 'https://charts.example.com': 'https://mirror.internal.example/charts' }
   */
  readonly chartMirrors?: Readonly<Record<string, string>>;
  readonly ci?: 'github' | 'gitlab' | 'bitbucket';
  readonly policy?: PolicyConfig<NoInfer<Environment>>;
}
