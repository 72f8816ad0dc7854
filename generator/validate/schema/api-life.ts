// Versions of an API that a cluster knows and yet does not serve, or serves for the last time.
import { apiGroup } from '../../contract/resource.ts';
import { builtInKinds, bundledKinds, type KindSchema } from './catalogue.ts';
import type { GivenKinds } from './given-kinds.ts';
import { minorNumber } from './kubernetes-minor.ts';
import type { Sentence } from './sentence.ts';

export interface ApiLifeFinding extends Sentence {
  /** Whether the cluster takes the object all the same. */
  readonly served: boolean;
}

const UNSTABLE = /^v\d+(alpha|beta)\d+$/;

/** Versions that are served and deprecated: the API server answers them with a warning. */
const DEPRECATED: Readonly<Record<string, { readonly since: string; readonly use: string }>> = {
  'v1/Endpoints': { since: '1.33', use: 'discovery.k8s.io/v1 EndpointSlice' },
};

/**
 * Whether API servers serve a version of a built-in kind only when told to. Since 1.24 a beta API is off by default as an
 * alpha one always was, and no older beta is left in a supported minor.
 */
export function isOffByDefault(apiVersion: string): boolean {
  return UNSTABLE.test(versionOf(apiVersion));
}

/**
 * Whether a known kind is served as this version, and for how long.
 * @returns `undefined` for a version that stays
 */
export function checkApiLife(known: KindSchema, minor: string, given: GivenKinds): ApiLifeFinding | undefined {
  return known.builtIn ? builtInLife(known, minor) : customLife(known, given);
}

function builtInLife({ apiVersion, kind }: KindSchema, minor: string): ApiLifeFinding | undefined {
  const name = `${apiVersion} ${kind}`;
  if (isOffByDefault(apiVersion)) {
    const stable = builtInKinds(minor)
      .filter((other) => other.kind === kind && apiGroup(other.apiVersion) === apiGroup(apiVersion))
      .map((other) => other.apiVersion)
      .find((other) => !isOffByDefault(other));
    const message = `Kubernetes ${minor} serves ${name} only where --runtime-config switches it on`;
    const rule = { rule: 'api-off-by-default' } as const;
    if (stable !== undefined) {
      const fix = `Move to ${stable}, which every cluster of Kubernetes ${minor} serves; its fields may differ.`;
      return { ...rule, message: `${message}; use ${stable}`, fix, served: false };
    }
    // Who writes such an object has switched it on: there is no other version to move to.
    const fix = `Make sure that the cluster runs with --runtime-config=${apiVersion}=true.`;
    return { ...rule, message, fix, served: true };
  }
  const deprecated = DEPRECATED[`${apiVersion}/${kind}`];
  if (deprecated === undefined || minorNumber(minor) < minorNumber(deprecated.since)) return undefined;
  return deprecatedSentence(`${name} is deprecated since Kubernetes ${deprecated.since}`, deprecated.use);
}

function customLife(
  { apiVersion, kind, source, deprecated }: KindSchema,
  given: GivenKinds,
): ApiLifeFinding | undefined {
  if (!deprecated) return undefined;
  const group = apiGroup(apiVersion);
  const current = [...given.values(), ...bundledKinds().values()].filter(
    (other) => other.kind === kind && apiGroup(other.apiVersion) === group && !other.deprecated,
  );
  const origin = given.has(`${apiVersion}/${kind}`) ? '' : ` of ${source}`;
  const versions = [...new Set(current.map((other) => other.apiVersion))];
  return deprecatedSentence(
    `${apiVersion} ${kind} is deprecated by its CustomResourceDefinition${origin}`,
    versions.join(' or '),
  );
}

function deprecatedSentence(message: string, use: string): ApiLifeFinding {
  return {
    rule: 'deprecated-api',
    message: use === '' ? message : `${message}; use ${use}`,
    fix:
      use === '' ? 'Ask the product what follows it.' : `Move to ${use} before it is removed; its fields may differ.`,
    served: true,
  };
}

function versionOf(apiVersion: string): string {
  return apiVersion.slice(apiVersion.lastIndexOf('/') + 1);
}
