/** Who claims which host and path of a gateway. */
import type { ConfigNode } from '../config-node.ts';
import type { Draft, DraftCluster, DraftComponent, DraftService } from '../draft.ts';

export interface DraftExposure {
  readonly service: DraftService;
  readonly settings: ConfigNode;
  readonly node: ConfigNode;
  readonly clusters: readonly DraftCluster[];
}

export function exposures(draft: Draft): readonly DraftExposure[] {
  return [...draft.services.values()].flatMap((service) =>
    service.variants.flatMap(({ settings, clusters }) =>
      settings
        .get('expose')
        .items()
        .map((node) => ({ service, settings, node, clusters })),
    ),
  );
}

/** A label under the environment's domain, or the full name that holds a dot. */
export function fullHost(draft: Draft, host: string, environment: string): string | undefined {
  if (host.includes('.')) return host;
  const domain = draft.root.at('environments', environment, 'domain').text;
  return domain === undefined ? undefined : `${host}.${domain}`;
}

export function workloadOf(draft: Draft, gateway: string | undefined): DraftComponent | undefined {
  const workload = gateway === undefined ? undefined : draft.root.at('gateways', gateway, 'options', 'workload').text;
  return draft.components.find((one) => one.name === workload);
}

export const pathsOf = (node: ConfigNode): readonly string[] =>
  node.get('paths').exists
    ? node
        .get('paths')
        .texts()
        .map((one) => one.text)
    : ['/'];

/** A path of a host, claimed by a service. */
export interface DraftClaim extends DraftExposure {
  readonly environment: string;
  readonly gateway: string;
  readonly host: string;
  readonly route: string;
}

/** Every host of an environment, with who claims which path. */
export function* claims(draft: Draft): Iterable<DraftClaim> {
  for (const exposure of exposures(draft)) {
    const gateway = exposure.node.get('gateway').text;
    const host = exposure.node.get('host').text;
    if (gateway === undefined || host === undefined) continue;
    for (const environment of new Set(exposure.clusters.flatMap((one) => one.environment ?? []))) {
      const full = fullHost(draft, host, environment);
      if (full === undefined) continue;
      for (const route of pathsOf(exposure.node)) yield { ...exposure, environment, gateway, host: full, route };
    }
  }
}

/** Clusters of the claim's environment that run the service and the gateway. */
export function clustersOf(draft: Draft, claim: DraftClaim): readonly DraftCluster[] {
  const workload = workloadOf(draft, claim.gateway);
  return claim.clusters.filter(
    (cluster) => cluster.environment === claim.environment && workload?.placement.includes(cluster) === true,
  );
}
