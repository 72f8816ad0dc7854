import type { PodSecurity } from '../config/chart-types.ts';
import type { HelmValues } from '../config/component-types.ts';
import type { Engine } from '../config/stores.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { Capability, CloudTraits } from './cloud.ts';
import type { OptionSchemas } from './option-schema.ts';
import type { Cluster, Environment, Platform } from './platform.ts';
import type { TelemetryClient, TelemetryEndpoint } from './telemetry.ts';

/** One cluster's, environment's or the base settings of a component: its options with every default filled in. */
export interface ComponentSettings<Options extends object = object> {
  readonly release: string;
  readonly namespace: string;
  /** Empty without a chart. */
  readonly chartVersion: string;
  readonly options: Options;
}

export interface GroupKind {
  readonly group: string;
  readonly kind: string;
}

/** What a chart puts into a cluster. Projects, waves and API versions come from here; rendering verifies it. */
export interface Brings {
  /** CustomResourceDefinitions: group → kinds. */
  readonly crds: Readonly<Record<string, readonly string[]>>;
  /** Cluster-scoped kinds other than CustomResourceDefinition. */
  readonly clusterKinds: readonly GroupKind[];
  /** Namespaces other than its own that it writes to. */
  readonly namespaces: readonly string[];
}

/**
 * Findings about objects of a chart that are true and stay: what the product needs and the chart cannot do without. It holds
 * for objects which the component's own Application renders, and while the chart has the version that the component pins.
 */
export interface ChartWaiver {
  /** Ids of the rules, e.g. `POD-001`. */
  readonly rules: readonly string[];
  /** `Kind/name` of the objects; `{release}` stands for the release's name, `*` for any text. */
  readonly targets: readonly string[];
  /** Why it has to be so: a sentence that whoever answers for the cluster accepts. */
  readonly reason: string;
}

/** A port that other pods, or the API server, reach. `pods` is the label selector of the pods behind it. */
export interface ServedPort {
  readonly purpose: 'webhook' | 'metrics' | 'aggregated-api' | 'store' | 'gateway' | 'control-plane' | 'operator';
  /** Kind of the component that reaches it, with purpose `operator`. */
  readonly operator?: string;
  readonly port: number;
  /** @default 'TCP' */
  readonly protocol?: 'UDP';
  readonly pods: Readonly<Record<string, string>>;
}

export interface ChartSource {
  readonly repository: string;
  readonly name: string;
  readonly version: string;
}

/** One file of `infra/`: everything slipway knows about a component. */
export interface ComponentDefinition<Options extends object = object> {
  /** Config word, folder name and kind, e.g. `cert-manager`. */
  readonly kind: string;
  readonly summary: string;
  /** `null`: without a chart, companions and `manifests` are all of it, in one Application. */
  readonly chart: ChartSource | null;
  /** Folders of other repositories that are applied with the chart, such as definitions newer than the chart's. */
  companions?(options: Options): readonly Companion[];
  readonly namespace: string;
  /** Sync wave inside its group; bands of ten. */
  readonly wave: number;
  /** `hub`: serves all clusters from one. */
  readonly placement: 'everywhere' | 'hub';
  /** The capability it provides on clouds that answer with it; it is deployed on those clusters only. */
  readonly answers?: Capability;
  /** Option that names, by cluster, what its class of volumes is made on; a cluster that it leaves out has no class. */
  readonly classOption?: string;
  /** Kinds of components that must be there in an earlier wave, where the platform has them. */
  readonly after: readonly string[];
  /** Kinds of components that it cannot work without. */
  readonly requires: readonly string[];
  /** Kinds of components one of which it cannot work without. */
  readonly requiresOneOf?: readonly string[];
  readonly brings: Brings;
  /**
   * Where its images come from: registries, or paths of them, such as `quay.io/jetstack`. They are allowed in its own
   * Application, beside the platform's registries.
   */
  readonly images?: readonly string[];
  /** Findings about its chart that stay. Whatever values can mend is mended in `values` instead. */
  readonly waivers?: readonly ChartWaiver[];
  /** Pod Security Standard that its pods allow. */
  readonly podSecurity: PodSecurity;
  /** Its pods hold data: deletes are guarded. */
  readonly stateful: boolean;
  readonly serves: readonly ServedPort[];
  /** Where it takes telemetry or answers for it: data sources and exporters of others are made from this. */
  telemetry?(settings: ComponentSettings<Options>): readonly TelemetryEndpoint[];
  /** Its pods that call such endpoints of the other components of the cluster. */
  readonly telemetryClients?: readonly TelemetryClient[];
  /** Its pods that use a store, such as a broker, which is in the cluster. */
  readonly storeClients?: readonly { readonly engine: Engine; readonly pods: Readonly<Record<string, string>> }[];
  /** Its pods that scrape the metrics of everything on the cluster. */
  readonly scraper?: Readonly<Record<string, string>>;
  /** ServiceAccounts that need a cloud identity; the identity is `<platform>-<release>`. */
  readonly identities: readonly string[];
  /** Fields that controllers write: `ignoreDifferences` of its Application. */
  readonly ignoreDifferences?: readonly KubernetesFieldIgnore[];
  readonly options: OptionSchemas<Options>;
  /** What an option is when nobody says it; the options without a default are `options.required`. */
  readonly defaults: Partial<Options>;
  /** Options that it is tried with, where those of nobody are not enough: each switches on what another leaves off. */
  readonly examples?: readonly Partial<Options>[];
  readonly values: ComponentValues<Options>;
  /**
   * Objects that go to Application `<name>-config`, one wave later: the same on each cluster, or made for one; `needs`
   * go with the Secrets to Application `<name>-needs`, one wave earlier, because its pods do not start without them.
   */
  readonly manifests?: {
    needs?(settings: ComponentSettings<Options>, cluster: Cluster, platform: Platform): readonly KubernetesObject[];
    shared?(settings: ComponentSettings<Options>, platform: Platform): readonly KubernetesObject[];
    cluster?(settings: ComponentSettings<Options>, cluster: Cluster, platform: Platform): readonly KubernetesObject[];
  };
  /** Secrets that its pods need before they start: brought by External Secrets, or made by hand. */
  secrets?(settings: ComponentSettings<Options>, cluster: Cluster, platform: Platform): readonly ComponentSecret[];
  /** Kinds that stand on it: a secret store of such a kind in the same cluster cannot bring its Secrets. */
  readonly carries?: readonly string[];
  /** Set on a component that can be a store: how services reach it. */
  store?(settings: ComponentSettings<Options>): StoreAddress;
  /** What its options ask of a cluster, and is not there: told on its line of the config, before a tree is made. */
  problems?(settings: ComponentSettings<Options>, cluster: Cluster, platform: Platform): readonly ComponentProblem[];
  /** Pods of a gateway, for Istio's selectors. */
  gatewayPods?(settings: ComponentSettings<Options>): Readonly<Record<string, string>>;
  /** Name of the Service before these pods. @default the release */
  gatewayService?(settings: ComponentSettings<Options>): string;
  /** Set on an Ingress controller: the IngressClass that it serves. */
  ingressClass?(settings: ComponentSettings<Options>): string;
}

export interface ComponentProblem {
  /** The option that asks for it; `null` for the component as a whole. */
  readonly option: string | null;
  /** The same on each cluster: those are named beside it. */
  readonly message: string;
  readonly fix: string;
  /** `low` warns: the rest of the tree works without it. */
  readonly severity: 'high' | 'low';
}

export interface KubernetesFieldIgnore {
  readonly group: string;
  readonly kind: string;
  readonly jqPathExpressions: readonly string[];
}

export interface Companion {
  /** URL of a Git repository. */
  readonly repository: string;
  readonly path: string;
  readonly revision: string;
}

/** A Secret in the component's namespace, filled from one entry of the secret store. */
export interface ComponentSecret {
  readonly name: string;
  /** Entry of the secret store. */
  readonly entry: string;
  /** Key of the Secret → property of the entry. */
  readonly data: Readonly<Record<string, string>>;
  /** Type of the Secret. @default 'Opaque' */
  readonly type?: string;
  /** Key of the Secret → text around `{{ .<key of data> }}`, where a program wants a file; replaces `data`. */
  readonly template?: Readonly<Record<string, string>>;
}

export interface StoreAddress {
  readonly engine: Engine;
  readonly host: string;
  readonly port: number;
  readonly pods: Readonly<Record<string, string>>;
  /** Database that services get when they name none. @default the name of the store */
  readonly database?: string;
  /** Entry of the secret store that holds `user` and `password`. */
  readonly secret?: string;
  /** Whether each service has a login of its own, and a database where there are some: in an entry called like this one with its name behind. */
  readonly loginPerService?: boolean;
  /** How clients log in, where that is not the engine's usual way. */
  readonly saslMechanism?: string;
}

/** Helm values by the scope that decides them. Each function returns only what its scope adds. */
export interface ComponentValues<Options extends object> {
  base(settings: ComponentSettings<Options>, platform: Platform): HelmValues;
  cloud?(settings: ComponentSettings<Options>, cloud: CloudTraits): HelmValues;
  environment?(settings: ComponentSettings<Options>, environment: Environment, platform: Platform): HelmValues;
  cluster?(settings: ComponentSettings<Options>, cluster: Cluster, platform: Platform): HelmValues;
}
