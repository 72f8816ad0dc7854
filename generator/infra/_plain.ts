/** Workloads of components that have no chart. */
import type { KubernetesObject } from '../contract/resource.ts';

export interface PlainWorkload {
  readonly name: string;
  readonly namespace: string;
  readonly replicas: number;
  /** Changes with what the pods read when they start, so that they start anew. */
  readonly annotations: Readonly<Record<string, string>>;
  /** Fields of the pod beside its containers. */
  readonly pod: object;
  readonly container: object;
}

/** Labels of the pods of a plain workload. */
export function plainPods(name: string): Readonly<Record<string, string>> {
  return { 'app.kubernetes.io/name': name };
}

/** A Deployment with one container, its ServiceAccount, and a disruption budget where it has several pods. */
export function plainWorkload(workload: PlainWorkload): readonly KubernetesObject[] {
  const { name, namespace, replicas } = workload;
  const labels = plainPods(name);
  const metadata = { name, namespace, labels };
  const selector = { matchLabels: labels };
  return [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false },
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata,
      spec: {
        replicas,
        selector,
        // One pod at a time holds what a single replica holds, such as an address.
        strategy: replicas > 1 ? { type: 'RollingUpdate' } : { type: 'Recreate' },
        template: {
          metadata: { labels, annotations: workload.annotations },
          spec: { serviceAccountName: name, ...workload.pod, containers: [{ name, ...workload.container }] },
        },
      },
    },
    ...(replicas > 1
      ? [{ apiVersion: 'policy/v1', kind: 'PodDisruptionBudget', metadata, spec: { maxUnavailable: 1, selector } }]
      : []),
  ];
}

/** Monitor of a plain workload's metrics. */
export function plainMonitor(name: string, namespace: string, port: string): KubernetesObject {
  return {
    apiVersion: 'monitoring.coreos.com/v1',
    kind: 'PodMonitor',
    metadata: { name, namespace, labels: plainPods(name) },
    spec: { selector: { matchLabels: plainPods(name) }, podMetricsEndpoints: [{ port }] },
  };
}
