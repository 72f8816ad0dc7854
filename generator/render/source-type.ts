/** Decides which tool renders a source, and applies the overrides that lie beside it, both as Argo CD does. */
import type { Json } from '../contract/resource.ts';
import { isRecord } from '../contract/resource.ts';
import { type ApplicationSource, readSource, TOOLS, type Tool } from './applications.ts';
import type { RepositoryView } from './repository-view.ts';

const KUSTOMIZATION = new Set(['kustomization.yaml', 'kustomization.yml', 'Kustomization']);

/** @returns the tool, or why there is none */
export function toolOf(
  source: ApplicationSource,
  view: RepositoryView,
  folder: string,
): { readonly tool: Tool } | { readonly error: string } {
  const named = TOOLS.filter((tool) => source.tools[tool] !== undefined);
  if (named.length > 1) return { error: `multiple application sources defined: ${named.join(', ')}` };
  const [tool] = named;
  if (tool !== undefined) return { tool };
  const files = view.list(folder, false).map((path) => path.slice(path.lastIndexOf('/') + 1));
  // Argo CD walks the files by name and keeps the last answer: a kustomization comes after Chart.yaml.
  if (files.some((name) => KUSTOMIZATION.has(name))) return { tool: 'kustomize' };
  return { tool: files.some((name) => name.endsWith('Chart.yaml')) ? 'helm' : 'directory' };
}

export function isKustomization(path: string): boolean {
  return KUSTOMIZATION.has(path.slice(path.lastIndexOf('/') + 1));
}

/**
 * Merges `.argocd-source.yaml` and `.argocd-source-<application>.yaml` of the folder into a source, as JSON merge
 * patches; what names the source itself stays.
 * @param parse reads a YAML text; `undefined` for one that is none
 * @returns the source, or which file cannot be read
 */
export async function overrideSource(
  source: ApplicationSource,
  folder: string,
  application: string,
  view: RepositoryView,
  parse: (text: string) => Promise<Json | undefined>,
): Promise<ApplicationSource | { readonly error: string }> {
  let tools: Record<string, unknown> = { ...source.tools };
  for (const name of ['.argocd-source.yaml', `.argocd-source-${application}.yaml`]) {
    const path = folder === '' ? name : `${folder}/${name}`;
    const text = view.text(path);
    if (text === undefined || text.replace(/^\s*#.*$/gm, '').trim() === '') continue;
    const merged = mergePatch(tools, await parse(text));
    if (!isRecord(merged)) return { error: `${path} holds no map of fields of a source` };
    tools = merged;
  }
  return { ...source, tools: readSource(tools).tools };
}

/** RFC 7386. */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isRecord(patch)) return patch;
  const merged: Record<string, unknown> = isRecord(target) ? { ...target } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete merged[key];
    else merged[key] = mergePatch(merged[key], value);
  }
  return merged;
}
