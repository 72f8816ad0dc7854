import type { ChartConfig } from '../config/chart-types.ts';
import type { GroupKind } from './component.ts';
import { parseHostPort } from './host-port.ts';
import { placedOn } from './placement.ts';
import type { Cluster, Team, ThirdPartyChart } from './platform.ts';

/** @returns a chart of the config with every default settled */
export function resolveChart(
  name: string,
  chart: ChartConfig,
  { teams, clusters }: { readonly teams: readonly Team[]; readonly clusters: readonly Cluster[] },
): ThirdPartyChart {
  return {
    name,
    repository: chart.repository,
    chart: chart.name,
    version: chart.version,
    namespace: chart.namespace,
    team: teams.find((team) => team.name === chart.team) ?? null,
    values: chart.values ?? {},
    layer: chart.layer ?? 'apps',
    podSecurity: chart.podSecurity ?? 'baseline',
    clusterKinds: (chart.clusterKinds ?? []).map(parseGroupKind),
    serves: (chart.serves ?? []).map((port) => ({
      pods: port.pods,
      port: port.port,
      services: port.services ?? [],
      gateways: port.gateways ?? [],
      metrics: port.metrics ?? false,
      webhook: port.webhook ?? false,
    })),
    uses: (chart.uses ?? []).map((use) => ({
      pods: use.pods,
      stores: use.stores ?? [],
      hosts: (use.hosts ?? []).map(parseHostPort),
    })),
    stated: chart.serves !== undefined || chart.uses !== undefined,
    placement: placedOn(clusters, chart),
    origin: ['charts', name],
  };
}

/** `group/Kind`, or `Kind` alone in the core group. */
function parseGroupKind(text: string): GroupKind {
  const [group = '', kind] = text.split('/');
  return kind === undefined ? { group: '', kind: group } : { group, kind };
}
