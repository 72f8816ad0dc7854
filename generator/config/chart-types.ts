import type { HelmValues, Placement } from './component-types.ts';

/** A port of a chart's pods that others reach. */
export interface ChartPort<Service extends string = string, Gateway extends string = string> {
  /** Labels of the pods. */
  readonly pods: Readonly<Record<string, string>>;
  /** Port that the pods listen on. */
  readonly port: number;
  /** Services that reach it. */
  readonly services?: readonly Service[];
  /** Gateways that lead to it. */
  readonly gateways?: readonly Gateway[];
  /** Whether Prometheus scrapes it. @default false */
  readonly metrics?: boolean;
  /** Whether the API server calls it. @default false */
  readonly webhook?: boolean;
}

/** What a chart's pods reach. */
export interface ChartUse<Store extends string = string> {
  /** Labels of the pods. */
  readonly pods: Readonly<Record<string, string>>;
  readonly stores?: readonly Store[];
  /** Hosts outside the cluster, `host:port`. */
  readonly hosts?: readonly string[];
}

/** Pod Security Standard that a namespace enforces. */
export type PodSecurity = 'privileged' | 'baseline' | 'restricted';

export interface ChartConfig<
  Environment extends string = string,
  Cluster extends string = string,
  Team extends string = string,
  Service extends string = string,
  Store extends string = string,
  Gateway extends string = string,
> {
  readonly repository: string;
  readonly name: string;
  /** Exact version. */
  readonly version: string;
  readonly namespace: string;
  readonly team?: Team;
  readonly values?: HelmValues;
  readonly on?: Placement<Environment, Cluster>;
  readonly layer?: 'platform' | 'apps';
  /** Standard that its pods allow; one without pods allows `restricted`. @default 'baseline' */
  readonly podSecurity?: PodSecurity;
  /**
   * Cluster-wide kinds that it brings, which its project lets in.
   * @example ['kyverno.io/ClusterPolicy', 'apiextensions.k8s.io/CustomResourceDefinition']
   */
  readonly clusterKinds?: readonly string[];
  /**
   * Ports that others reach. With `serves` or `uses`, an empty list too, a namespace of its own is closed to everything else that
   * comes in; beside components or services it always is.
   */
  readonly serves?: readonly ChartPort<Service, Gateway>[];
  /** Stores and hosts that it reaches; a namespace of services lets nothing else out. */
  readonly uses?: readonly ChartUse<Store>[];
}
