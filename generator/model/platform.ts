/** The resolved platform: every default settled, every reference a value. Readonly; no optional fields. */
import type { ChartPort, PodSecurity } from '../config/chart-types.ts';
import type { HelmValues } from '../config/component-types.ts';
import type { ImageReference, Probe, Resources, Scale, ServiceVolume, StoreUse } from '../config/service-types.ts';
import type { Engine, StoreEndpoint, VaultOptions } from '../config/stores.ts';
import type { MeshConfig, NodePool, PlatformConfig, PolicyConfig } from '../config/types.ts';
import type { ConfigPath } from '../contract/config-path.ts';
import type { Bucket } from './bucket.ts';
import type { Cloud } from './cloud.ts';
import type { ComponentDefinition, ComponentSettings, GroupKind } from './component.ts';

export interface Environment {
  readonly name: string;
  readonly domain: string;
  readonly protected: boolean;
  readonly podSecurity: PodSecurity;
  readonly revision: string;
  readonly secretStore: SecretStore | null;
  readonly serviceChart: string;
  readonly origin: ConfigPath;
}

export interface Cluster {
  readonly name: string;
  readonly environment: Environment;
  readonly cloud: Cloud;
  readonly kubernetes: string;
  readonly hub: boolean;
  readonly api: { readonly server: string; readonly caData: string | null; readonly cidrs: readonly string[] };
  readonly podCidrs: readonly string[];
  readonly nodes: Readonly<Record<string, NodePool>>;
  readonly origin: ConfigPath;
}

export interface Team {
  readonly name: string;
  readonly owners: readonly string[];
  readonly quota: Readonly<Record<string, string>>;
  readonly origin: ConfigPath;
}

export type SecretStore = { readonly name: string; readonly origin: ConfigPath } & (
  | { readonly type: 'cloud' }
  | { readonly type: 'vault'; readonly vault: VaultOptions }
  | { readonly type: 'sealed' }
);

export type Store = { readonly name: string; readonly engine: Engine; readonly origin: ConfigPath } & (
  | { readonly type: 'infra'; readonly component: Component }
  | {
      readonly type: 'external';
      readonly schemaPerService: boolean;
      readonly environments: ReadonlyMap<string, StoreEndpoint>;
    }
);

export interface Gateway {
  readonly name: string;
  readonly type: 'istio' | 'ingress';
  readonly workload: Component;
  /** IngressClass that the workload serves; `null` for Istio's. */
  readonly ingressClass: string | null;
  /** Secret with the certificate, in the workload's namespace; those of an Ingress stand beside it. */
  readonly tls: string;
  readonly issuer: string | null;
  /** What its web application firewall does with what it finds; `null` for none. */
  readonly waf: 'detect' | 'block' | null;
  readonly origin: ConfigPath;
}

/** Settings at the three scopes that a value can be authored in. */
export interface Scoped<Settings> {
  readonly base: Settings;
  /** By environment, for those in which it is deployed. */
  readonly environments: ReadonlyMap<string, Settings>;
  /** By cluster, for those on which it is deployed. */
  readonly clusters: ReadonlyMap<string, Settings>;
}

export interface Component {
  readonly name: string;
  readonly definition: ComponentDefinition;
  readonly layer: 'infra' | 'platform';
  readonly namespace: string;
  readonly settings: Scoped<ComponentSettings>;
  /** Raw values that the author added, by scope. */
  readonly values: Scoped<HelmValues>;
  readonly placement: readonly Cluster[];
  readonly origin: ConfigPath;
}

export interface ResolvedExposure {
  readonly gateway: Gateway;
  readonly host: string;
  readonly paths: readonly string[];
  readonly failover: 'none' | 'active-active' | 'primary' | null;
  readonly origin: ConfigPath;
}

export type ResolvedStrategy =
  | { readonly type: 'rolling'; readonly maxSurge: number | string; readonly maxUnavailable: number | string }
  | { readonly type: 'canary'; readonly steps: readonly number[]; readonly pause: string }
  | { readonly type: 'blueGreen'; readonly autoPromote: boolean };

/** A task of a service. */
export interface Job {
  readonly command: readonly string[];
  readonly args: readonly string[];
  /** `null`: before each sync. */
  readonly schedule: { readonly times: string; readonly timeZone: string } | null;
  readonly resources: Resources;
  /** Seconds. */
  readonly timeout: number;
  readonly retries: number;
}

export interface ServiceSettings {
  readonly image: {
    readonly repository: string;
    readonly tag: ImageReference['tag'] | null;
    readonly digest: string | null;
  };
  readonly port: number | null;
  readonly protocol: 'http' | 'http2' | 'grpc' | 'tcp';
  readonly resources: Resources;
  readonly replicas: number;
  readonly scale: Scale | null;
  readonly calls: readonly string[];
  readonly uses: ReadonlyMap<string, StoreUse>;
  readonly secrets: Readonly<Record<string, string>>;
  readonly config: Readonly<Record<string, string>>;
  /** Host labels as written; resolved per environment by `exposuresOf`. */
  readonly expose: readonly {
    readonly gateway: string;
    readonly host: string;
    readonly paths: readonly string[];
    readonly failover: ResolvedExposure['failover'];
  }[];
  readonly strategy: ResolvedStrategy;
  readonly probes: {
    readonly readiness: Probe | null;
    readonly liveness: Probe | null;
    readonly startup: Probe | null;
  };
  readonly metrics: { readonly port: number; readonly path: string } | null;
  readonly egress: readonly { readonly host: string; readonly port: number }[];
  readonly scratch: Readonly<Record<string, string>>;
  /** By name. */
  readonly volumes: ReadonlyMap<string, ServiceVolume>;
  /** By name. */
  readonly jobs: ReadonlyMap<string, Job>;
  readonly command: readonly string[];
  readonly args: readonly string[];
  readonly nodes: string | null;
  readonly values: HelmValues;
}

export interface Service {
  readonly name: string;
  readonly team: Team;
  readonly namespace: string;
  /** Cloud identity; `null` for none. */
  readonly identity: string | null;
  readonly secretStore: SecretStore | null;
  readonly settings: Scoped<ServiceSettings>;
  readonly placement: readonly Cluster[];
  readonly origin: ConfigPath;
}

export interface ThirdPartyChart {
  readonly name: string;
  readonly repository: string;
  readonly chart: string;
  readonly version: string;
  readonly namespace: string;
  readonly team: Team | null;
  readonly values: HelmValues;
  readonly layer: 'platform' | 'apps';
  readonly podSecurity: PodSecurity;
  /** Cluster-wide kinds that its project lets in. */
  readonly clusterKinds: readonly GroupKind[];
  readonly serves: readonly Required<ChartPort>[];
  readonly uses: readonly ResolvedChartUse[];
  /** Whether its connections are stated, be it that there are none. */
  readonly stated: boolean;
  readonly placement: readonly Cluster[];
  readonly origin: ConfigPath;
}

export interface ResolvedChartUse {
  readonly pods: Readonly<Record<string, string>>;
  readonly stores: readonly string[];
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
}

export interface Platform {
  readonly name: string;
  readonly repository: { readonly url: string; readonly branch: string };
  readonly environments: readonly Environment[];
  readonly clusters: readonly Cluster[];
  readonly hub: Cluster;
  readonly teams: readonly Team[];
  readonly secretStores: readonly SecretStore[];
  readonly stores: readonly Store[];
  readonly buckets: readonly Bucket[];
  readonly gateways: readonly Gateway[];
  readonly components: readonly Component[];
  readonly services: readonly Service[];
  readonly charts: readonly ThirdPartyChart[];
  readonly mesh: Required<MeshConfig> | null;
  readonly ci: NonNullable<PlatformConfig['ci']> | null;
  readonly policy: PolicyConfig;
  /** The authored config, to look up which key an override stands under. */
  readonly authored: PlatformConfig;
}
