/** Short texts that stand for large ones: two are equal only when what they stand for is. */
import { hash } from 'node:crypto';
import type { KubernetesObject } from '../contract/resource.ts';

/** 128 bits are plenty where nobody gains by a collision in his own cache. */
const LENGTH = 22;

const known = new WeakMap<object, string>();

export function digestText(text: string): string {
  return hash('sha256', text, 'base64url').slice(0, LENGTH);
}

/** The digest of an object or list that nobody changes any more, computed once. */
export function digestOf(value: object): string {
  const given = known.get(value);
  if (given !== undefined) return given;
  const digest = digestText(JSON.stringify(value));
  known.set(value, digest);
  return digest;
}

/** Says the digest of a resource that is known without reading all of it. Returns the resource. */
export function withDigest<T extends KubernetesObject>(resource: T, digest: string): T {
  known.set(resource, digest);
  return resource;
}

/** Says the digest of a copy in which one thing differs, where that of the original is known. Returns the copy. */
export function carryDigest<T extends KubernetesObject>(original: T, copy: T, difference: string): T {
  const digest = known.get(original);
  return digest === undefined ? copy : withDigest(copy, `${digest}@${difference}`);
}
