/** What a Prometheus without its operator scrapes: exactly what the network lets it reach. */
import type { HelmValues } from '../config/component-types.ts';
import { MESH_METRICS_PORT, serviceLabels } from '../model/peers.ts';
import { settingsOn } from '../model/placement.ts';
import type { Cluster, Platform } from '../model/platform.ts';

interface Target {
  readonly name: string;
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
  readonly port: number;
  readonly path: string;
}

/**
 * A job for each component and service with metrics.
 * @param release the scraper, which has a job of its own
 * @param cluster the cluster to look on; `null` for what is everywhere
 */
export function scrapeJobs(release: string, platform: Platform, cluster: Cluster | null): HelmValues {
  const isThere = (placement: readonly Cluster[]) =>
    cluster === null ? platform.clusters.every((one) => placement.includes(one)) : placement.includes(cluster);
  const components = platform.components
    .filter((one) => one.name !== release && isThere(one.placement))
    .flatMap(({ name, namespace, definition }) =>
      definition.serves
        .filter(({ purpose }) => purpose === 'metrics')
        .map(({ port, pods }, index): Target => {
          return { name: index === 0 ? name : `${name}-${index + 1}`, namespace, pods, port, path: '/metrics' };
        }),
    );
  const services = platform.services
    .filter((one) => isThere(one.placement))
    .flatMap((service): readonly Target[] => {
      const { metrics } = cluster === null ? service.settings.base : settingsOn(service, cluster);
      if (metrics === null) return [];
      const { name, namespace } = service;
      const target = { name, namespace, pods: serviceLabels(name) };
      return platform.mesh === null
        ? [{ ...target, ...metrics }]
        : [{ ...target, port: MESH_METRICS_PORT, path: '/stats/prometheus' }];
    });
  return Object.fromEntries([...components, ...services].map((one) => [one.name, jobOf(one)]));
}

function jobOf({ namespace, pods, port, path }: Target): HelmValues {
  const meta = (name: string) => [`__meta_kubernetes_${name}`];
  return {
    // Exporters of other things' metrics name those things themselves.
    honor_labels: true,
    metrics_path: path,
    kubernetes_sd_configs: [{ role: 'pod', namespaces: { names: [namespace] } }],
    relabel_configs: [
      ...Object.entries(pods).map(([label, regex]) => ({
        source_labels: meta(`pod_label_${label.replaceAll(/[^A-Za-z0-9_]/g, '_')}`),
        action: 'keep',
        regex,
      })),
      { source_labels: meta('pod_phase'), action: 'keep', regex: 'Running' },
      // Several ports of a pod become one target here.
      { source_labels: meta('pod_ip'), target_label: '__address__', replacement: `$1:${port}` },
      { source_labels: meta('namespace'), target_label: 'namespace' },
      { source_labels: meta('pod_name'), target_label: 'pod' },
      { source_labels: meta('pod_node_name'), target_label: 'node' },
    ],
  };
}
