import { objectFile } from '../../contract/file-spec.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import type { Cluster, Platform } from '../../model/platform.ts';
import { ARGOCD_NAMESPACE, application, IN_CLUSTER } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { BOOTSTRAP_PROJECT } from './_names.ts';
import { WAVES } from './_waves.ts';

const OWNER = 'root';

/** The hub's root folder: the Application that renders this folder, its project, and one Application per cluster. */
export const root = defineEmitter({
  name: OWNER,
  *emit(platform) {
    const folder = paths.root(platform.hub.name);
    yield objectFile(
      `${folder}/root.yaml`,
      OWNER,
      ['name'],
      parentApplication(platform, 'root', folder, WAVES.cluster),
    );
    yield objectFile(`${folder}/project-bootstrap.yaml`, OWNER, ['name'], bootstrapProject(platform));
    yield objectFile(`${folder}/project-default.yaml`, OWNER, ['name'], lockedDefaultProject());
    for (const cluster of platform.clusters) {
      yield objectFile(
        `${folder}/${cluster.name}.yaml`,
        OWNER,
        cluster.origin,
        parentApplication(platform, cluster.name, paths.bootstrap(cluster.name), WAVES.cluster, cluster),
      );
    }
  },
});

/** An Application that deploys Applications to the hub. It has no finalizer: deleting it deletes nothing else. */
export function parentApplication(
  platform: Platform,
  name: string,
  path: string,
  wave: number,
  cluster: Cluster = platform.hub,
): KubernetesObject {
  return application(platform, {
    name,
    project: BOOTSTRAP_PROJECT,
    wave,
    sources: [{ type: 'directory', path, recurse: false }],
    destination: 'hub',
    revision: cluster.environment.revision,
    cascade: false,
    confirmDeletes: cluster.environment.protected,
    ignoreHealth: false,
    partOf: name === 'root' ? platform.name : cluster.name,
    ignoreDifferences: [],
  });
}

function bootstrapProject(platform: Platform): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: BOOTSTRAP_PROJECT, namespace: ARGOCD_NAMESPACE },
    spec: {
      description: `Parents of ${platform.name}: they deploy Applications, projects and cluster secrets, to this namespace only.`,
      sourceRepos: [platform.repository.url],
      destinations: [{ server: IN_CLUSTER, namespace: ARGOCD_NAMESPACE }],
      clusterResourceWhitelist: [],
    },
  };
}

/** Nobody uses Argo CD's built-in project. */
function lockedDefaultProject(): KubernetesObject {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'AppProject',
    metadata: { name: 'default', namespace: ARGOCD_NAMESPACE },
    spec: {
      description: 'Locked: every Application names a project of its own.',
      sourceRepos: [],
      destinations: [],
      clusterResourceWhitelist: [],
      namespaceResourceBlacklist: [{ group: '*', kind: '*' }],
    },
  };
}
