import type { ConfigNode } from '../config-node.ts';
import type { Draft } from '../draft.ts';

/** What is authored of services: each by itself, and each override beside it, unmerged. */
export function serviceLayers(draft: Draft): readonly ConfigNode[] {
  return [...draft.services.values()].flatMap((service) => service.layers);
}

/** Merged settings of services, each variant once. */
export function serviceVariants(draft: Draft): readonly ConfigNode[] {
  return [...draft.services.values()].flatMap((service) => service.variants.map((one) => one.settings));
}
