import type { KubernetesObject } from '../../contract/resource.ts';

/** A field that is not the same on both sides. */
export interface FieldUpdate {
  readonly before: KubernetesObject;
  readonly after: KubernetesObject;
  /** Minor of the cluster, e.g. `1.34`. */
  readonly kubernetes: string;
  readonly old: unknown;
  readonly now: unknown;
}

export interface ImmutableField {
  /** From the object's root, parts joined by dots. */
  readonly path: string;
  /** What the API server fills in where nothing stands. */
  readonly filledIn?: unknown;
  /** The value that counts, where it is not just what stands at the path. */
  readonly read?: (object: KubernetesObject) => unknown;
  /** Whether the field is immutable in this object; always, when absent. */
  readonly when?: (before: KubernetesObject) => boolean;
  /** Changes that are possible all the same. */
  readonly allows?: (update: FieldUpdate) => boolean;
  /** What deleting the object costs when this field is why. */
  readonly cost?: string;
  /** How the change can be made without deleting the object. */
  readonly remedy?: string;
}

export interface ImmutableKind {
  readonly fields: readonly ImmutableField[];
  /** What deleting and recreating an object of the kind costs. */
  readonly cost: string;
  /** How to delete it so that what it owns runs on. */
  readonly cascade?: 'orphan';
}
