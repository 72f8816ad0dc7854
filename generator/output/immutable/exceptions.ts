// What of an immutable field counts, and which changes of it the API server makes all the same.
import { isRecord, type KubernetesObject } from '../../contract/resource.ts';
import { parseQuantity } from '../../validate/index/quantity.ts';
import { minorNumber } from '../../validate/schema/kubernetes-minor.ts';
import type { FieldUpdate } from './immutable-kind.ts';
import { isSameValue } from './same-value.ts';

/** What stands beside the source in a PersistentVolume. */
const NO_SOURCE = new Set([
  'accessModes',
  'capacity',
  'claimRef',
  'mountOptions',
  'nodeAffinity',
  'persistentVolumeReclaimPolicy',
  'storageClassName',
  'volumeAttributesClassName',
  'volumeMode',
]);
/** What a Pod may change under rules of its own, or freely. */
const MUTABLE_IN_POD = new Set(['tolerations', 'activeDeadlineSeconds', 'schedulingGates']);
/** Where a suspended Job may be sent before it starts; the first minor that lets its resources change. */
const SCHEDULING = new Set(['nodeSelector', 'tolerations', 'schedulingGates']);
const RESOURCES_SINCE = '1.36';

export function specOf(object: KubernetesObject): Record<string, unknown> {
  return isRecord(object.spec) ? object.spec : {};
}

/** ConfigMaps and Secrets that say so; nothing takes it back. */
export function isHeldImmutable(before: KubernetesObject): boolean {
  return before.immutable === true;
}

/** Text and bytes of a Secret as they are stored. */
export function secretDataOf({ data, stringData }: KubernetesObject): unknown {
  const texts = isRecord(stringData) ? Object.entries(stringData) : [];
  const encoded = texts.map(([key, text]) => [key, Buffer.from(String(text)).toString('base64')]);
  return { ...(isRecord(data) ? data : {}), ...Object.fromEntries(encoded) };
}

/**
 * What the API server filled in has no owner, so server-side apply leaves it there, and no other type of update goes
 * with a rollingUpdate.
 */
export function hadRollingUpdate({ before, now }: FieldUpdate): boolean {
  if (now === undefined || now === 'RollingUpdate') return true;
  const { strategy, updateStrategy } = specOf(before);
  const stated = strategy ?? updateStrategy;
  return isRecord(stated) && (stated.type === now || isRecord(stated.rollingUpdate));
}

/** Completions of a Job; without parallelism they are one. */
export function completionsOf(job: KubernetesObject): unknown {
  const { completions, parallelism } = specOf(job);
  return completions ?? (parallelism === undefined ? 1 : undefined);
}

/** Completions of an indexed Job change together with its parallelism. */
export function inTandem({ after, now }: FieldUpdate): boolean {
  const { completionMode, parallelism = 1 } = specOf(after);
  return completionMode === 'Indexed' && now === parallelism;
}

/** A Job that was suspended from the start may still be sent elsewhere. */
export function onlyScheduling({ before, old, now, kubernetes }: FieldUpdate): boolean {
  if (specOf(before).suspend !== true) return false;
  const withResources = minorNumber(kubernetes) >= minorNumber(RESOURCES_SINCE);
  return isSameValue(placeless(old, withResources), placeless(now, withResources), 'template');
}

function placeless(template: unknown, withResources: boolean): unknown {
  if (!isRecord(template)) return template;
  const { metadata: _, spec, ...others } = template;
  if (!isRecord(spec)) return template;
  const { affinity, ...rest } = spec;
  const { nodeAffinity: __, ...affinities } = isRecord(affinity) ? affinity : {};
  const kept = Object.entries(rest).filter(([key]) => !SCHEDULING.has(key));
  const containers = kept.map(([key, value]) => [
    key,
    withResources && /^(initC|c)ontainers$/.test(key) ? without(value, 'resources') : value,
  ]);
  return { ...others, spec: { ...Object.fromEntries(containers), affinity: affinities } };
}

/** The spec of a Pod without what it may change. */
export function podOf(pod: KubernetesObject): unknown {
  const gated = isRecord(pod.spec) && Array.isArray(pod.spec.schedulingGates) && pod.spec.schedulingGates.length > 0;
  const kept = Object.entries(specOf(pod)).filter(
    ([key]) => !MUTABLE_IN_POD.has(key) && !(gated && key === 'nodeSelector'),
  );
  return Object.fromEntries(
    kept.map(([key, value]) => [key, /^(initC|c)ontainers$/.test(key) ? without(value, 'image') : value]),
  );
}

function without(list: unknown, field: string): unknown {
  if (!Array.isArray(list)) return list;
  return list.map((item: unknown) =>
    isRecord(item) ? Object.fromEntries(Object.entries(item).filter(([key]) => key !== field)) : item,
  );
}

/** Tolerations may be added to a Pod. */
export function keptTolerations({ old, now }: FieldUpdate): boolean {
  const list: readonly unknown[] = Array.isArray(now) ? now : [];
  return !Array.isArray(old) || old.every((one) => list.some((other) => isSameValue(one, other)));
}

/** A deadline of a Pod may be set, and come nearer. */
export function shortened({ old, now }: FieldUpdate): boolean {
  return old === undefined || (typeof old === 'number' && typeof now === 'number' && now <= old);
}

/** Gates of a Pod may be lifted. */
export function onlyLifted({ old, now }: FieldUpdate): boolean {
  const list: readonly unknown[] = Array.isArray(old) ? old : [];
  return !Array.isArray(now) || now.every((one) => list.some((other) => isSameValue(one, other)));
}

/** Address of a Service that has one; nothing where the cluster chooses, and for an external name. */
export function serviceAddress(service: KubernetesObject): unknown {
  const { type, clusterIP, clusterIPs } = specOf(service);
  if (type === 'ExternalName') return undefined;
  const first: unknown = Array.isArray(clusterIPs) ? clusterIPs[0] : undefined;
  return clusterIP === undefined || clusterIP === '' ? first : clusterIP;
}

/**
 * An address that goes from the manifest stays in the cluster, and so does that there is none, which only plain Services
 * have. An external name has no address to lose.
 */
export function keepsAddress({ before, after, old, now }: FieldUpdate): boolean {
  if (specOf(before).type === 'ExternalName') return true;
  const { type = 'ClusterIP' } = specOf(after);
  return now === undefined && (old !== 'None' || type === 'ClusterIP' || type === 'ExternalName');
}

/** Source of a claim, in whichever of two ways it is written: the API server fills in the other one. */
export function claimSource(claim: KubernetesObject): unknown {
  const { dataSource, dataSourceRef } = specOf(claim);
  return dataSourceRef ?? dataSource;
}

/** Source of a claim that was written in one of two ways: the other one was filled in, and brings it back. */
export function keepsSource({ before, now }: FieldUpdate): boolean {
  const { dataSource, dataSourceRef } = specOf(before);
  return now === undefined && (dataSource === undefined || dataSourceRef === undefined);
}

/** First family of addresses of a Service with an address. */
export function serviceFamily(service: KubernetesObject): unknown {
  const { type, ipFamilies } = specOf(service);
  if (type === 'ExternalName' || serviceAddress(service) === 'None') return undefined;
  return Array.isArray(ipFamilies) ? ipFamilies[0] : undefined;
}

/** Whether a Service is a load balancer on both sides. */
export function staysLoadBalancer({ before, after }: FieldUpdate): boolean {
  return specOf(before).type === 'LoadBalancer' && specOf(after).type === 'LoadBalancer';
}

/** Whether nodes report on a Service on both sides. */
export function staysLocal(update: FieldUpdate): boolean {
  const isLocal = (service: KubernetesObject) => specOf(service).externalTrafficPolicy === 'Local';
  return staysLoadBalancer(update) && isLocal(update.before) && isLocal(update.after);
}

/** Storage of a claim may grow; whether its class lets it is another question. */
export function grewOrKept({ old, now }: FieldUpdate): boolean {
  const before = parseQuantity(old);
  const after = parseQuantity(now);
  return before !== undefined && after !== undefined && after >= before;
}

/** Where a PersistentVolume lies. The Secret to grow it with may be named later. */
export function volumeSourceOf(volume: KubernetesObject): unknown {
  return Object.fromEntries(Object.entries(specOf(volume)).filter(([key]) => !NO_SOURCE.has(key)));
}

export function onlyExpandSecret({ old, now }: FieldUpdate): boolean {
  if (!isRecord(old) || !isRecord(now) || !isRecord(old.csi) || !isRecord(now.csi)) return false;
  if (old.csi.controllerExpandSecretRef !== undefined) return false;
  const { controllerExpandSecretRef: _, ...csi } = now.csi;
  return isSameValue(old, { ...now, csi });
}

/** Scopes of a quota are a set. */
export function quotaScopes(quota: KubernetesObject): unknown {
  const { scopes } = specOf(quota);
  return Array.isArray(scopes) ? [...new Set(scopes)].sort() : undefined;
}

/** A second network may join the first. */
export function addedNetwork({ old, now }: FieldUpdate): boolean {
  return Array.isArray(old) && Array.isArray(now) && old.length === 1 && now.length === 2 && old[0] === now[0];
}
