import type { ConfigPath } from '../contract/config-path.ts';
import { formatPointer } from '../contract/json-pointer.ts';
import { isRecord } from '../contract/resource.ts';

/** Notes for every leaf of raw values where it was authored. @param at config path of the values as a whole */
export function noteLeaves(origins: Map<string, ConfigPath>, values: object, at: ConfigPath): void {
  const walk = (inner: object, path: readonly string[]) => {
    for (const [key, value] of Object.entries(inner)) {
      const here = [...path, key];
      if (isRecord(value) && Object.keys(value).length > 0) walk(value, here);
      else origins.set(formatPointer(here), [...at, ...here]);
    }
  };
  walk(values, []);
}
