import { apiGroup, isRecord, type KubernetesObject } from '../../contract/resource.ts';
import { type Image, parseImage } from './image.ts';
import { normalizeQuantities } from './quantity.ts';

/** Kinds that carry a pod, and the path to it. */
const POD_PATHS: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  'apps/Deployment': ['spec', 'template'],
  'apps/StatefulSet': ['spec', 'template'],
  'apps/DaemonSet': ['spec', 'template'],
  'apps/ReplicaSet': ['spec', 'template'],
  ReplicationController: ['spec', 'template'],
  PodTemplate: ['template'],
  'batch/Job': ['spec', 'template'],
  'batch/CronJob': ['spec', 'jobTemplate', 'spec', 'template'],
  'argoproj.io/Rollout': ['spec', 'template'],
};

export type ContainerRole = 'container' | 'init' | 'sidecar' | 'ephemeral';

/** One container of a pod, whatever list it stands in. */
export interface Container {
  readonly pointer: string;
  readonly name: string;
  /** `sidecar` is an init container that keeps running. */
  readonly role: ContainerRole;
  readonly spec: Readonly<Record<string, unknown>>;
  /** Absent where none is given, and where an injector puts one. */
  readonly image?: Image;
  /** CPU in millicores, the rest in base units; a limit without a request counts as the request, as the API server has it. */
  readonly requests: Readonly<Record<string, number>>;
  readonly limits: Readonly<Record<string, number>>;
  /** `requests/memory` for each quantity that cannot be read. */
  readonly malformed: readonly string[];
}

/** A pod, or the template that pods are made from. */
export interface Pod {
  /** Pointer to what holds `metadata` and `spec`. */
  readonly pointer: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** The pod's spec without its containers: they are in `containers`. */
  readonly spec: Readonly<Record<string, unknown>>;
  readonly containers: readonly Container[];
}

/** `apps/Deployment`; `Pod` for the core group. */
export function groupKind(resource: KubernetesObject): string {
  const group = apiGroup(resource.apiVersion);
  return group === '' ? resource.kind : `${group}/${resource.kind}`;
}

/** Where a kind holds its pod; `undefined` for one that has none. */
export function podPath(kind: string): readonly string[] | undefined {
  return Object.hasOwn(POD_PATHS, kind) ? POD_PATHS[kind] : undefined;
}

/** Kinds that carry a pod, as `groupKind` writes them. */
export function podKinds(): readonly string[] {
  return Object.keys(POD_PATHS);
}

/** The pod that a resource is or makes; `undefined` for every other resource, and where the template is unreadable. */
export function readPod(resource: KubernetesObject): Pod | undefined {
  const path = podPath(groupKind(resource));
  if (path === undefined) return undefined;
  let holder: unknown = resource;
  for (const part of path) holder = isRecord(holder) ? holder[part] : undefined;
  if (!isRecord(holder) || !isRecord(holder.spec)) return undefined;
  const pointer = path.map((part) => `/${part}`).join('');
  const { containers, initContainers, ephemeralContainers, ...spec } = holder.spec;
  const metadata = isRecord(holder.metadata) ? holder.metadata : {};
  const annotations = readStrings(metadata.annotations);
  const found = [
    ...readContainers(containers, `${pointer}/spec/containers`, 'container'),
    ...readContainers(initContainers, `${pointer}/spec/initContainers`, 'init'),
    ...readContainers(ephemeralContainers, `${pointer}/spec/ephemeralContainers`, 'ephemeral'),
  ];
  return {
    pointer,
    labels: readStrings(metadata.labels),
    annotations,
    spec,
    containers: TEMPLATES in annotations ? found.map(withoutPlaceholder) : found,
  };
}

/** The entries of a map whose values are text. */
export function readStrings(value: unknown): Record<string, string> {
  if (!isRecord(value)) return {};
  const strings = Object.entries(value).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  // Assigned one by one, a key `__proto__` would be lost.
  return Object.fromEntries(strings);
}

/** Names the templates by which Istio's injector rewrites a pod. */
const TEMPLATES = 'inject.istio.io/templates';

/** `auto` is no image: the injector puts the proxy's in its place before a node sees the pod. */
function withoutPlaceholder({ image, ...container }: Container): Container {
  return image === undefined || image.text === 'auto' ? container : { ...container, image };
}

function readContainers(list: unknown, pointer: string, role: ContainerRole): Container[] {
  if (!Array.isArray(list)) return [];
  const found: Container[] = [];
  for (const [index, spec] of list.entries()) {
    if (!isRecord(spec)) continue;
    const resources = isRecord(spec.resources) ? spec.resources : {};
    const limits = normalizeQuantities(resources.limits);
    const requests = normalizeQuantities(resources.requests);
    const image = parseImage(spec.image);
    found.push({
      pointer: `${pointer}/${index}`,
      name: typeof spec.name === 'string' ? spec.name : String(index),
      role: role === 'init' && spec.restartPolicy === 'Always' ? 'sidecar' : role,
      spec,
      ...(image === undefined ? {} : { image }),
      requests: { ...limits.values, ...requests.values },
      limits: limits.values,
      malformed: [
        ...requests.malformed.map((name) => `requests/${name}`),
        ...limits.malformed.map((name) => `limits/${name}`),
      ],
    });
  }
  return found;
}
