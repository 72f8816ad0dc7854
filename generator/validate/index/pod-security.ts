/** Pod Security Admission: what a namespace enforces, and what that refuses. */
import type { Rendered } from '../../contract/rendered.ts';
import { readStrings } from './pod.ts';

const STANDARDS = ['privileged', 'baseline', 'restricted'] as const;
export type Standard = (typeof STANDARDS)[number];

const ENFORCE = 'pod-security.kubernetes.io/enforce';

/** What the namespace of a resource enforces; `undefined` where no manifest says. */
export type EnforcedStandard = (rendered: Rendered) => Standard | undefined;

/** Reads the labels of every Namespace among resources. */
export function readEnforcedStandards(resources: readonly Rendered[]): EnforcedStandard {
  const enforced = new Map<string, Standard>();
  for (const { cluster, resource } of resources) {
    if (resource.kind !== 'Namespace' || resource.apiVersion !== 'v1') continue;
    const standard = STANDARDS.find((one) => one === readStrings(resource.metadata.labels)[ENFORCE]);
    if (standard !== undefined) enforced.set(`${cluster} ${resource.metadata.name ?? ''}`, standard);
  }
  return ({ cluster, resource }) => enforced.get(`${cluster} ${resource.metadata.namespace ?? 'default'}`);
}

/** The stricter of what is wanted of a pod and what its namespace enforces. */
export function stricterStandard(wanted: Standard, enforced: Standard | undefined): Standard {
  return enforced !== undefined && STANDARDS.indexOf(enforced) > STANDARDS.indexOf(wanted) ? enforced : wanted;
}

/** Whether a namespace refuses a pod that breaks a standard. */
export function isRefused(broken: unknown, enforced: Standard | undefined): boolean {
  const standard = STANDARDS.find((one) => one === broken);
  if (standard === undefined || standard === 'privileged' || enforced === undefined) return false;
  return STANDARDS.indexOf(enforced) >= STANDARDS.indexOf(standard);
}
