import type { Rendered } from '../contract/rendered.ts';
import { isKubernetesObject, isRecord } from '../contract/resource.ts';

/** `kind: List` and its typed kin are ways to write several resources; no cluster stores them. */
export function unfoldList(rendered: Rendered): readonly Rendered[] {
  const { apiVersion, kind, items } = rendered.resource;
  if (!kind.endsWith('List') || !Array.isArray(items)) return [rendered];
  const own = kind === 'List' ? {} : { apiVersion, kind: kind.slice(0, -'List'.length) };
  const resources = items.map((item: unknown) => (isRecord(item) ? { ...own, ...item } : item));
  return resources.every(isKubernetesObject) ? resources.map((resource) => ({ ...rendered, resource })) : [rendered];
}
