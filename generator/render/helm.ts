import { isKubernetesObject, isRecord, type KubernetesObject } from '../contract/resource.ts';
import type { HelmRender } from '../engines/helm-protocol.ts';

/** One object that Argo CD would apply, and the template it comes from. */
export interface ChartResource {
  readonly template: string;
  readonly resource: KubernetesObject;
}

/** Something a chart got wrong, in Helm's or the YAML reader's words. */
export interface ChartProblem {
  /** `''` when no single template is to blame. */
  readonly template: string;
  readonly severity: 'error' | 'warning';
  readonly message: string;
}

/** What a chart brings to a cluster. */
export interface ChartResources {
  readonly resources: readonly ChartResource[];
  readonly problems: readonly ChartProblem[];
}

/** Reads a render as Argo CD does: tests are left out, `List` objects are taken apart, documents of comments dropped. */
export function readChartResources(render: HelmRender): ChartResources {
  const resources: ChartResource[] = [];
  const problems: ChartProblem[] = [];
  if (render.error !== undefined) problems.push({ template: '', severity: 'error', message: render.error });
  for (const { kind, source: template, object, error, duplicates } of render.documents) {
    if (kind === 'test') continue;
    for (const { message } of duplicates) problems.push({ template, severity: 'warning', message });
    // Helm ends with its first unreadable document, so this one may be told already.
    if (error !== undefined && !render.error?.includes(error)) {
      problems.push({ template, severity: 'error', message: error });
    }
    if (object === undefined || object === null) continue;
    for (const item of unfoldList(object)) {
      if (isKubernetesObject(item)) resources.push({ template, resource: item });
      else problems.push({ template, severity: 'error', message: 'a document lacks apiVersion, kind or metadata' });
    }
  }
  return { resources, problems };
}

/** The objects of a document: a `List` holds several. */
export function unfoldList(object: unknown): readonly unknown[] {
  if (!isRecord(object) || object.apiVersion !== 'v1' || object.kind !== 'List') return [object];
  return Array.isArray(object.items) ? object.items.flatMap(unfoldList) : [object];
}
