import type { HelmValues, Override, Placement } from './component-types.ts';

/** Container resources: Kubernetes quantities. */
export interface Resources {
  readonly requests: { readonly cpu: string; readonly memory: string };
  readonly limits: { readonly cpu?: string; readonly memory: string };
}

/** A probe of the service's own port. */
export interface Probe {
  readonly path: string;
  /** Port number or name. @default the service's port */
  readonly port?: number;
  /** Seconds. @default 10 */
  readonly period?: number;
  /** Failures in a row before it counts. @default 3 */
  readonly failures?: number;
  /** Seconds. @default 2 */
  readonly timeout?: number;
}

export interface Scale {
  readonly min: number;
  readonly max: number;
  /** Target CPU utilisation, per cent of the request. */
  readonly cpu?: number;
  /** Target memory utilisation, per cent of the request. */
  readonly memory?: number;
  /** Consumer lag of a topic per replica; needs KEDA. */
  readonly kafka?: { readonly topic: string; readonly lag: number; readonly group?: string };
  /** Documents of a collection that a query finds, per replica; needs KEDA. The query is JSON, such as `{"state":"waiting"}`. */
  readonly mongodb?: { readonly collection: string; readonly query: string; readonly value: number };
}

/** How a service uses a store: topics for a broker, a schema or database name otherwise. */
export interface StoreUse {
  readonly publish?: readonly string[];
  readonly consume?: readonly string[];
  readonly database?: string;
}

export interface Exposure<Gateway extends string = string> {
  readonly gateway: Gateway;
  /** Label under the environment's domain, or a full host name when it holds a dot. */
  readonly host: string;
  /** Path prefixes. @default ['/'] */
  readonly paths?: readonly string[];
  /** Needed when two clusters of an environment share the host. */
  readonly failover?: 'none' | 'active-active' | 'primary';
}

export type Strategy =
  | { readonly type: 'rolling'; readonly maxSurge?: number | string; readonly maxUnavailable?: number | string }
  | { readonly type: 'canary'; readonly steps: readonly number[]; readonly pause?: string }
  | { readonly type: 'blueGreen'; readonly autoPromote?: boolean };

/** Storage that outlives its pods. Nothing that slipway does deletes it: its claim is kept when the config loses it. */
export interface ServiceVolume {
  /** Folder in which it is mounted, e.g. `/data`. */
  readonly path: string;
  /** E.g. `10Gi`. It can grow, never shrink. */
  readonly size: string;
  /**
   * `block`: a disk for each replica, which follows it; the service becomes a StatefulSet, whose pods are replaced in place, one
   * after the other. `file`: one file system that all replicas write to.
   */
  readonly kind: 'block' | 'file';
}

/** A task with the image, config and secrets of its service; file volumes and scratch folders are there, too. */
export interface ServiceJob<Size extends string = string> {
  /** Program that runs instead of the image's own. */
  readonly command?: readonly string[];
  /** Arguments of the program. */
  readonly args?: readonly string[];
  /** `before-sync`: runs before pods of a new version start, which do not when it fails. It runs at each sync: write it to be repeated. */
  readonly when?: 'before-sync';
  /** Times in the form of cron, e.g. `0 3 * * *`; a run that is due while another one lasts is left out. */
  readonly schedule?: string;
  /** Time zone of the schedule. @default 'Etc/UTC' */
  readonly timeZone?: string;
  /** Name of one of `sizes`. @default the size of the service */
  readonly size?: Size;
  /** Seconds until it is ended. @default 3600 */
  readonly timeout?: number;
  /** How often it is tried again. @default 2 */
  readonly retries?: number;
}

export interface ImageReference {
  /** Repository without tag, e.g. `registry.example.com/shop/cart`. */
  readonly repository: string;
  readonly tag?: string;
  /** `sha256:…` */
  readonly digest?: string;
}

/** What may differ between environments and clusters. */
export interface ServiceOptions<
  Service extends string,
  Store extends string,
  Gateway extends string,
  Size extends string,
> {
  /** `repository:tag` or its parts. The tag only seeds image.yaml; CI owns it afterwards. */
  readonly image: string | ImageReference;
  /** Port the container listens on. Leave it out when the service only consumes. */
  readonly port?: number;
  /** Application protocol of the port. @default 'http' */
  readonly protocol?: 'http' | 'http2' | 'grpc' | 'tcp';
  /** Name of one of `sizes`. */
  readonly size?: Size;
  /** Replicas when `scale` is not set. @default 2 in a protected environment, else 1 */
  readonly replicas?: number;
  readonly scale?: Scale;
  /** Services that this one calls. */
  readonly calls?: readonly Service[];
  readonly uses?: { readonly [K in Store]?: StoreUse };
  /** Environment variable → key in the secret store, e.g. `payments/stripe-key`. */
  readonly secrets?: Readonly<Record<string, string>>;
  /** Environment variables. */
  readonly config?: Readonly<Record<string, string | number | boolean>>;
  readonly expose?: readonly Exposure<Gateway>[];
  readonly strategy?: Strategy;
  readonly probes?: { readonly readiness?: Probe; readonly liveness?: Probe; readonly startup?: Probe };
  /** Port and path that Prometheus scrapes; `false` for none. @default { path: '/metrics' } on the service's port */
  readonly metrics?: { readonly port?: number; readonly path?: string } | false;
  /** Hosts outside the cluster that the service calls, `host:port`. */
  readonly egress?: readonly string[];
  /** Writable empty folders, mount path → size, e.g. `{ '/tmp': '64Mi' }`. */
  readonly scratch?: Readonly<Record<string, string>>;
  /** Storage by name, e.g. `{ data: { path: '/data', size: '10Gi', kind: 'block' } }`. */
  readonly volumes?: Readonly<Record<string, ServiceVolume>>;
  /** Tasks by name, e.g. `{ migrate: { command: ['./migrate'], when: 'before-sync' } }`. */
  readonly jobs?: Readonly<Record<string, ServiceJob<Size>>>;
  readonly command?: readonly string[];
  readonly args?: readonly string[];
  /** Name of a node pool in `clusters.<name>.nodes`. */
  readonly nodes?: string;
  /** Raw values of the service chart, merged last. */
  readonly values?: HelmValues;
}

export interface ServiceConfig<
  Environment extends string = string,
  Cluster extends string = string,
  Team extends string = string,
  Size extends string = string,
  Store extends string = string,
  Gateway extends string = string,
  Service extends string = string,
  SecretStore extends string = string,
> extends ServiceOptions<Service, Store, Gateway, Size> {
  /** Who owns it. @default the only team */
  readonly team?: Team;
  /** @default the service's name */
  readonly namespace?: string;
  readonly on?: Placement<Environment, Cluster>;
  /** Cloud identity of the workload; `false` for none. @default `<platform>-<service>` */
  readonly identity?: string | false;
  /** @default the environment's default */
  readonly secretStore?: SecretStore;
  readonly environments?: {
    readonly [K in Environment]?: Override<ServiceOptions<Service, Store, Gateway, Size>> | false;
  };
  readonly clusters?: { readonly [K in Cluster]?: Override<ServiceOptions<Service, Store, Gateway, Size>> | false };
}
