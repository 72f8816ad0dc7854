import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1';
import type { IGateway, IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1';
import type { Emitted } from '../../contract/emitted.ts';
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
import { routeName, virtualServiceName } from '../helm/_service-layers.ts';
import { firewall } from './_firewall.ts';
import { serviceHost } from './_mesh-objects.ts';

const OWNER = 'routes';

/** Gateways with their certificates, one VirtualService per (gateway, host), and the Application that brings them last. */
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
            sources: [paths.routes(environment.name), ...(own.length > 0 ? [clusterFolder(cluster)] : [])].map(
              (path) => ({
                type: 'directory' as const,
                path,
                recurse: true,
              }),
            ),
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
  const folder = `${paths.routes(environment.name)}/${gateway.name}`;
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
  for (const host of hosts.filter((one) => isShared(platform, environment, one))) {
    yield hostFile(`${folder}/${host.host}.yaml`, platform, environment, host);
  }
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
  const object = virtualService(platform, environment, host);
  const metadata = Object.keys(annotations).length === 0 ? object.metadata : { ...object.metadata, annotations };
  return objectFile(path, OWNER, [...origin, 'expose'], withLateCrd({ ...object, metadata }));
}

/** The cluster's part of the host's DNS record. */
function recordAnnotations(platform: Platform, host: HostRoutes, cluster: Cluster): Readonly<Record<string, string>> {
  const part = recordPartOf(platform, host, cluster);
  const { sharedRecord } = cluster.cloud.traits;
  return part === null || isMissing(sharedRecord) ? {} : sharedRecord(part);
}

function gatewayObject(gateway: Gateway, hosts: readonly string[]): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'Gateway',
    metadata: { name: gateway.name, namespace: gateway.workload.namespace },
    spec: {
      selector: { ...gateway.workload.definition.gatewayPods?.(gateway.workload.settings.base) },
      servers: [
        { port: { number: 80, name: 'http', protocol: 'HTTP' }, hosts, tls: { httpsRedirect: true } },
        {
          port: { number: 443, name: 'https', protocol: 'HTTPS' },
          hosts,
          tls: { mode: 'SIMPLE', credentialName: gateway.tls, minProtocolVersion: 'TLSV1_2' },
        },
      ],
    },
  } satisfies Emitted<IGateway>;
}

/** The Secret must lie beside the gateway's pods, so the Certificate does too. */
function certificate(gateway: Gateway, issuer: string, hosts: readonly string[]): KubernetesObject {
  return {
    apiVersion: 'cert-manager.io/v1',
    kind: 'Certificate',
    metadata: { name: gateway.tls, namespace: gateway.workload.namespace },
    spec: {
      secretName: gateway.tls,
      issuerRef: { group: 'cert-manager.io', kind: 'ClusterIssuer', name: issuer },
      dnsNames: hosts,
    },
  } satisfies Emitted<ICertificate>;
}

function virtualService(
  platform: Platform,
  environment: Environment,
  { gateway, host, routes: paths }: HostRoutes,
): KubernetesObject {
  const suffix = `.${environment.domain}`;
  const label = host.endsWith(suffix) ? host.slice(0, -suffix.length) : host;
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: virtualServiceName(gateway.name, label), namespace: gateway.workload.namespace },
    spec: {
      hosts: [host],
      gateways: [`${gateway.workload.namespace}/${gateway.name}`],
      http: paths.map(({ path, service }) => {
        const settings = service.settings.environments.get(environment.name) ?? service.settings.base;
        const destination = { host: serviceHost(service), port: { number: settings.port ?? 0 } };
        const canary = settings.strategy.type === 'canary' && platform.mesh !== null;
        return {
          name: routeName(service.name, path),
          match: [{ uri: { prefix: path } }],
          route: canary
            ? [
                { destination: { ...destination, subset: 'stable' }, weight: 100 },
                { destination: { ...destination, subset: 'canary' }, weight: 0 },
              ]
            : [{ destination }],
        };
      }),
    },
  } satisfies Emitted<IVirtualService>;
}
