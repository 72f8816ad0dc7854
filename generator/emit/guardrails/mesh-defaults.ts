import { objectFile } from '../../contract/file-spec.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import { edges } from '../../model/edges.ts';
import { type Namespace, namespacesOf } from '../../model/namespaces.ts';
import type { Cluster, Platform } from '../../model/platform.ts';
import { application } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { names } from '../argocd/_names.ts';
import { WAVES } from '../argocd/_waves.ts';
import { withLateCrd } from '../argocd/components.ts';

const OWNER = 'mesh defaults';
const FOLDER = 'mesh-defaults';

/** Per service namespace: strict mTLS, nobody allowed by default, and only the configuration that its services need. */
export const meshDefaults = defineEmitter({
  name: OWNER,
  *emit(platform) {
    if (platform.mesh === null) return;
    for (const cluster of platform.clusters) {
      const members = namespacesOf(platform, cluster).filter((namespace) => namespace.mesh);
      if (members.length === 0) continue;
      const folder = paths.clusterManifests(cluster.name, 'apps', FOLDER);
      for (const namespace of members) {
        for (const object of defaults(platform, cluster, namespace)) {
          const file = `${folder}/${namespace.name}-${object.kind.replace(/([a-z])([A-Z])/g, '$1-$2').toLowerCase()}.yaml`;
          yield objectFile(file, OWNER, ['mesh'], withLateCrd(object));
        }
      }
      yield objectFile(
        `${paths.group(cluster.name, 'apps')}/${FOLDER}.yaml`,
        OWNER,
        ['mesh'],
        application(platform, {
          name: names.application(cluster, FOLDER),
          project: names.groupProject(cluster, 'infra'),
          // Before the services: a namespace is closed before the first pod opens it.
          wave: WAVES.service - 10,
          sources: [{ type: 'directory', path: folder, recurse: false }],
          destination: { cluster, namespace: 'default' },
          revision: cluster.environment.revision,
          cascade: true,
          confirmDeletes: cluster.environment.protected,
          ignoreHealth: false,
          partOf: cluster.name,
          ignoreDifferences: [],
        }),
      );
    }
  },
});

function defaults(platform: Platform, cluster: Cluster, namespace: Namespace): readonly KubernetesObject[] {
  const metadata = (name: string) => ({ name, namespace: namespace.name });
  const reached = new Set(
    edges(platform, cluster)
      .filter((edge) => edge.from.type === 'pods' && edge.from.namespace === namespace.name)
      .flatMap((edge) => (edge.to.type === 'pods' && edge.why !== 'dns' ? [edge.to.namespace] : [])),
  );
  reached.delete(namespace.name);
  return [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'PeerAuthentication',
      metadata: metadata('default'),
      spec: { mtls: { mode: platform.mesh?.mtls ?? 'STRICT' } },
    },
    // An ALLOW policy without rules allows nobody.
    { apiVersion: 'security.istio.io/v1', kind: 'AuthorizationPolicy', metadata: metadata('default-deny'), spec: {} },
    {
      apiVersion: 'networking.istio.io/v1',
      kind: 'Sidecar',
      metadata: metadata('default'),
      spec: { egress: [{ hosts: ['./*', ...[...reached].sort().map((name) => `${name}/*`)] }] },
    },
  ];
}
