import type { Cluster, Platform, Service, ServiceSettings } from '../../model/platform.ts';
import { telemetryUrl, traceTakers } from '../../model/telemetry.ts';

/**
 * Variables by which OpenTelemetry's libraries find where to send traces; what the config says of them stays.
 * @param cluster the cluster to look on; `null` for what is on all of them
 */
export function traceVariables(
  service: Service,
  settings: ServiceSettings,
  platform: Platform,
  cluster: Cluster | null,
): Readonly<Record<string, string>> {
  const [found] = traceTakers(platform, cluster);
  if (found === undefined) return {};
  const variables = {
    OTEL_EXPORTER_OTLP_ENDPOINT: telemetryUrl(found),
    OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc',
    OTEL_SERVICE_NAME: service.name,
  };
  return Object.fromEntries(Object.entries(variables).filter(([name]) => settings.config[name] === undefined));
}
