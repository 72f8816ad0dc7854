/** What policies need to know and no manifest says. */
export interface PolicyParameters {
  readonly images: { readonly registries: readonly string[] };
  /** Objects that exist without being in the repository; names may hold `*`. */
  readonly externals: readonly ExternalObject[];
  readonly environments: Readonly<Record<string, EnvironmentParameters>>;
  readonly hasConfig: boolean;
  /** Applications whose chart was not rendered: what they bring is unknown. */
  readonly unrendered: readonly UnrenderedApplication[];
}

export interface ExternalObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

export interface EnvironmentParameters {
  readonly protected: boolean;
  readonly podSecurity: 'privileged' | 'baseline' | 'restricted';
}

export interface UnrenderedApplication {
  readonly cluster: string;
  readonly application: string;
  readonly namespace: string;
  readonly crds?: readonly string[];
}

/** The parameters of a run that has no config. */
export const NO_PARAMETERS: PolicyParameters = {
  images: { registries: [] },
  externals: [],
  environments: {},
  hasConfig: false,
  unrendered: [],
};

/** What holds in an environment; without a config pods are judged by the restricted standard. */
export function environmentParameters(parameters: PolicyParameters, environment: string): EnvironmentParameters {
  const known = Object.hasOwn(parameters.environments, environment) ? parameters.environments[environment] : undefined;
  return known ?? { protected: false, podSecurity: parameters.hasConfig ? 'baseline' : 'restricted' };
}
