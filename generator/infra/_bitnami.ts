/** What the charts of Bitnami have in common. */
import type { HelmValues } from '../config/component-types.ts';
import type { CloudTraits } from '../model/cloud.ts';
import type { ChartWaiver, ComponentDefinition } from '../model/component.ts';
import type { Platform } from '../model/platform.ts';
import { resources } from './_pods.ts';
import { hasMonitors } from './_telemetry.ts';

const BITNAMI_CHARTS = 'registry-1.docker.io/bitnamicharts';

/**
 * Since 2025-08-28 the versioned images that these charts name are served from `bitnamilegacy` only. They get no fixes
 * there: an operator's cluster, such as `cloudnativePg`, or a mirror with newer builds is the long-term place.
 */
export function legacyImage(name: string): HelmValues {
  return { repository: `bitnamilegacy/${name}` };
}

/** Where all of them come from. */
const LEGACY_IMAGES = ['docker.io/bitnamilegacy'];

/** @returns the waiver of a pod that takes the writes alone, which no chart here runs twice */
export function singleWriter(target: string): readonly ChartWaiver[] {
  return [
    {
      rules: ['REL-004'],
      targets: [target],
      reason: 'One pod takes the writes: a second one would be a second database. Its replicas keep serving reads.',
    },
  ];
}

interface BitnamiChart {
  readonly kind: string;
  readonly version: string;
  /** @default the kind */
  readonly namespace?: string;
  readonly port: number;
  /** Port of the exporter, if there is one. */
  readonly metrics?: number;
}

type BitnamiBasics = Pick<
  ComponentDefinition,
  | 'kind'
  | 'chart'
  | 'namespace'
  | 'wave'
  | 'placement'
  | 'after'
  | 'requires'
  | 'brings'
  | 'images'
  | 'podSecurity'
  | 'stateful'
  | 'serves'
  | 'identities'
>;

/** @returns what is true of every database of these charts */
export function bitnamiBasics({ kind, version, namespace = kind, port, metrics }: BitnamiChart): BitnamiBasics {
  const pods = { 'app.kubernetes.io/name': kind };
  return {
    kind,
    chart: { repository: BITNAMI_CHARTS, name: kind, version },
    namespace,
    wave: 30,
    placement: 'everywhere',
    after: ['aws-ebs-csi-driver', 'external-secrets', 'prometheus-operator-crds'],
    requires: [],
    brings: { crds: {}, clusterKinds: [], namespaces: [] },
    images: LEGACY_IMAGES,
    podSecurity: 'restricted',
    stateful: true,
    serves: [
      { purpose: 'store', port, pods },
      ...(metrics === undefined ? [] : [{ purpose: 'metrics' as const, port: metrics, pods }]),
    ],
    identities: [],
  };
}

/** Values of every chart: images of another place are refused without the word, and policies are slipway's own. */
export function bitnamiValues(release: string): HelmValues {
  return {
    global: { security: { allowInsecureImages: true } },
    // The chart's own name would depend on what the release is called.
    fullnameOverride: release,
  };
}

/** The chart opens its ports to every namespace; slipway writes policies from the edges instead. */
export const NO_NETWORK_POLICY: HelmValues = { networkPolicy: { enabled: false } };

export function bitnamiStorage(_settings: object, cloud: CloudTraits): HelmValues {
  return { global: { defaultStorageClass: cloud.blockStorageClass } };
}

/** @returns `metrics` of a chart: its exporter beside each pod, where somebody scrapes it */
export function bitnamiMetrics(platform: Platform, image: string): HelmValues {
  if (!hasMonitors(platform)) return { metrics: { enabled: false } };
  return {
    metrics: {
      enabled: true,
      image: legacyImage(image),
      resources: resources('50m', '128Mi', '128Mi'),
      // The chart's two probes are one: it would restart an exporter that is only busy.
      livenessProbe: { failureThreshold: 12 },
      serviceMonitor: { enabled: true },
    },
  };
}

/** In production, no two pods of a role share a node. */
export const HARD_ANTI_AFFINITY: HelmValues = { podAntiAffinityPreset: 'hard' };

/** Labels of the pods of one role, by which services and policies know them. */
export function bitnamiPods(name: string, release: string, component?: string): Readonly<Record<string, string>> {
  return {
    'app.kubernetes.io/instance': release,
    'app.kubernetes.io/name': name,
    ...(component === undefined ? {} : { 'app.kubernetes.io/component': component }),
  };
}
