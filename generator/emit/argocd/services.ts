import { objectFile } from '../../contract/file-spec.ts';
import type { KubernetesFieldIgnore } from '../../model/component.ts';
import { settingsOn } from '../../model/placement.ts';
import type { Cluster, Platform, Service } from '../../model/platform.ts';
import { application } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { serviceValueFiles } from '../helm/_service-layers.ts';
import { meshObjects } from '../istio/_mesh-objects.ts';
import { names, projectOf } from './_names.ts';
import { WAVES } from './_waves.ts';

const OWNER = 'services';

/** One Application per service and cluster. Services share a wave: calls and stores never order them. */
export const services = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const service of platform.services) {
      for (const cluster of service.placement) {
        const { environment } = cluster;
        const hasMesh = meshObjects(platform, service, environment).length > 0;
        yield objectFile(
          `${paths.group(cluster.name, 'apps')}/${service.name}.yaml`,
          OWNER,
          service.origin,
          application(platform, {
            name: names.application(cluster, service.name),
            project: projectOf(cluster, service),
            wave: WAVES.service,
            sources: [
              {
                type: 'repositoryChart',
                path: paths.serviceChart(environment.serviceChart),
                release: service.name,
                valueFiles: serviceValueFiles(service, cluster, platform),
              },
              ...(hasMesh
                ? [{ type: 'directory' as const, path: paths.mesh(environment.name, service.name), recurse: false }]
                : []),
            ],
            destination: { cluster, namespace: service.namespace },
            revision: environment.revision,
            cascade: true,
            confirmDeletes: environment.protected,
            ignoreHealth: true,
            partOf: cluster.name,
            ignoreDifferences: rolloutDifferences(platform, service, cluster),
          }),
        );
      }
    }
  },
});

/** What the Rollout controller writes: weights of routes, and the hash labels of the subsets. */
function rolloutDifferences(platform: Platform, service: Service, cluster: Cluster): readonly KubernetesFieldIgnore[] {
  const settings = settingsOn(service, cluster);
  if (settings.strategy.type !== 'canary' || platform.mesh === null) return [];
  return [
    { group: 'networking.istio.io', kind: 'VirtualService', jqPathExpressions: ['.spec.http[].route[].weight'] },
    {
      group: 'networking.istio.io',
      kind: 'DestinationRule',
      jqPathExpressions: ['.spec.subsets[].labels["rollouts-pod-template-hash"]'],
    },
  ];
}
