/** What the renderer has to know about kinds, out of the schemas. */
import { apiGroup, type KubernetesObject } from './contract/resource.ts';
import type { KindKnowledge } from './render/render-work.ts';
import { builtInKinds, bundledKinds, isNamespaced } from './validate/schema/catalogue.ts';

const versions = new Map<string, readonly string[]>();

/** By list of definitions: a list is complete when it is first asked about. */
const scopes = new WeakMap<readonly KubernetesObject[], Map<string, boolean | undefined>>();

/** What `isNamespaced` says, worked out once for a kind: it is asked of every resource. */
function rememberScope(
  apiVersion: string,
  kind: string,
  kubernetes: string,
  crds: readonly KubernetesObject[],
): boolean | undefined {
  const known = scopes.get(crds) ?? new Map<string, boolean | undefined>();
  scopes.set(crds, known);
  const name = `${kubernetes} ${apiVersion}/${kind}`;
  if (!known.has(name)) known.set(name, isNamespaced(apiVersion, kind, kubernetes, crds));
  return known.get(name);
}

export const KIND_KNOWLEDGE: KindKnowledge = {
  isNamespaced: rememberScope,
  builtInVersions(kubernetes) {
    let known = versions.get(kubernetes);
    if (known === undefined) {
      const kinds = builtInKinds(kubernetes);
      known = [...new Set(kinds.flatMap(({ apiVersion, kind }) => [apiVersion, `${apiVersion}/${kind}`]))].sort();
      versions.set(kubernetes, known);
    }
    return known;
  },
  // In the versions of the bundled definitions: a statement names kinds only.
  statedVersions: ({ crds }) =>
    [...bundledKinds().values()]
      .filter(({ apiVersion, kind }) => crds[apiGroup(apiVersion)]?.includes(kind) === true)
      .flatMap(({ apiVersion, kind }) => [apiVersion, `${apiVersion}/${kind}`]),
};
