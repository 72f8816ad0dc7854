/** What policies need to know and no manifest says. */
export interface PolicyParameters {
  readonly images: { readonly registries: readonly string[] };
  /** Objects that exist without being in the repository; names may hold `*`. */
  readonly externals: readonly ExternalObject[];
  readonly environments: Readonly<Record<string, EnvironmentParameters>>;
  readonly hasConfig: boolean;
  /** By Application: the component that it deploys. */
  readonly components: Readonly<Record<string, ComponentParameters>>;
  /** Applications whose chart was not rendered: what they bring is unknown. */
  readonly unrendered: readonly UnrenderedApplication[];
}

export interface ExternalObject {
  readonly kind: string;
  readonly namespace?: string;
  readonly name: string;
}

/** What a component of the catalogue says about itself. */
export interface ComponentParameters {
  readonly kind: string;
  /** Registries, or paths of them, that its images come from. */
  readonly images: readonly string[];
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
  components: {},
  unrendered: [],
};

/** What holds in an environment; without a config pods are judged by the restricted standard. */
export function environmentParameters(parameters: PolicyParameters, environment: string): EnvironmentParameters {
  const known = Object.hasOwn(parameters.environments, environment) ? parameters.environments[environment] : undefined;
  return known ?? { protected: false, podSecurity: parameters.hasConfig ? 'baseline' : 'restricted' };
}

/** The component of the catalogue that an Application deploys; `undefined` for services, other charts and plain files. */
export function componentParameters(
  { components }: PolicyParameters,
  application: string,
): ComponentParameters | undefined {
  return Object.hasOwn(components, application) ? components[application] : undefined;
}
