import type { ConfigPath } from './config-path.ts';
import type { JsonObject, KubernetesObject } from './resource.ts';

/** What a generated file holds: Kubernetes objects, Helm values, or text that is printed as it is. */
export type FileBody =
  | { readonly type: 'objects'; readonly objects: readonly KubernetesObject[] }
  | { readonly type: 'values'; readonly values: JsonObject }
  | { readonly type: 'text'; readonly text: string };

/** One file that an emitter claims. */
export interface FileSpec {
  /** Relative to the repository, with `/`. */
  readonly path: string;
  /** Emitter that made it. */
  readonly owner: string;
  /** `owned`: ours at each run. `seeded`: written once when absent, then somebody else's. */
  readonly mode: 'owned' | 'seeded';
  readonly body: FileBody;
  /** Config path that the whole file comes from. */
  readonly origin: ConfigPath;
  /** JSON pointer into the body → config path; the longest prefix wins. */
  readonly origins: ReadonlyMap<string, ConfigPath>;
}

export const NO_ORIGINS: ReadonlyMap<string, ConfigPath> = new Map();

/** A file with Kubernetes objects, owned by its emitter. */
export function objectFile(
  path: string,
  owner: string,
  origin: ConfigPath,
  ...objects: readonly KubernetesObject[]
): FileSpec {
  return { path, owner, mode: 'owned', body: { type: 'objects', objects }, origin, origins: NO_ORIGINS };
}

/** A text file, owned by its emitter. */
export function textFile(path: string, owner: string, origin: ConfigPath, text: string): FileSpec {
  return { path, owner, mode: 'owned', body: { type: 'text', text }, origin, origins: NO_ORIGINS };
}
