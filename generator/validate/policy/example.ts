import { parse } from 'yaml';
import { PlatformError } from '../../contract/platform-error.ts';
import type { Rendered } from '../../contract/rendered.ts';
import { isKubernetesObject, isRecord } from '../../contract/resource.ts';
import { NO_PARAMETERS, type PolicyParameters } from '../index/parameters.ts';

/** A manifest that shows what a rule wants: resources, and what the policies are told about them. */
export interface Example {
  readonly resources: readonly Rendered[];
  readonly parameters: PolicyParameters;
}

/**
 * Reads an example. Comments say what manifests cannot: `# parameters: {…}` on the first line, and `# cluster: hub` or
 * `# application: payments` before a document. Where the parameters name one environment, everything stands in it.
 */
export function readExample(path: string, text: string): Example {
  const given: unknown = parse(/^# parameters: (.*)$/m.exec(text)?.[1] ?? '{}');
  // Examples are written beside their rule; what is missing gets its default here.
  const parameters = { ...NO_PARAMETERS, ...(isRecord(given) ? (given as Partial<PolicyParameters>) : {}) };
  const environments = Object.keys(parameters.environments);
  const environment = environments.length === 1 ? (environments[0] ?? '') : '';
  const resources = text.split(/^---$/m).flatMap((document) => {
    const value: unknown = parse(document);
    if (value === null) return [];
    if (!isKubernetesObject(value)) {
      throw new PlatformError('policy-example', `${path} holds something that is no Kubernetes object`, {
        fix: 'Every document needs apiVersion, kind and metadata.',
      });
    }
    const said = (key: string) => new RegExp(`^# ${key}: (.+)$`, 'm').exec(document)?.[1]?.trim() ?? '';
    const place = { cluster: said('cluster'), environment, kubernetes: '1.34', application: said('application') };
    return [{ ...place, source: path, resource: value }];
  });
  return { resources, parameters };
}
