import type { IIngress } from 'kubernetes-models/networking.k8s.io/v1';
import type { Emitted } from '../../contract/emitted.ts';
import { groupBy } from '../../contract/group-by.ts';
import type { KubernetesObject } from '../../contract/resource.ts';
import type { HostRoutes } from '../../model/hosts.ts';
import type { Environment } from '../../model/platform.ts';
import { virtualServiceName } from '../helm/_service-layers.ts';

/** The Ingresses of a host: one in the namespace of each service behind it, because a backend stands beside its Ingress. */
export function ingresses(
  environment: Environment,
  { gateway, host, routes }: HostRoutes,
): readonly KubernetesObject[] {
  const name = virtualServiceName(gateway.name, host, environment);
  const byNamespace = groupBy(routes, ({ service }) => service.namespace);
  return Array.from(byNamespace, ([namespace, own]) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace,
      // Cert-manager fills the Secret that `tls` names.
      ...(gateway.issuer === null ? {} : { annotations: { 'cert-manager.io/cluster-issuer': gateway.issuer } }),
    },
    spec: {
      ingressClassName: gateway.ingressClass ?? gateway.name,
      ...(gateway.issuer === null ? {} : { tls: [{ hosts: [host], secretName: `${name}-tls` }] }),
      rules: [
        {
          host,
          http: {
            paths: own.map(({ path, service }) => {
              const settings = service.settings.environments.get(environment.name) ?? service.settings.base;
              return {
                path,
                pathType: 'Prefix',
                backend: { service: { name: service.name, port: { number: settings.port ?? 0 } } },
              };
            }),
          },
        },
      ],
    },
  })) satisfies readonly Emitted<IIngress>[];
}
