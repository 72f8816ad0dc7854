/** Makes the Applications of an ApplicationSet, as Argo CD's controller would. */
import { isKubernetesObject, isRecord, type KubernetesObject } from '../../contract/resource.ts';
import type { RenderedText, TemplateRequest } from '../../engines/helm-protocol.ts';
import type { Checkouts } from '../checkouts.ts';
import { mergePatch } from '../source-type.ts';
import { generateClusters } from './cluster-generator.ts';
import { generateMatrix, generateMerge } from './combined-generators.ts';
import type { ClusterSecret, Generate, GeneratorContext } from './generator.ts';
import { generateGit } from './git-generator.ts';
import { generateList } from './list-generator.ts';
import { flatten, isEmpty, matchesSelector } from './parameters.ts';
import { createTemplating, NotExpandable, type Parameters, type Templating } from './templating.ts';

export interface ExpandOptions {
  readonly checkouts: Checkouts;
  readonly clusterSecrets: readonly ClusterSecret[];
  template(request: TemplateRequest): Promise<readonly RenderedText[]>;
  parseYaml(text: string): Promise<unknown>;
}

export interface Expansion {
  readonly applications: readonly KubernetesObject[];
  /** What could not be expanded, or depends on what nobody here knows. */
  readonly notes: readonly string[];
  /** What Argo CD would refuse too. */
  readonly mistakes: readonly string[];
}

const GENERATORS: Readonly<Record<string, Generate>> = {
  list: generateList,
  clusters: generateClusters,
  git: generateGit,
  matrix: generateMatrix,
  merge: generateMerge,
};

/** They ask the world outside of the repository. */
const OUTSIDE = ['scmProvider', 'pullRequest', 'clusterDecisionResource', 'plugin'];

const FINALIZER = 'resources-finalizer.argocd.argoproj.io';

export async function expandApplicationSet(
  applicationSet: KubernetesObject,
  options: ExpandOptions,
): Promise<Expansion> {
  const spec = isRecord(applicationSet.spec) ? applicationSet.spec : {};
  const templating = createTemplating(
    {
      goTemplate: spec.goTemplate === true,
      options: Array.isArray(spec.goTemplateOptions) ? spec.goTemplateOptions.map(String) : [],
    },
    options.template,
  );
  const notes = new Set<string>();
  const mistakes = new Set<string>();
  const context: GeneratorContext = {
    ...options,
    templating,
    note: (reason) => void notes.add(reason),
    generate: (generator, outer) => generate(context, generator, outer),
  };
  const applications: KubernetesObject[] = [];
  for (const generator of Array.isArray(spec.generators) ? spec.generators.filter(isRecord) : []) {
    try {
      const template = fillGaps(templateOf(generator), spec.template);
      for (const parameters of await generate(context, generator, {})) {
        applications.push(
          await makeApplication(templating, applicationSet, spec, template, parameters, options.parseYaml),
        );
      }
    } catch (error) {
      if (!(error instanceof NotExpandable)) throw error;
      (error.kind === 'mistake' ? mistakes : notes).add(error.message);
    }
  }
  return { applications, notes: [...notes], mistakes: [...mistakes] };
}

async function generate(
  context: GeneratorContext,
  generator: Readonly<Record<string, unknown>>,
  outer: Parameters,
): Promise<readonly Parameters[]> {
  const { selector, ...kinds } = generator;
  const [kind, given] = Object.entries(kinds).find(([name]) => name in GENERATORS || OUTSIDE.includes(name)) ?? [];
  const run = kind === undefined ? undefined : GENERATORS[kind];
  if (kind === undefined) {
    const name = Object.keys(kinds)[0];
    throw new NotExpandable(
      'unknown',
      name === undefined ? 'one of its generators is empty' : `its generator ${name} is not known`,
    );
  }
  if (run === undefined) {
    throw new NotExpandable('unknown', `its generator ${kind} asks what is outside of the repository`);
  }
  const settings = isRecord(given) ? await interpolate(context.templating, given, outer) : {};
  const found = await run(context, settings);
  return selector === undefined ? found : found.filter((one) => matchesSelector(selector, flatten(one)));
}

/** Fills the parameters of a left neighbour in; a generator's `values` may name its own parameters, which come later. */
async function interpolate(
  templating: Templating,
  settings: Record<string, unknown>,
  outer: Parameters,
): Promise<Record<string, unknown>> {
  if (isEmpty(outer)) return settings;
  const { values, template, ...others } = settings;
  const filled = await templating.replaceAll(others, outer);
  const known: Record<string, string> = {};
  for (const [key, value] of Object.entries(isRecord(values) ? values : {})) {
    known[key] = await templating.replaceKnown(String(value), outer);
  }
  return { ...(isRecord(filled) ? filled : {}), ...(isEmpty(known) ? {} : { values: known }) };
}

async function makeApplication(
  templating: Templating,
  applicationSet: KubernetesObject,
  spec: Record<string, unknown>,
  template: unknown,
  parameters: Parameters,
  parseYaml: ExpandOptions['parseYaml'],
): Promise<KubernetesObject> {
  const rendered = isEmpty(parameters) ? template : await templating.replaceAll(template, parameters);
  const made = isRecord(rendered) ? rendered : {};
  const patch =
    typeof spec.templatePatch === 'string' ? await templating.replaceText(spec.templatePatch, parameters) : '';
  const patched = patch === '' ? made : mergePatch(made, await parseYaml(patch));
  const { metadata, spec: own } = isRecord(patched) ? patched : made;
  const { namespace } = applicationSet.metadata;
  const names = isRecord(metadata) ? metadata : {};
  const keeps = isRecord(spec.syncPolicy) && spec.syncPolicy.preserveResourcesOnDeletion === true;
  const application = {
    apiVersion: applicationSet.apiVersion,
    kind: 'Application',
    metadata: {
      ...names,
      ...(namespace === undefined ? {} : { namespace }),
      ...(isEmpty(names.finalizers) && !keeps ? { finalizers: [FINALIZER] } : {}),
    },
    spec: isRecord(own) && isRecord(made.spec) ? { ...own, project: made.spec.project } : own,
  };
  if (!isKubernetesObject(application)) throw new NotExpandable('mistake', 'its template makes no Application');
  return application;
}

/** The template that a generator itself carries. */
function templateOf(generator: Record<string, unknown>): unknown {
  return Object.values(generator).flatMap((settings) => (isRecord(settings) ? [settings.template] : []))[0];
}

/** A generator's own template wins; what it leaves empty comes from the ApplicationSet's. */
function fillGaps(own: unknown, common: unknown): unknown {
  if (isRecord(own) && isRecord(common)) {
    const keys = new Set([...Object.keys(own), ...Object.keys(common)]);
    return Object.fromEntries([...keys].map((key) => [key, fillGaps(own[key], common[key])]));
  }
  return isEmpty(own) ? common : own;
}
