/** The layout of the generated tree: every path is made here. */

export const paths = {
  root: (hub: string) => `clusters/${hub}/root`,
  bootstrapGuide: (hub: string) => `clusters/${hub}/BOOTSTRAP.md`,
  bootstrap: (cluster: string) => `clusters/${cluster}/bootstrap`,
  group: (cluster: string, group: Group) => `clusters/${cluster}/${group}`,
  namespaces: (cluster: string) => `clusters/${cluster}/manifests/namespaces`,
  clusterManifests: (cluster: string, group: Group, name: string) =>
    `clusters/${cluster}/manifests/${kindOfGroup(group)}/${name}`,
  clusterValues: (cluster: string, kind: Kind, name: string) => `clusters/${cluster}/values/${kind}/${name}.yaml`,
  sealed: (cluster: string) => `clusters/${cluster}/sealed`,
  values: (kind: Kind, name: string) => `${kind}/${name}/values.yaml`,
  cloudValues: (kind: Kind, name: string, cloud: string) => `${kind}/${name}/values-${cloud}.yaml`,
  manifests: (kind: Kind, name: string) => `${kind}/${name}/manifests`,
  environmentValues: (environment: string, kind: Kind, name: string) =>
    `environments/${environment}/${kind}/${name}/values.yaml`,
  image: (environment: string, name: string) => `environments/${environment}/apps/${name}/image.yaml`,
  mesh: (environment: string, name: string) => `environments/${environment}/apps/${name}/mesh`,
  routes: (environment: string) => `environments/${environment}/mesh`,
  ingress: (environment: string) => `environments/${environment}/ingress`,
  serviceChart: (version: string) => `charts/service/${version}`,
} as const;

/** Groups of Applications of a cluster, in the order in which they come up. */
export const GROUPS = ['infra', 'platform', 'apps'] as const;
export type Group = (typeof GROUPS)[number];

/** Top folders of values: components and charts are `infra` whatever group they stand in. */
export type Kind = 'infra' | 'apps';

export function kindOfGroup(group: Group): Kind {
  return group === 'apps' ? 'apps' : 'infra';
}

/** File name of an object: kind in kebab case, then its name; only characters that every file system takes. */
export function objectFileName(kind: string, name: string): string {
  const word = kind.replace(/([a-z0-9])([A-Z])/g, '$1-$2').toLowerCase();
  return `${word}-${name.replace(/[^A-Za-z0-9.-]/g, '_')}.yaml`;
}
