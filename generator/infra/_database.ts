/** What databases, brokers and caches of the catalogue have in common: size and credentials. */
import type { ComponentSecret, ComponentSettings, StoreAddress } from '../model/component.ts';
import { count, type OptionSchema, quantity, text } from '../model/option-schema.ts';
import type { Cluster } from '../model/platform.ts';
import { secretEntry } from './_shared.ts';

/** How large a store is. */
export interface SizeOptions {
  /** Pods that hold data; one of them takes the writes where the engine has a primary. @default 3 */
  readonly replicas: number;
  /** Volume of each pod. @default '20Gi' */
  readonly storage: string;
  /** Processors requested by each pod; not limited. @default '500m' */
  readonly cpu: string;
  /** Memory of each pod, requested and limited. @default '1Gi' */
  readonly memory: string;
}

export const SIZE_SCHEMAS = {
  replicas: { ...count, minimum: 1 },
  storage: quantity,
  cpu: quantity,
  memory: quantity,
} as const satisfies Record<keyof SizeOptions, OptionSchema>;

export const DEFAULT_SIZE: SizeOptions = { replicas: 3, storage: '20Gi', cpu: '500m', memory: '1Gi' };

/** Who logs in to a store, and where the passwords are. */
export interface LoginOptions {
  /** Database that is created. @default 'app' */
  readonly database: string;
  /** Its owner: `user` of the entry in the secret store must be the same. @default 'app' */
  readonly user: string;
  /** Entry of the secret store with the passwords; the component says which properties it needs. @default the component's name */
  readonly secret: string;
}

export const LOGIN_SCHEMAS = {
  database: text,
  user: text,
  secret: { type: 'string' },
} as const satisfies Record<keyof LoginOptions, OptionSchema>;

export const DEFAULT_LOGIN: LoginOptions = { database: 'app', user: 'app', secret: '' };

/** Name of the Secret with the passwords of a store. */
export function loginSecret(release: string): string {
  return `${release}-login`;
}

/** @param data key of the Secret → property of the entry */
export function loginSecrets(
  settings: ComponentSettings<{ readonly secret: string }>,
  data: Readonly<Record<string, string>>,
): readonly ComponentSecret[] {
  return [{ name: loginSecret(settings.release), entry: secretEntry(settings), data }];
}

/** `annotations` of objects that hold data: in a protected environment nothing but a person deletes them. */
export function keptIn({ environment }: Cluster): { readonly annotations?: Readonly<Record<string, string>> } {
  return environment.protected
    ? { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } }
    : {};
}

/** How services reach a database: `host` is the Service in the component's namespace, `pods` those behind it. */
export function loginAddress(
  settings: ComponentSettings<LoginOptions>,
  { host, ...address }: Pick<StoreAddress, 'engine' | 'host' | 'port' | 'pods'>,
): StoreAddress {
  return {
    ...address,
    host: `${host}.${settings.namespace}.svc.cluster.local`,
    database: settings.options.database,
    secret: secretEntry(settings),
  };
}

export interface DatabaseOptions extends SizeOptions, LoginOptions {}

export const DATABASE_SCHEMAS = { ...SIZE_SCHEMAS, ...LOGIN_SCHEMAS };
export const DEFAULT_DATABASE: DatabaseOptions = { ...DEFAULT_SIZE, ...DEFAULT_LOGIN };
