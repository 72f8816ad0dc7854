import type { HelmValues } from '../config/component-types.ts';
import type { ConfigPath } from '../contract/config-path.ts';
import { formatPointer } from '../contract/json-pointer.ts';
import { isValuesMap } from '../model/helm-values.ts';

/** Notes for every leaf of raw values where it was authored. @param at config path of the values as a whole */
export function noteLeaves(origins: Map<string, ConfigPath>, values: HelmValues, at: ConfigPath): void {
  const walk = (inner: HelmValues, path: readonly string[]) => {
    for (const [key, value] of Object.entries(inner)) {
      const here = [...path, key];
      if (isValuesMap(value) && Object.keys(value).length > 0) walk(value, here);
      else origins.set(formatPointer(here), [...at, ...here]);
    }
  };
  walk(values, []);
}
