/** Which files a kustomization is made of, so that a build gets those and not the whole repository. */
import { parse } from 'yaml';
import { isRecord } from '../contract/resource.ts';
import { isDeepYaml } from '../contract/yaml-depth.ts';
import { folderOf, type RepositoryView, resolveInside } from './repository-view.ts';
import { isKustomization } from './source-type.ts';

export interface KustomizationFiles {
  /** Everything that the build may look at. */
  readonly given: readonly string[];
  /** Kustomization files and what they name: manifests that are judged as part of the build. */
  readonly named: readonly string[];
}

/** @param components folders that the Application adds */
export function kustomizationFiles(
  view: RepositoryView,
  folder: string,
  components: readonly string[] = [],
): KustomizationFiles {
  const given = new Set<string>();
  const named = new Set<string>();
  const seen = new Set<string>();
  const queue = [folder, ...components.flatMap((path) => resolveInside(folder, path) ?? [])];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const path of view.list(next, true)) given.add(path);
    for (const file of view.list(next, false).filter(isKustomization)) {
      named.add(file);
      for (const text of stringsIn(readKustomization(view, file))) {
        // Generators name files as `key=path`.
        for (const candidate of [text, text.slice(text.indexOf('=') + 1)]) {
          const path = resolveInside(folderOf(file), candidate);
          if (path === undefined) continue;
          if (view.has(path)) {
            named.add(path);
            given.add(path);
          } else if (view.list(path, false).some(isKustomization)) queue.push(path);
        }
      }
    }
  }
  return { given: [...given].sort(), named: [...named].sort() };
}

/** Folders of this repository that other kustomizations build upon. */
export function kustomizationBases(view: RepositoryView, file: string): readonly string[] {
  return stringsIn(readKustomization(view, file)).flatMap((text) => {
    const path = resolveInside(folderOf(file), text);
    return path !== undefined && path !== folderOf(file) && view.list(path, false).some(isKustomization) ? [path] : [];
  });
}

export function readKustomization(view: RepositoryView, file: string): unknown {
  const text = view.text(file) ?? '';
  if (isDeepYaml(text)) return undefined;
  try {
    return parse(text, { version: '1.1', uniqueKeys: false, strict: false, logLevel: 'silent' });
  } catch {
    // Kustomize reads it next, and says what is wrong with it.
    return undefined;
  }
}

/** Any text may be a path: fields that hold paths are many, and other texts name no file. */
function stringsIn(value: unknown): readonly string[] {
  if (typeof value === 'string') return value.length < 1024 && !value.includes('\n') && value !== '' ? [value] : [];
  if (Array.isArray(value)) return value.flatMap(stringsIn);
  return isRecord(value) ? Object.values(value).flatMap(stringsIn) : [];
}
