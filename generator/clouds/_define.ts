import type { CloudInstance } from '../config/component-types.ts';
import type { CloudDefinition } from '../model/cloud.ts';

export interface CloudFactory<Options extends object> {
  (options: Options): CloudInstance;
  readonly definition: CloudDefinition<Options>;
}

/** Defines a cloud. One file of `clouds/` exports one. */
export function defineCloud<Options extends object>(definition: CloudDefinition<Options>): CloudFactory<Options> {
  return Object.assign((options: Options) => ({ cloud: definition.name, options }), { definition });
}
