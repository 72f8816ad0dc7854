/**
 * What the index may see of a resource. The rest cannot bear on any rule of the repository, and a change of it leaves their
 * findings as they are: the values of data, images, literal variables, and annotations of pod templates.
 */
import { digestOf } from '../../cache/digest.ts';
import type { RecordFile } from '../../cache/record-file.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { isRecord, type KubernetesObject } from '../../contract/resource.ts';
import { groupKind, podPath } from './pod.ts';

/** Annotations of pod templates that decide who injects what. */
const READ_ANNOTATIONS = /(^|\.)istio\.io\//;
const CONTAINER_LISTS = ['containers', 'initContainers', 'ephemeralContainers'];

/** A rendered resource with nothing in it but what the index may see. */
export function viewForIndex({ cluster, environment, kubernetes, application, source, resource }: Rendered): Rendered {
  return { cluster, environment, kubernetes, application, source, resource: viewResource(resource) };
}

/** Stands for what the index may see of a resource. @param records keeps what is dear to compute */
export function indexDigest(resource: KubernetesObject, records: RecordFile | undefined): string {
  if (!isNarrowed(resource)) return digestOf(resource);
  const key = `index ${digestOf(resource)}`;
  const kept = records?.read(key);
  if (typeof kept === 'string') return kept;
  const digest = digestOf(viewResource(resource));
  records?.write(key, digest);
  return digest;
}

function isNarrowed(resource: KubernetesObject): boolean {
  const kind = groupKind(resource);
  return kind === 'ConfigMap' || kind === 'Secret' || podPath(kind) !== undefined;
}

function viewResource(resource: KubernetesObject): KubernetesObject {
  const kind = groupKind(resource);
  if (kind === 'ConfigMap' || kind === 'Secret') return viewData(resource);
  const path = podPath(kind);
  return path === undefined ? resource : { ...resource, ...narrow(resource, path, viewPod) };
}

/** Keys without their values. */
function viewData(resource: KubernetesObject): KubernetesObject {
  const fields = ['data', 'binaryData', 'stringData'].flatMap((field) => {
    const data = resource[field];
    return isRecord(data) ? [[field, Object.fromEntries(Object.keys(data).map((key) => [key, '']))]] : [];
  });
  return { ...resource, ...Object.fromEntries(fields) };
}

/** A copy of a record in which the record at a path is another. */
function narrow(
  record: Readonly<Record<string, unknown>>,
  [first, ...rest]: readonly string[],
  change: (record: Readonly<Record<string, unknown>>) => Record<string, unknown>,
): Record<string, unknown> {
  if (first === undefined) return change(record);
  const next = record[first];
  return isRecord(next) ? { ...record, [first]: narrow(next, rest, change) } : { ...record };
}

function viewPod(pod: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const view = narrow(pod, ['metadata', 'annotations'], (annotations) =>
    Object.fromEntries(Object.entries(annotations).filter(([key]) => READ_ANNOTATIONS.test(key))),
  );
  if (!isRecord(pod.spec)) return view;
  const spec = { ...pod.spec };
  for (const list of CONTAINER_LISTS) {
    const containers = spec[list];
    if (Array.isArray(containers))
      spec[list] = containers.map((one: unknown) => (isRecord(one) ? viewContainer(one) : one));
  }
  return { ...view, spec };
}

function viewContainer({ image: _, ...container }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { env } = container;
  if (!Array.isArray(env)) return container;
  return { ...container, env: env.map((one: unknown) => (isRecord(one) ? { ...one, value: undefined } : one)) };
}
