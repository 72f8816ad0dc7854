import type { FileSpec } from '../../contract/file-spec.ts';
import { objectFile } from '../../contract/file-spec.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import { isMissing } from '../../model/cloud.ts';
import { gatewayClusters, type HostRoutes, hostOn, hostsOf, recordPartOf } from '../../model/hosts.ts';
import type { Cluster, Environment, Gateway, Platform } from '../../model/platform.ts';
import { application } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { names } from '../argocd/_names.ts';
import { WAVES } from '../argocd/_waves.ts';
import { withLateCrd } from '../argocd/components.ts';
import { firewall } from './_firewall.ts';
import { ingresses } from './_ingress.ts';
import { certificate, gatewayObject, virtualService } from './_istio.ts';

const OWNER = 'routes';

/** Gateways with their certificates, what leads each of their hosts to services, and the Application that brings them last. */
export const routes = defineEmitter({
  name: OWNER,
  *emit(platform) {
    for (const environment of platform.environments) {
      const hosts = hostsOf(platform, environment);
      for (const gateway of platform.gateways) {
        const own = hosts.filter((one) => one.gateway === gateway);
        if (own.length > 0 && gatewayClusters(platform, gateway, environment).length > 0) {
          yield* gatewayFiles(platform, environment, gateway, own);
        }
      }
      for (const cluster of platform.clusters.filter((one) => one.environment === environment)) {
        const gateways = platform.gateways.filter((one) => one.workload.placement.includes(cluster));
        if (!hosts.some((one) => gateways.includes(one.gateway))) continue;
        const own = [...clusterFiles(platform, cluster, hosts)];
        yield* own;
        yield objectFile(
          `${paths.group(cluster.name, 'apps')}/routes.yaml`,
          OWNER,
          ['gateways'],
          application(platform, {
            name: names.application(cluster, 'routes'),
            project: names.groupProject(cluster, 'infra'),
            wave: WAVES.routes,
            sources: [
              ...sharedFolders(platform, environment, hosts),
              ...(own.length > 0 ? [clusterFolder(cluster)] : []),
            ].map((path) => ({ type: 'directory' as const, path, recurse: true })),
            destination: { cluster, namespace: gateways[0]?.workload.namespace ?? '' },
            revision: environment.revision,
            cascade: true,
            confirmDeletes: environment.protected,
            ignoreHealth: true,
            partOf: cluster.name,
            ignoreDifferences: [
              {
                group: 'networking.istio.io',
                kind: 'VirtualService',
                jqPathExpressions: ['.spec.http[].route[].weight'],
              },
            ],
          }),
        );
      }
    }
  },
});

function* gatewayFiles(
  platform: Platform,
  environment: Environment,
  gateway: Gateway,
  hosts: readonly HostRoutes[],
): Iterable<FileSpec> {
  const folder = `${folderOf(environment, gateway)}/${gateway.name}`;
  for (const host of hosts.filter((one) => isShared(platform, environment, one))) {
    yield hostFile(`${folder}/${host.host}.yaml`, platform, environment, host);
  }
  if (gateway.type === 'ingress') return;
  const hostNames = hosts.map((one) => one.host);
  yield objectFile(`${folder}/gateway.yaml`, OWNER, gateway.origin, withLateCrd(gatewayObject(gateway, hostNames)));
  if (gateway.issuer !== null) {
    yield objectFile(
      `${folder}/certificate.yaml`,
      OWNER,
      gateway.origin,
      withLateCrd(certificate(gateway, gateway.issuer, hostNames)),
    );
  }
  if (gateway.waf !== null) {
    yield objectFile(
      `${folder}/waf.yaml`,
      OWNER,
      [...gateway.origin, 'waf'],
      withLateCrd(firewall(gateway, gateway.waf)),
    );
  }
}

/** Where files that all clusters of an environment share lie. */
function folderOf(environment: Environment, gateway: Gateway): string {
  return gateway.type === 'ingress' ? paths.ingress(environment.name) : paths.routes(environment.name);
}

/** Folders in which something stands: a gateway of Istio has files of its own, an Ingress controller only those of hosts. */
function sharedFolders(platform: Platform, environment: Environment, hosts: readonly HostRoutes[]): readonly string[] {
  const used = hosts.filter(
    (one) =>
      gatewayClusters(platform, one.gateway, environment).length > 0 &&
      (one.gateway.type === 'istio' || isShared(platform, environment, one)),
  );
  return [...new Set(used.map((one) => folderOf(environment, one.gateway)))].sort();
}

/** Routes of hosts that not every cluster of the environment serves alike, or whose DNS record has parts. */
function* clusterFiles(platform: Platform, cluster: Cluster, hosts: readonly HostRoutes[]): Iterable<FileSpec> {
  for (const host of hosts.filter((one) => !isShared(platform, cluster.environment, one))) {
    const here = hostOn(host, cluster);
    if (here.routes.length === 0 || !host.gateway.workload.placement.includes(cluster)) continue;
    yield hostFile(
      `${clusterFolder(cluster)}/${host.gateway.name}/${host.host}.yaml`,
      platform,
      cluster.environment,
      here,
      recordAnnotations(platform, host, cluster),
    );
  }
}

function clusterFolder(cluster: Cluster): string {
  return paths.clusterManifests(cluster.name, 'apps', 'routes');
}

/** Whether every cluster that runs the gateway also runs every service behind the host, and none has a DNS record of its own. */
function isShared(platform: Platform, environment: Environment, host: HostRoutes): boolean {
  return gatewayClusters(platform, host.gateway, environment).every(
    (cluster) =>
      hostOn(host, cluster).routes.length === host.routes.length && recordPartOf(platform, host, cluster) === null,
  );
}

function hostFile(
  path: string,
  platform: Platform,
  environment: Environment,
  host: HostRoutes,
  annotations: Readonly<Record<string, string>> = {},
): FileSpec {
  const origin = host.routes[0]?.service.origin ?? host.gateway.origin;
  const objects =
    host.gateway.type === 'ingress'
      ? ingresses(environment, host)
      : [virtualService(platform, environment, host)].map(withLateCrd);
  return objectFile(path, OWNER, [...origin, 'expose'], ...objects.map((one) => annotated(one, annotations)));
}

function annotated(object: KubernetesObject, annotations: Readonly<Record<string, string>>): KubernetesObject {
  if (Object.keys(annotations).length === 0) return object;
  const { metadata } = object;
  return { ...object, metadata: { ...metadata, annotations: { ...annotations, ...metadata.annotations } } };
}

/** The cluster's part of the host's DNS record. */
function recordAnnotations(platform: Platform, host: HostRoutes, cluster: Cluster): Readonly<Record<string, string>> {
  const part = recordPartOf(platform, host, cluster);
  const { sharedRecord } = cluster.cloud.traits;
  return part === null || isMissing(sharedRecord) ? {} : sharedRecord(part);
}
