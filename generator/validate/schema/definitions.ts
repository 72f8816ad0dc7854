import type { KubernetesObject } from '../../contract/resource.ts';

/** CustomResourceDefinitions found at run time: for all clusters, or by cluster when clusters differ. */
export type Definitions = readonly KubernetesObject[] | ReadonlyMap<string, readonly KubernetesObject[]>;

/** One list for all that have none: what is worked out of a list is remembered by it. */
export const NO_DEFINITIONS: readonly KubernetesObject[] = [];

export function definitionsOf(definitions: Definitions, cluster: string): readonly KubernetesObject[] {
  return 'get' in definitions ? (definitions.get(cluster) ?? NO_DEFINITIONS) : definitions;
}
