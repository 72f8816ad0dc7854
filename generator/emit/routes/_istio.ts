/** What an Istio gateway needs: the Gateway with its certificate, and a VirtualService for each host. */
import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1';
import type { IGateway, IVirtualService } from '@kubernetes-models/istio/networking.istio.io/v1';
import type { Emitted } from '../../contract/emitted.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import type { HostRoutes } from '../../model/hosts.ts';
import type { Environment, Gateway, Platform } from '../../model/platform.ts';
import { routeName, virtualServiceName } from '../helm/_service-layers.ts';
import { serviceHost } from '../istio/_mesh-objects.ts';

export function gatewayObject(gateway: Gateway, hosts: readonly string[]): KubernetesObject {
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
export function certificate(gateway: Gateway, issuer: string, hosts: readonly string[]): KubernetesObject {
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

export function virtualService(
  platform: Platform,
  environment: Environment,
  { gateway, host, routes: paths }: HostRoutes,
): KubernetesObject {
  return {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: {
      name: virtualServiceName(gateway.name, host, environment),
      namespace: gateway.workload.namespace,
    },
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
