/** Finds what comes out differently when a chart is rendered twice: random passwords, certificates, dates, map order. */
import { formatPointer } from '../contract/json-pointer.ts';
import { isRecord, type KubernetesObject } from '../contract/resource.ts';
import type { ChartResource } from './helm.ts';

/** An object whose fields change from render to render. */
export interface UnstableObject {
  readonly template: string;
  readonly kind: string;
  readonly name: string;
  /** JSON pointers of the fields; `''` when the object itself is there in one render only. */
  readonly pointers: readonly string[];
  /** The value that keeps them as they are, where one was found. */
  readonly pin?: string;
}

/** Fields that are told of one object; more say nothing new. */
const MOST_FIELDS = 5;

export function unstableObjects(
  first: readonly ChartResource[],
  second: readonly ChartResource[],
): readonly UnstableObject[] {
  if (first === second) return [];
  const others = new Map(second.map((one) => [identity(one), one.resource]));
  return first.flatMap((one) => {
    const other = others.get(identity(one));
    const pointers = other === undefined ? [''] : differences(one.resource, other, []);
    if (pointers.length === 0) return [];
    const { kind } = one.resource;
    return [{ template: one.template, kind, name: nameOf(one.resource), pointers: pointers.slice(0, MOST_FIELDS) }];
  });
}

function identity({ template, resource }: ChartResource): string {
  const { apiVersion, kind, metadata } = resource;
  return JSON.stringify([template, apiVersion, kind, metadata.namespace, nameOf(resource)]);
}

export function nameOf({ metadata }: KubernetesObject): string {
  return metadata.name ?? metadata.generateName ?? '';
}

function differences(a: unknown, b: unknown, path: readonly (string | number)[]): readonly string[] {
  if (a === b) return [];
  if (Array.isArray(a) && Array.isArray(b) && a.length === b.length) {
    return a.flatMap((item, index) => differences(item, b[index], [...path, index]));
  }
  if (isRecord(a) && isRecord(b)) {
    return [...new Set([...Object.keys(a), ...Object.keys(b)])].flatMap((key) =>
      differences(a[key], b[key], [...path, key]),
    );
  }
  return [formatPointer(path.map(String))];
}
