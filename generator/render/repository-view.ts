/** The repository as Argo CD would clone it: planned files first, hand-owned files from disk behind them. */
import type { ConfigPath } from '../contract/config-path.ts';
import type { FileSpec } from '../contract/file-spec.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { FilePlan } from '../plan/file-plan.ts';

export interface RepositoryView {
  /** Paths of all files directly in a folder, or below it when `recurse`; sorted. */
  list(folder: string, recurse: boolean): readonly string[];
  /** Text of a file; `undefined` when there is none. */
  text(path: string): string | undefined;
  /** Objects of a file that holds objects already parsed; `undefined` when its text has to be read. */
  objects(path: string): readonly KubernetesObject[] | undefined;
  /** Config path that a file, or the value at a pointer in it, comes from. */
  origin(path: string, pointer?: string): ConfigPath | undefined;
  has(path: string): boolean;
}

/**
 * @param readDisk text of a file on disk, for seeded files, which CI changes
 * @param foreign files on disk that nobody planned: what lies in a folder that an Application renders reaches the cluster too
 */
export function viewPlan(
  plan: FilePlan,
  readDisk: (path: string) => string | undefined,
  foreign: ReadonlyMap<string, string>,
): RepositoryView {
  const byFolder = new Map<string, string[]>();
  const all = [...plan.files().map((spec) => spec.path), ...foreign.keys()].sort();
  for (const path of all) {
    const folder = folderOf(path);
    const members = byFolder.get(folder);
    if (members === undefined) byFolder.set(folder, [path]);
    else members.push(path);
  }
  return {
    list(folder, recurse) {
      if (!recurse) return byFolder.get(folder) ?? [];
      const prefix = folder === '' ? '' : `${folder}/`;
      return all.filter((path) => path.startsWith(prefix));
    },
    text(path) {
      const spec = plan.get(path);
      if (spec === undefined) return foreign.get(path) ?? readDisk(path);
      return spec.mode === 'seeded' ? (readDisk(path) ?? plan.text(path)) : plan.text(path);
    },
    objects(path) {
      const spec = plan.get(path);
      return spec?.body.type === 'objects' && spec.mode === 'owned' ? spec.body.objects : undefined;
    },
    origin(path, pointer) {
      const spec = plan.get(path);
      return spec === undefined || pointer === undefined ? spec?.origin : originOf(spec, pointer);
    },
    has: (path) => plan.get(path) !== undefined || foreign.has(path) || readDisk(path) !== undefined,
  };
}

export function folderOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash < 0 ? '' : path.slice(0, slash);
}

/** Config path of a value in a planned file: the longest pointer that the file's emitter noted. */
export function originOf(spec: FileSpec, pointer: string): ConfigPath {
  let path = pointer;
  while (path !== '') {
    const origin = spec.origins.get(path);
    if (origin !== undefined) return origin;
    path = path.slice(0, path.lastIndexOf('/'));
  }
  return spec.origins.get('') ?? spec.origin;
}
