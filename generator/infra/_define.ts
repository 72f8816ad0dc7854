import type { ComponentInstance, ComponentOptions } from '../config/component-types.ts';
import type { ComponentDefinition } from '../model/component.ts';

/** A factory for the config, with its definition attached for the registry. */
export interface ComponentFactory<Options extends object> {
  <const Environment extends string = never, const Cluster extends string = never>(
    options?: ComponentOptions<Partial<Options>, Environment, Cluster>,
  ): ComponentInstance<NoInfer<Environment>, NoInfer<Cluster>>;
  readonly definition: ComponentDefinition<Options>;
}

/** A factory whose options `Required` must be given, because only the author can know them. */
export interface RequiredComponentFactory<Options extends object, Required extends keyof Options> {
  <const Environment extends string = never, const Cluster extends string = never>(
    options: ComponentOptions<Partial<Options> & Pick<Options, Required>, Environment, Cluster>,
  ): ComponentInstance<NoInfer<Environment>, NoInfer<Cluster>>;
  readonly definition: ComponentDefinition<Options>;
}

/** What a component without a chart says of one. */
export const PLAIN = { chart: null, values: { base: () => ({}) } } as const;

/** Defines a component all of whose options have defaults. One file of `infra/` exports one. */
export function defineComponent<Options extends object>(
  definition: ComponentDefinition<Options>,
): ComponentFactory<Options> {
  return Object.assign((options?: object) => ({ component: definition.kind, options: options ?? {} }), { definition });
}

/** Defines a component some of whose options, `Required`, have no default. */
export function defineComponentWith<Options extends object, Required extends keyof Options>(
  definition: ComponentDefinition<Options>,
): RequiredComponentFactory<Options, Required> {
  return Object.assign((options: object) => ({ component: definition.kind, options }), { definition });
}
