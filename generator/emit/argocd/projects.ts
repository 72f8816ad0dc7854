import type { IAppProject } from '@kubernetes-models/argo-cd/argoproj.io/v1alpha1';
import type { Emitted } from '../../contract/emitted.ts';
import type { FileSpec } from '../../contract/file-spec.ts';
import { objectFile } from '../../contract/file-spec.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import { apiGroup } from '../../contract/resource.ts';
import type { GroupKind } from '../../model/component.ts';
import { gatewayClusters, hostsOf } from '../../model/hosts.ts';
import { namespacesOf } from '../../model/namespaces.ts';
import { settingsOn } from '../../model/placement.ts';
import type { Cluster, Component, Platform, Team, ThirdPartyChart } from '../../model/platform.ts';
import { ARGOCD_NAMESPACE } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { ARGOCD_KIND, ARGOCD_PROJECT, names } from './_names.ts';
import { WAVES } from './_waves.ts';
import { companionsOf } from './components.ts';

const OWNER = 'projects';

/** Kinds by which a team could lift its own guard rails. */
const GUARD_RAILS: readonly GroupKind[] = [
  { group: '', kind: 'ResourceQuota' },
  { group: '', kind: 'LimitRange' },
  { group: 'networking.k8s.io', kind: 'NetworkPolicy' },
  { group: 'rbac.authorization.k8s.io', kind: 'Role' },
  { group: 'rbac.authorization.k8s.io', kind: 'RoleBinding' },
];

/** AppProjects of each cluster: exactly the repositories, destinations and cluster-scoped kinds in use. */
export const projects = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const cluster of platform.clusters) {
      const folder = paths.bootstrap(cluster.name);
      yield projectFile(`${folder}/project-infra.yaml`, cluster.origin, infraProject(platform, cluster));
      const members = platform.components.filter((one) => one.layer === 'platform' && one.placement.includes(cluster));
      const charts = platform.charts.filter(
        (one) => one.placement.includes(cluster) && (one.layer === 'platform' || one.team === null),
      );
      if (members.length + charts.length > 0) {
        yield projectFile(
          `${folder}/project-platform.yaml`,
          cluster.origin,
          project(names.groupProject(cluster, 'platform'), {
            description: `Platform services of ${cluster.name}.`,
            repositories: [
              platform.repository.url,
              ...members.flatMap((one) => repositoriesOf(one, cluster)),
              ...charts.map((one) => one.repository),
            ],
            cluster,
            namespaces: [...members.flatMap(namespacesWrittenBy), ...charts.map((one) => one.namespace)],
            clusterKinds: clusterKinds(platform, cluster, members, charts),
          }),
        );
      }
      for (const team of platform.teams) {
        const file = teamProject(platform, cluster, team);
        if (file !== null) yield projectFile(`${folder}/project-team-${team.name}.yaml`, team.origin, file);
      }
    }
    const own = platform.components.filter(
      (one) => one.definition.kind === ARGOCD_KIND && one.placement.includes(platform.hub),
    );
    if (own.length > 0) {
      yield projectFile(
        `${paths.root(platform.hub.name)}/project-argo-cd.yaml`,
        own[0]?.origin ?? [],
        project(ARGOCD_PROJECT, {
          description: 'Argo CD itself: the only leaf that may deploy to its namespace.',
          repositories: [platform.repository.url, ...own.flatMap((one) => repositoriesOf(one, platform.hub))],
          cluster: platform.hub,
          namespaces: [ARGOCD_NAMESPACE],
          clusterKinds: clusterKinds(platform, platform.hub, own),
        }),
      );
    }
  },
});

function projectFile(path: string, origin: FileSpec['origin'], object: KubernetesObject): FileSpec {
  return objectFile(path, OWNER, origin, object);
}

/** A cluster-scoped kind, of any name or of one. */
interface AllowedKind extends GroupKind {
  readonly name?: string;
}

interface ProjectOptions {
  readonly description: string;
  readonly repositories: readonly string[];
  readonly cluster: Cluster;
  readonly namespaces: readonly string[];
  readonly clusterKinds: readonly AllowedKind[];
  readonly forbidden?: readonly GroupKind[];
  readonly owners?: readonly string[];
}

function project(name: string, options: ProjectOptions): KubernetesObject {
  const unique = (list: readonly string[]) => [...new Set(list)].sort();
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: {
      name,
      namespace: ARGOCD_NAMESPACE,
      annotations: { 'argocd.argoproj.io/sync-wave': String(WAVES.project) },
      // It cannot go away while an Application uses it.
      finalizers: ['resources-finalizer.argocd.argoproj.io'],
    },
    spec: {
      description: options.description,
      sourceRepos: unique(options.repositories),
      destinations: unique(options.namespaces).map((namespace) => ({ name: options.cluster.name, namespace })),
      clusterResourceWhitelist: options.clusterKinds,
      ...(options.forbidden === undefined ? {} : { namespaceResourceBlacklist: options.forbidden }),
      ...(options.owners === undefined
        ? {}
        : {
            roles: [
              {
                name: 'owners',
                description: 'Reads and syncs the Applications of the team.',
                groups: options.owners.map((owner) => owner.replace(/^@/, '')),
                policies: ['get', 'sync'].map(
                  (verb) => `p, proj:${name}:owners, applications, ${verb}, ${name}/*, allow`,
                ),
              },
            ],
          }),
    },
  } satisfies Emitted<IAppProject>;
}

function infraProject(platform: Platform, cluster: Cluster): KubernetesObject {
  const members = platform.components.filter(
    (one) => one.layer === 'infra' && one.placement.includes(cluster) && one.definition.kind !== ARGOCD_KIND,
  );
  const owned = namespacesOf(platform, cluster).map((namespace) => namespace.name);
  const routed = hostsOf(platform, cluster.environment)
    .filter((host) => gatewayClusters(platform, host.gateway, cluster.environment).includes(cluster))
    .map((host) => host.gateway.workload.namespace);
  return project(names.groupProject(cluster, 'infra'), {
    description: `Infrastructure of ${cluster.name}, and the guard rails of its namespaces.`,
    repositories: [platform.repository.url, ...members.flatMap((one) => repositoriesOf(one, cluster))],
    cluster,
    // `default` is the destination of Applications all of whose objects name their namespace.
    namespaces: ['default', ...owned, ...routed, ...members.flatMap(namespacesWrittenBy)],
    clusterKinds: [
      ...owned.map((name) => ({ group: '', kind: 'Namespace', name })),
      ...withStorageClasses(cluster, clusterKinds(platform, cluster, members)),
    ],
  });
}

/** The project of the namespaces also deploys the StorageClasses that nobody else brings. */
function withStorageClasses(cluster: Cluster, kinds: readonly AllowedKind[]): readonly AllowedKind[] {
  const own = { group: 'storage.k8s.io', kind: 'StorageClass' };
  if (cluster.cloud.storageClasses().length === 0) return kinds;
  return kinds.some((one) => one.group === own.group && one.kind === own.kind) ? kinds : [...kinds, own];
}

function teamProject(platform: Platform, cluster: Cluster, team: Team): KubernetesObject | null {
  const services = platform.services.filter((one) => one.team === team && one.placement.includes(cluster));
  const charts = platform.charts.filter(
    (one) => one.team === team && one.layer === 'apps' && one.placement.includes(cluster),
  );
  if (services.length + charts.length === 0) return null;
  return project(names.teamProject(cluster, team), {
    description: `Services of team ${team.name} on ${cluster.name}.`,
    repositories: [platform.repository.url, ...charts.map((one) => one.repository)],
    cluster,
    namespaces: [...services, ...charts].map((one) => one.namespace),
    clusterKinds: clusterKinds(platform, cluster, [], charts),
    forbidden: GUARD_RAILS,
    owners: team.owners,
  });
}

function repositoriesOf(component: Component, cluster: Cluster): readonly string[] {
  const companions = companionsOf(component, cluster).map((one) => one.repository);
  return [...companions, component.definition.chart?.repository ?? []].flat();
}

function namespacesWrittenBy(component: Component): readonly string[] {
  return [component.namespace, ...component.definition.brings.namespaces];
}

/** Cluster-scoped kinds that charts bring and that slipway's own objects for them have. */
function clusterKinds(
  platform: Platform,
  cluster: Cluster,
  members: readonly Component[],
  charts: readonly ThirdPartyChart[] = [],
): readonly AllowedKind[] {
  const ofComponents = members.flatMap((component): readonly GroupKind[] => {
    const { brings, manifests } = component.definition;
    const settings = settingsOn(component, cluster);
    const own = [
      ...(manifests?.shared?.(settings, platform) ?? []),
      ...(manifests?.cluster?.(settings, cluster, platform) ?? []),
    ];
    return [
      ...(Object.keys(brings.crds).length > 0
        ? [{ group: 'apiextensions.k8s.io', kind: 'CustomResourceDefinition' }]
        : []),
      ...brings.clusterKinds,
      ...own
        .filter((object) => object.metadata.namespace === undefined)
        .map((object) => ({ group: apiGroup(object.apiVersion), kind: object.kind })),
    ];
  });
  const kinds = [...ofComponents, ...charts.flatMap((chart) => chart.clusterKinds)];
  const unique = new Map(kinds.map((kind) => [`${kind.group}/${kind.kind}`, { group: kind.group, kind: kind.kind }]));
  return [...unique.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, kind]) => kind);
}
