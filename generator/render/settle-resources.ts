/** Gives every object its namespace and drops what a later source of the same Application replaces, as Argo CD does before it compares. */
import { carryDigest } from '../cache/digest.ts';
import type { Rendered } from '../contract/rendered.ts';
import { apiGroup, isCrd, type KubernetesObject } from '../contract/resource.ts';
import { checkBrings } from './brings.ts';
import { settleNamespace } from './render-application.ts';
import type { RenderedApplication } from './render-repository.ts';
import type { RenderWork } from './render-work.ts';

export function settleResources(
  work: RenderWork,
  applications: readonly RenderedApplication[],
): { readonly resources: readonly Rendered[]; readonly crds: ReadonlyMap<string, readonly KubernetesObject[]> } {
  const crds = new Map<string, KubernetesObject[]>();
  for (const { cluster, objects } of applications) {
    const ofCluster = crds.get(cluster.name) ?? [];
    crds.set(cluster.name, ofCluster);
    for (const { resource } of objects) if (isCrd(resource)) ofCluster.push(resource);
  }
  const resources = applications.flatMap((one) => {
    const ofCluster = crds.get(one.cluster.name) ?? [];
    work.violations.push(...checkBrings(work, one, ofCluster));
    return settleApplication(work, one, ofCluster);
  });
  return { resources, crds };
}

function settleApplication(
  work: RenderWork,
  { found, cluster, objects }: RenderedApplication,
  crds: readonly KubernetesObject[],
): readonly Rendered[] {
  const { name, destination } = found.view;
  const kept = new Map<string, Rendered>();
  for (const [index, { resource: given, ...from }] of objects.entries()) {
    const isNamespaced = work.kinds.isNamespaced(given.apiVersion, given.kind, cluster.kubernetes, crds);
    const settled = settleNamespace(given, destination.namespace, isNamespaced);
    const resource = settled === given ? given : carryDigest(given, settled, settled.metadata.namespace ?? '');
    const rendered: Rendered = {
      cluster: cluster.name,
      environment: cluster.environment,
      kubernetes: cluster.kubernetes,
      application: name,
      resource,
      ...from,
    };
    // What no Application deploys may stand for several clusters.
    const key = name === '' ? String(index) : identity(resource, index);
    const earlier = kept.get(key);
    // The last one stays, in its own place.
    kept.delete(key);
    kept.set(key, rendered);
    if (earlier !== undefined) tellRepeated(work, earlier, rendered);
  }
  return [...kept.values()];
}

function identity({ apiVersion, kind, metadata }: KubernetesObject, index: number): string {
  const name = metadata.name ?? `${metadata.generateName ?? ''} ${index}`;
  return JSON.stringify([apiGroup(apiVersion), kind, metadata.namespace ?? '', name]);
}

function tellRepeated(work: RenderWork, earlier: Rendered, later: Rendered): void {
  const { kind, metadata } = later.resource;
  const place = ({ source, template }: Rendered) => template ?? source;
  work.violations.push({
    layer: 'tree',
    rule: 'repeated-resource',
    severity: 'low',
    title: 'Application brings a resource twice',
    message: `${kind} ${metadata.name ?? ''} stands in ${place(earlier)} and in ${place(later)}; Argo CD takes the last`,
    fix: 'Keep one of the two.',
    subject: later,
  });
}
