/** Where readers of container logs send them. */
import { PlatformError } from '../contract/platform-error.ts';
import { type CloudLogs, isMissing } from '../model/cloud.ts';
import type { ChartWaiver } from '../model/component.ts';
import type { OptionSchema } from '../model/option-schema.ts';
import type { Cluster, Platform } from '../model/platform.ts';
import { type FoundEndpoint, findTelemetry, type TelemetryClient } from '../model/telemetry.ts';

export interface LogOptions {
  /** `loki`: every Loki of the cluster; `cloud`: the log service of the cloud, with its identity. @default ['loki'] */
  readonly outputs: readonly ('loki' | 'cloud')[];
}

export const LOG_SCHEMAS: { readonly outputs: OptionSchema } = {
  outputs: { type: 'array', items: { type: 'string', enum: ['loki', 'cloud'] }, minItems: 1 },
};

export const LOG_READS: Pick<TelemetryClient, 'protocols' | 'choose'> = { protocols: ['loki'], choose: 'all' };

export type LogTarget = { readonly type: 'loki'; readonly endpoint: FoundEndpoint } | CloudLogs;

/**
 * Targets of a reader on a cluster.
 * @throws PlatformError where an output that the config names is not there: its logs would be lost in silence
 */
export function logTargets(
  release: string,
  { outputs }: LogOptions,
  cluster: Cluster,
  platform: Platform,
): readonly LogTarget[] {
  return [...new Set(outputs)].flatMap((output): readonly LogTarget[] => {
    const where = `infra.${release}: output "${output}" on cluster "${cluster.name}"`;
    if (output === 'loki') {
      const found = findTelemetry(platform, release, cluster, LOG_READS);
      if (found.length > 0) return found.map((endpoint) => ({ type: 'loki', endpoint }));
      throw new PlatformError('no-log-store', `${where} leads nowhere: no Loki is there`, {
        fix: `Place loki() on "${cluster.name}", or set \`outputs: ['cloud']\` for it, or remove ${release} there.`,
      });
    }
    const logs = cluster.cloud.logs();
    if (!isMissing(logs)) return [logs];
    throw new PlatformError('no-cloud-logs', `${where} leads nowhere: ${cluster.cloud.traits.name}: ${logs.missing}`, {
      fix: `Set \`clusters: { '${cluster.name}': { outputs: ['loki'] } }\` on it.`,
    });
  });
}

/** Files of the node that a reader of container logs cannot do without. */
export function logReader(target: string): ChartWaiver {
  return {
    rules: ['POD-003', 'POD-008'],
    targets: [target],
    reason: 'It reads the log files of the node, which belong to root, and notes beside them how far it came.',
  };
}
