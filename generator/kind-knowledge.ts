/** What the renderer has to know about kinds, out of the schemas. */
import { apiGroup } from './contract/resource.ts';
import type { KindKnowledge } from './render/render-work.ts';
import { builtInKinds, bundledKinds, isNamespaced } from './validate/schema/catalogue.ts';

const versions = new Map<string, readonly string[]>();

export const KIND_KNOWLEDGE: KindKnowledge = {
  isNamespaced,
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
