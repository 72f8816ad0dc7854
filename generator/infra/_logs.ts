/** Where readers of container logs send them. */
import { type CloudLogs, isMissing } from '../model/cloud.ts';
import type { ChartWaiver, ComponentProblem, ComponentSettings } from '../model/component.ts';
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

/** Targets of a reader on a cluster; `logProblems` names the outputs that have none. */
export function logTargets(
  release: string,
  { outputs }: LogOptions,
  cluster: Cluster,
  platform: Platform,
): readonly LogTarget[] {
  return [...new Set(outputs)].flatMap((output) => {
    const found = findTargets(output, release, cluster, platform);
    return 'missing' in found ? [] : found;
  });
}

/** Outputs that lead nowhere: their logs would be lost in silence. */
export function logProblems(
  { release, options }: ComponentSettings<LogOptions>,
  cluster: Cluster,
  platform: Platform,
): readonly ComponentProblem[] {
  return [...new Set(options.outputs)].flatMap((output) => {
    const found = findTargets(output, release, cluster, platform);
    if (!('missing' in found)) return [];
    const { missing, fix } = found;
    return [{ option: 'outputs', message: `output "${output}" leads nowhere: ${missing}`, fix, severity: 'high' }];
  });
}

function findTargets(
  output: LogOptions['outputs'][number],
  release: string,
  cluster: Cluster,
  platform: Platform,
): readonly LogTarget[] | { readonly missing: string; readonly fix: string } {
  if (output === 'loki') {
    const found = findTelemetry(platform, release, cluster, LOG_READS);
    if (found.length > 0) return found.map((endpoint) => ({ type: 'loki', endpoint }));
    return {
      missing: 'no Loki is there',
      fix: `Place loki() there, or set \`outputs: ['cloud']\`, or remove ${release} there.`,
    };
  }
  const logs = cluster.cloud.logs();
  if (!isMissing(logs)) return [logs];
  return {
    missing: `${cluster.cloud.traits.name}: ${logs.missing}`,
    fix: "Set `outputs: ['loki']` there, beside `clusters` or `environments` of the component.",
  };
}

/** Files of the node that a reader of container logs cannot do without. */
export function logReader(target: string): ChartWaiver {
  return {
    rules: ['POD-003', 'POD-008'],
    targets: [target],
    reason: 'It reads the log files of the node, which belong to root, and notes beside them how far it came.',
  };
}
