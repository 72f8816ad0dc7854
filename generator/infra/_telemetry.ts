/** What components of metrics, logs and traces say alike. */
import type { ComponentSettings } from '../model/component.ts';
import type { Cluster, Platform } from '../model/platform.ts';

/** Whether every cluster has somebody who reads monitors: elsewhere a chart must bring none, or brings one in vain. */
export function hasMonitors(platform: Platform): boolean {
  const operators = platform.components.filter((one) => one.definition.kind === 'kube-prometheus-stack');
  return platform.clusters.every((cluster) => operators.some((one) => one.placement.includes(cluster)));
}

/** Host inside the cluster of a Service of a component: `<name><suffix>`, the name being the release unless given. */
export function serviceHost({ release, namespace }: ComponentSettings, suffix = '', name = release): string {
  return `${name}${suffix}.${namespace}.svc.cluster.local`;
}

/** Labels of pods that charts made by `helm create` set. */
export function chartPods(chart: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': chart };
}

/**
 * What charts call their objects when nobody overrides it: the release, with the chart's name where that is not in it.
 * @param most characters that the chart keeps
 */
export function chartFullname(release: string, chart: string, most = 63): string {
  return (release.includes(chart) ? release : `${release}-${chart}`).slice(0, most).replace(/-$/, '');
}

/**
 * `host:port` of the platform's own Kafka, or nothing.
 * @param cluster the cluster to look on; `null` for one that is everywhere
 */
export function brokerAddress(platform: Platform, cluster: Cluster | null): string {
  for (const { definition, placement, settings } of platform.components) {
    const isThere = cluster === null ? placement.length === platform.clusters.length : placement.includes(cluster);
    const store = definition.store?.(settings.clusters.get(cluster?.name ?? '') ?? settings.base);
    if (isThere && store?.engine === 'kafka') return `${store.host}:${store.port}`;
  }
  return '';
}
