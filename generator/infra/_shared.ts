/** What several components say alike. */
import type { HelmValues } from '../config/component-types.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { ChartWaiver, ComponentSettings, GroupKind } from '../model/component.ts';
import type { Cluster, Platform } from '../model/platform.ts';

/** Cluster-wide roles, which most controllers bring. */
export const CLUSTER_ROLES: readonly GroupKind[] = [
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' },
  { group: 'rbac.authorization.k8s.io', kind: 'ClusterRoleBinding' },
];
export const MUTATING_WEBHOOKS: GroupKind = {
  group: 'admissionregistration.k8s.io',
  kind: 'MutatingWebhookConfiguration',
};
export const VALIDATING_WEBHOOKS: GroupKind = {
  group: 'admissionregistration.k8s.io',
  kind: 'ValidatingWebhookConfiguration',
};
export const API_SERVICES: GroupKind = { group: 'apiregistration.k8s.io', kind: 'APIService' };

/** Resources of a container that does little. */
export const SMALL_RESOURCES = {
  requests: { cpu: '10m', memory: '64Mi' },
  limits: { memory: '128Mi' },
} as const;

/** The chart writes one probe twice: this much later a program that is only busy is restarted. */
export const PATIENT_LIVENESS = { failureThreshold: 12 } as const;

export const ISTIO_CHARTS = 'https://istio-release.storage.googleapis.com/charts';
export const ISTIO_IMAGES = 'registry.istio.io/release';
export const ISTIO_VERSION = '1.30.3';

/** @returns the waiver of controllers of which one acts at a time: a second one would only wait */
export function soleController(...targets: readonly string[]): ChartWaiver {
  return {
    rules: ['REL-004'],
    targets,
    reason: 'One controller acts, and what it made serves without it: its restart delays a change, and nothing else.',
  };
}

/** A budget for pods whose chart has none: one at a time may go. */
export function disruptionBudget(
  { namespace }: ComponentSettings,
  name: string,
  labels: Readonly<Record<string, string>>,
): KubernetesObject {
  return {
    apiVersion: 'policy/v1',
    kind: 'PodDisruptionBudget',
    metadata: { name, namespace },
    spec: { maxUnavailable: 1, selector: { matchLabels: { ...labels } } },
  };
}

/** @returns the entry of the secret store: the option, or the component's own name */
export function secretEntry({ release, options }: ComponentSettings<{ readonly secret: string }>): string {
  return options.secret === '' ? release : options.secret;
}

/** `annotations` of a ServiceAccount with the cloud identity of its component: `<platform>-<release>`. */
export function identityAnnotations(
  { namespace, release }: ComponentSettings,
  serviceAccount: string,
  cluster: Cluster,
  platform: Platform,
): { readonly annotations?: HelmValues } {
  const identity = `${platform.name}-${release}`;
  const marks = cluster.cloud.workloadIdentity({ namespace, serviceAccount, identity }).serviceAccountAnnotations;
  return Object.keys(marks).length === 0 ? {} : { annotations: { ...marks } };
}

/** `podLabels` of pods with the cloud identity of their component, where the cloud looks for labels. */
export function identityPodLabels(
  { namespace, release }: ComponentSettings,
  serviceAccount: string,
  cluster: Cluster,
  platform: Platform,
): { readonly podLabels?: HelmValues } {
  const identity = `${platform.name}-${release}`;
  const marks = cluster.cloud.workloadIdentity({ namespace, serviceAccount, identity }).podLabels;
  return Object.keys(marks).length === 0 ? {} : { podLabels: { ...marks } };
}
