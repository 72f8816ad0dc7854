/** Names of Applications and AppProjects. */
import type { Cluster, Component, Service, Team, ThirdPartyChart } from '../../model/platform.ts';
import type { Group } from '../_paths.ts';

export const BOOTSTRAP_PROJECT = 'bootstrap';
/** Argo CD itself is the only leaf that may deploy to the namespace of Argo CD; it has a project of its own. */
export const ARGOCD_PROJECT = 'argo-cd';
export const ARGOCD_KIND = 'argo-cd';

export const names = {
  application: (cluster: Cluster, name: string) => `${cluster.name}-${name}`,
  groupProject: (cluster: Cluster, group: Group) => `${cluster.name}-${group}`,
  teamProject: (cluster: Cluster, team: Team) => `${cluster.name}-team-${team.name}`,
} as const;

export function projectOf(cluster: Cluster, owner: Component | Service | ThirdPartyChart): string {
  if ('definition' in owner) {
    return owner.definition.kind === ARGOCD_KIND ? ARGOCD_PROJECT : names.groupProject(cluster, owner.layer);
  }
  if ('settings' in owner) return names.teamProject(cluster, owner.team);
  return owner.layer === 'apps' && owner.team !== null
    ? names.teamProject(cluster, owner.team)
    : names.groupProject(cluster, 'platform');
}
