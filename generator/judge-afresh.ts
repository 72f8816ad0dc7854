/** Renders a plan and validates what every cluster would receive. */
import { componentParametersOf, imagesOfComponents } from './catalogue-use.ts';
import type { Violation } from './contract/finding.ts';
import type { Judgement } from './judgement.ts';
import { handMadeSecrets } from './model/component-secrets.ts';
import type { Platform } from './model/platform.ts';
import { type Engines, withEngines } from './open-engines.ts';
import type { FilePlan } from './plan/file-plan.ts';
import type { RenderedRepository } from './render/render-repository.ts';
import type { RepositoryView } from './render/repository-view.ts';
import { traceOrigins } from './render/trace.ts';
import { type ChartPlaces, renderPlan } from './render-plan.ts';
import type { PolicyParameters } from './validate/index/parameters.ts';
import { validateResources } from './validate/validate.ts';

/** Resources of a platform that is large. */
const MANY = 20_000;

/**
 * @param places also engines that were started ahead; else they start when first needed, and end with the judgement
 * @param onStage called with each stage's name and time in milliseconds
 */
export async function judgeAfresh(
  platform: Platform,
  plan: FilePlan,
  view: RepositoryView,
  places: ChartPlaces & { readonly engines?: Engines | undefined },
  onStage?: (name: string, milliseconds: number) => void,
): Promise<Judgement> {
  const started = performance.now();
  const judge = async (engines: Engines): Promise<Judgement> => {
    const rendered = await renderPlan(platform, view, places, engines);
    onStage?.('  render', performance.now() - started);
    // The judges need memory, too: of many resources, not while the renderers keep theirs.
    if (rendered.resources.length > MANY) await engines.helm.rest();
    const verdict = await validateResources(rendered.resources, {
      parameters: policyParameters(platform, rendered),
      crds: rendered.crds,
      cacheFolder: places.cacheFolder,
      engine: engines.kubernetes,
      ...(onStage === undefined ? {} : { onStage: (name, ms) => onStage(`  ${name}`, ms) }),
    });
    const violations = await traceOrigins([...rendered.violations, ...verdict.violations], {
      releases: rendered.releases,
      helm: engines.helm,
      spec: (path) => plan.get(path),
    });
    return {
      violations: violations.map(slim),
      notChecked: [...rendered.notChecked, ...verdict.notChecked],
      images: imagesOfComponents(platform, rendered.resources),
      summary: { resources: rendered.resources.length, rendered: rendered.applications },
    };
  };
  return places.engines === undefined ? withEngines(judge) : judge(places.engines);
}

/** Keeps of a violation's subject what a report names; the rest could hold what no cache may. */
function slim(violation: Violation): Violation {
  const { subject } = violation;
  if (subject === undefined) return violation;
  const { apiVersion, kind, metadata } = subject.resource;
  const { name, generateName, namespace } = metadata;
  const names = {
    ...(name === undefined ? {} : { name }),
    ...(generateName === undefined ? {} : { generateName }),
    ...(namespace === undefined ? {} : { namespace }),
  };
  return { ...violation, subject: { ...subject, resource: { apiVersion, kind, metadata: names } } };
}

function policyParameters(platform: Platform, rendered: RenderedRepository): PolicyParameters {
  return {
    images: { registries: platform.policy.images?.registries ?? [] },
    externals: [
      ...(platform.policy.externals ?? []).map((text) => {
        const [kind = '', namespace = '', name = ''] = text.split('/');
        return { kind, ...(namespace === '' ? {} : { namespace }), name };
      }),
      ...handMadeSecrets(platform).map((secret) => ({ kind: 'Secret', ...secret })),
    ],
    environments: Object.fromEntries(
      platform.environments.map((one) => [one.name, { protected: one.protected, podSecurity: one.podSecurity }]),
    ),
    hasConfig: true,
    components: componentParametersOf(platform),
    unrendered: rendered.unrendered.map(({ cluster, application, namespace }) => ({ cluster, application, namespace })),
  };
}
