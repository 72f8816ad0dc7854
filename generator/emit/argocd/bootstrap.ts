import { objectFile } from '../../contract/file-spec.ts';
import { namespacesOf } from '../../model/namespaces.ts';
import type { Cluster, Platform } from '../../model/platform.ts';
import { application } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { GROUPS, type Group, paths } from '../_paths.ts';
import { names } from './_names.ts';
import { WAVES } from './_waves.ts';
import { parentApplication } from './root.ts';

const OWNER = 'bootstrap';

/** A cluster's bootstrap folder: the namespaces Application and one parent per group that has members. */
export const bootstrap = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const cluster of platform.clusters) {
      const folder = paths.bootstrap(cluster.name);
      // A folder that does not exist is an error to Argo CD.
      if (namespacesOf(platform, cluster).length + cluster.cloud.storageClasses().length > 0) {
        yield objectFile(
          `${folder}/namespaces.yaml`,
          OWNER,
          cluster.origin,
          application(platform, {
            name: names.application(cluster, 'namespaces'),
            project: names.groupProject(cluster, 'infra'),
            wave: WAVES.namespaces,
            sources: [{ type: 'directory', path: paths.namespaces(cluster.name), recurse: true }],
            // Every object names its own namespace; this one is never used.
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
      for (const group of GROUPS) {
        if (!hasMembers(platform, cluster, group)) continue;
        yield objectFile(
          `${folder}/${group}.yaml`,
          OWNER,
          cluster.origin,
          parentApplication(
            platform,
            names.application(cluster, group),
            paths.group(cluster.name, group),
            WAVES.parent[group],
            cluster,
          ),
        );
      }
    }
  },
});

/** Whether a group's folder has files: a parent is emitted only while it does. */
export function hasMembers(platform: Platform, cluster: Cluster, group: Group): boolean {
  return (
    platform.components.some((one) => one.layer === group && one.placement.includes(cluster)) ||
    platform.charts.some((one) => one.layer === group && one.placement.includes(cluster)) ||
    (group === 'apps' && platform.services.some((one) => one.placement.includes(cluster)))
  );
}
