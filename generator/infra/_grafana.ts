/** How Grafana finds what it shows. */
import type { HelmValues } from '../config/component-types.ts';
import { type FoundEndpoint, type TelemetryClient, telemetryUrl } from '../model/telemetry.ts';

/** What Grafana asks. */
export const GRAFANA_READS: Pick<TelemetryClient, 'protocols' | 'choose'> = {
  protocols: ['prometheus', 'loki', 'tempo', 'jaeger', 'alertmanager'],
  choose: 'all',
};

/** Data sources for what was found, the first Prometheus being the default; logs and traces lead to each other. */
export function dataSources(found: readonly FoundEndpoint[]): readonly HelmValues[] {
  const metrics = found.find((one) => one.protocol === 'prometheus');
  const logs = found.find((one) => one.protocol === 'loki');
  return found.map((one) => ({
    name: nameOf(one),
    uid: nameOf(one),
    type: one.protocol,
    access: 'proxy',
    url: telemetryUrl(one),
    ...(one === metrics ? { isDefault: true } : {}),
    ...(one.protocol === 'alertmanager' ? { jsonData: { implementation: 'prometheus' } } : {}),
    ...(one.protocol === 'tempo' ? { jsonData: tracesLinks(metrics, logs) } : {}),
  }));
}

/** A component may answer in several protocols. */
function nameOf({ component, protocol }: FoundEndpoint): string {
  return component.name === protocol ? protocol : `${component.name}-${protocol}`;
}

function tracesLinks(metrics: FoundEndpoint | undefined, logs: FoundEndpoint | undefined): HelmValues {
  return {
    ...(metrics === undefined ? {} : { serviceMap: { datasourceUid: nameOf(metrics) } }),
    ...(logs === undefined ? {} : { tracesToLogsV2: { datasourceUid: nameOf(logs), filterByTraceID: true } }),
  };
}
