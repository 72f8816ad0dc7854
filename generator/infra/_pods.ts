/** What values say of pods in the same words for many charts. */
import type { HelmValues } from '../config/component-types.ts';
import type { NodePool } from '../config/types.ts';
import type { JsonObject } from '../contract/resource.ts';

/** `securityContext` of a container that the restricted Pod Security Standard takes. */
export const RESTRICTED_CONTAINER: HelmValues = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
  runAsNonRoot: true,
  seccompProfile: { type: 'RuntimeDefault' },
};

/** `tolerations` of an agent that belongs on every node. */
export const EVERY_NODE: readonly HelmValues[] = [{ operator: 'Exists' }];

/** `resources`: no limit for processors, which would only slow a pod down. */
export function resources(cpu: string, memory: string, memoryLimit: string): HelmValues {
  return { requests: { cpu, memory }, limits: { memory: memoryLimit } };
}

/** `topologySpreadConstraints` that keep replicas on different nodes, and in different zones where there are some. */
export function spread(pods: Readonly<Record<string, string>>): readonly HelmValues[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...pods } },
  }));
}

/** `tolerations` of pods that belong on a node pool. */
export function tolerationsOf({ taints = [] }: NodePool): readonly JsonObject[] {
  return taints.map(({ key, value, effect }) => ({
    key,
    ...(value === undefined ? { operator: 'Exists' } : { operator: 'Equal', value }),
    effect,
  }));
}
