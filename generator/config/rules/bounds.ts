/** Numbers that people change by hand, within what was agreed. */
import type { ConfigPath } from '../../contract/config-path.ts';
import type { DraftComponent } from '../draft.ts';
import { defineRule } from './_define.ts';

export const outOfBounds = defineRule({
  name: 'out-of-bounds',
  summary: 'A number of a component is within the `bounds` that the component states for it.',
  *check(draft) {
    for (const component of draft.components) {
      for (const [option, bound] of component.node.get('bounds').entries()) {
        const min = bound.get('min').number ?? Number.NEGATIVE_INFINITY;
        const max = bound.get('max').number ?? Number.POSITIVE_INFINITY;
        for (const { number, path } of numbersOf(component, option, bound.path)) {
          if (number >= min && number <= max) continue;
          const side = number > max ? 'max' : 'min';
          const limit = number > max ? `the most is ${max}` : `the least is ${min}`;
          yield {
            path,
            message: `${number} is out of bounds: ${limit}`,
            fix: `Write a number within the bounds; if others are agreed on, change \`${component.section}.${component.name}.bounds.${option}.${side}\`.`,
          };
        }
      }
    }
  },
});

/** What an option is wherever it is said; the catalogue's default, where it is not, stands at the bound. */
function numbersOf(
  { node, definition }: DraftComponent,
  option: string,
  bound: ConfigPath,
): readonly { readonly number: number; readonly path: ConfigPath }[] {
  const overrides = ['environments', 'clusters'].flatMap((section) =>
    node
      .get(section)
      .entries()
      .map(([, layer]) => layer.get(option)),
  );
  const defaults: Readonly<Record<string, unknown>> = { ...definition?.defaults };
  const own = node.get(option);
  const written = [own, ...overrides].flatMap(({ number, path }) => (number === undefined ? [] : [{ number, path }]));
  const usual = defaults[option];
  return own.exists || typeof usual !== 'number' ? written : [{ number: usual, path: bound }, ...written];
}
