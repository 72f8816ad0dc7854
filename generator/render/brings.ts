/** Compares what a chart brings with what its component states: projects, waves and API versions were made of the statement. */
import type { Violation } from '../contract/finding.ts';
import { apiGroup, isCrd, isRecord, type KubernetesObject } from '../contract/resource.ts';
import type { Brings, GroupKind } from '../model/component.ts';
import type { RenderedApplication } from './render-repository.ts';
import type { RenderWork, StatedKinds } from './render-work.ts';

/** What is brought and not stated: the project would refuse it, or its definitions come as a surprise. */
export function checkBrings(
  work: RenderWork,
  { found, cluster, objects }: RenderedApplication,
  crds: readonly KubernetesObject[],
): readonly Violation[] {
  // Files of this repository are printed from the config itself; only charts can surprise.
  const charted = objects.filter(({ template }) => template !== undefined).map(({ resource }) => resource);
  const stated = work.statedBrings(found.view.name);
  const kinds = work.statedKinds(found.view.name);
  if (charted.length === 0 || (stated === undefined && kinds === undefined)) return [];
  const scopeOf = (resource: KubernetesObject) =>
    work.kinds.isNamespaced(resource.apiVersion, resource.kind, cluster.kubernetes, crds);
  const brought = readBrings(charted, found.view.destination.namespace, (resource) => scopeOf(resource) === false);
  if (stated === undefined) return kinds === undefined ? [] : unstatedKinds(found, kinds, brought);
  const surprises = [
    ...Object.entries(brought.crds).flatMap(([group, kinds]) =>
      kinds.filter((kind) => !stated.crds[group]?.includes(kind)).map((kind) => `the definition of ${group} ${kind}`),
    ),
    ...brought.clusterKinds
      .filter((one) => !stated.clusterKinds.some((other) => other.group === one.group && other.kind === one.kind))
      .map(({ group, kind }) => `cluster-scoped ${group === '' ? kind : `${group} ${kind}`}`),
    ...brought.namespaces
      .filter((namespace) => !stated.namespaces.includes(namespace))
      .map((namespace) => `objects in namespace ${namespace}`),
  ];
  if (surprises.length === 0) return [];
  return [
    {
      layer: 'chart',
      rule: 'brings-more',
      severity: 'critical',
      title: 'Chart brings what its component does not state',
      message: `${found.view.name}: the chart brings ${surprises.join(', ')}; the component states otherwise, so its project refuses the sync`,
      fix: `Correct the statement of the component: brings: ${printBrings(unite(stated, brought))}`,
      subject: found.subject,
    },
  ];
}

/** Of a chart of the config only the cluster-wide kinds are stated: nothing else of the tree depends on what it brings. */
function unstatedKinds(
  found: RenderedApplication['found'],
  { key, kinds }: StatedKinds,
  brought: Brings,
): readonly Violation[] {
  const all = [...(Object.keys(brought.crds).length > 0 ? [DEFINITION] : []), ...brought.clusterKinds].map(printKind);
  const stated = kinds.map(printKind);
  const missing = all.filter((kind) => !stated.includes(kind));
  if (missing.length === 0) return [];
  const list = [...new Set([...stated, ...missing])].sort().map((kind) => `'${kind}'`);
  return [
    {
      layer: 'chart',
      rule: 'unstated-cluster-kind',
      severity: 'critical',
      title: 'Chart brings cluster-wide kinds that the config does not state',
      message: `${found.view.name}: the chart brings ${missing.join(', ')}, cluster-wide; its project refuses what \`${key}\` does not state`,
      fix: `If the chart may have them, write \`clusterKinds: [${list.join(', ')}]\` in \`${key}\`.`,
      subject: found.subject,
    },
  ];
}

const DEFINITION: GroupKind = { group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' };

function printKind({ group, kind }: GroupKind): string {
  return group === '' ? kind : `${group}/${kind}`;
}

function readBrings(
  resources: readonly KubernetesObject[],
  ownNamespace: string,
  isClusterScoped: (resource: KubernetesObject) => boolean,
): Brings {
  const crds: Record<string, string[]> = {};
  const clusterKinds: GroupKind[] = [];
  const namespaces = new Set<string>();
  for (const resource of resources) {
    const { spec, metadata } = resource;
    if (isCrd(resource) && isRecord(spec) && isRecord(spec.names)) {
      const kinds = crds[String(spec.group)] ?? [];
      crds[String(spec.group)] = [...kinds, String(spec.names.kind)];
    } else if (isClusterScoped(resource)) {
      const own = { group: apiGroup(resource.apiVersion), kind: resource.kind };
      if (!clusterKinds.some((one) => one.group === own.group && one.kind === own.kind)) clusterKinds.push(own);
    } else if (metadata.namespace !== undefined && metadata.namespace !== ownNamespace) {
      namespaces.add(metadata.namespace);
    }
  }
  return { crds, clusterKinds, namespaces: [...namespaces].sort() };
}

function unite(stated: Brings, brought: Brings): Brings {
  const groups = [...new Set([...Object.keys(stated.crds), ...Object.keys(brought.crds)])].sort();
  const kinds = [...stated.clusterKinds, ...brought.clusterKinds];
  return {
    crds: Object.fromEntries(
      groups.map((group) => [
        group,
        [...new Set([...(stated.crds[group] ?? []), ...(brought.crds[group] ?? [])])].sort(),
      ]),
    ),
    clusterKinds: kinds.filter(
      (one, index) => kinds.findIndex((other) => other.group === one.group && other.kind === one.kind) === index,
    ),
    namespaces: [...new Set([...stated.namespaces, ...brought.namespaces])].sort(),
  };
}

function printBrings(brings: Brings): string {
  return JSON.stringify(brings).replace(/"([A-Za-z]\w*)":/g, '$1: ');
}
