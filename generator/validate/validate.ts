/** Layers of checks over what clusters would receive, in the order of DESIGN: schema, then policies. */
import type { NotChecked, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { PolicyParameters } from './index/parameters.ts';
import { checkPolicies } from './policy/evaluate.ts';
import { checkSchemas } from './schema/check-schemas.ts';

export interface ValidateOptions {
  readonly parameters: PolicyParameters;
  /** CustomResourceDefinitions by cluster. Absent: those among the resources count everywhere. */
  readonly crds?: ReadonlyMap<string, readonly KubernetesObject[]>;
  /** Rule ids to report; absent means all. */
  readonly rules?: ReadonlySet<string>;
  /** Layers to run; absent means all. */
  readonly layers?: ReadonlySet<string>;
  /** Called with each layer's name and time in milliseconds. */
  readonly onStage?: (name: string, milliseconds: number) => void;
}

export interface Verdict {
  readonly violations: readonly Violation[];
  readonly notChecked: readonly NotChecked[];
}

/** Judges resources by every layer. All layers always run, whatever an earlier one found. */
export async function validateResources(resources: readonly Rendered[], options: ValidateOptions): Promise<Verdict> {
  const wanted = (layer: string) => options.layers === undefined || options.layers.has(layer);
  const nothing: Verdict = { violations: [], notChecked: [] };
  const start = performance.now();
  const schema = wanted('schema')
    ? checkSchemas(resources, { crds: options.crds ?? resources.map((one) => one.resource).filter(isCrd) })
    : nothing;
  options.onStage?.('schema', performance.now() - start);
  const middle = performance.now();
  const policy = wanted('policy')
    ? await checkPolicies(resources, {
        parameters: options.parameters,
        ...(options.rules === undefined ? {} : { rules: options.rules }),
      })
    : nothing;
  options.onStage?.('policy', performance.now() - middle);
  return {
    violations: [...schema.violations.filter((one) => options.rules?.has(one.rule) ?? true), ...policy.violations],
    notChecked: [...schema.notChecked, ...policy.notChecked],
  };
}

function isCrd(resource: Rendered['resource']): boolean {
  return resource.kind === 'CustomResourceDefinition' && resource.apiVersion === 'apiextensions.k8s.io/v1';
}
