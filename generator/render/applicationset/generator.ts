/** What a generator of an ApplicationSet is given, and gives. */
import type { Checkouts } from '../checkouts.ts';
import type { Parameters, Templating } from './templating.ts';

export interface GeneratorContext {
  readonly templating: Templating;
  readonly checkouts: Checkouts;
  /** Clusters whose Secrets lie in the repository. */
  readonly clusterSecrets: readonly ClusterSecret[];
  /** Notes what the result depends on and nobody here can know. */
  note(reason: string): void;
  parseYaml(text: string): Promise<unknown>;
  /** Parameters of a generator inside of this one, with those of its left neighbour filled in. */
  generate(generator: Readonly<Record<string, unknown>>, outer: Parameters): Promise<readonly Parameters[]>;
}

export interface ClusterSecret {
  readonly name: string;
  readonly server: string;
  readonly project: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

export type Generate = (
  context: GeneratorContext,
  settings: Readonly<Record<string, unknown>>,
) => Promise<readonly Parameters[]>;

/** Adds a generator's own `values`, each a template over the parameters so far. */
export async function withValues(
  { templating }: GeneratorContext,
  parameters: Parameters,
  values: unknown,
): Promise<Parameters> {
  if (typeof values !== 'object' || values === null || Object.keys(values).length === 0) return parameters;
  const own: Record<string, string> = {};
  for (const [key, value] of Object.entries(values)) own[key] = await templating.replaceText(String(value), parameters);
  if (templating.goTemplate) return { ...parameters, values: own };
  const flat = Object.entries(own).map(([key, value]) => [`values.${key}`, value]);
  return { ...parameters, ...Object.fromEntries(flat) };
}
