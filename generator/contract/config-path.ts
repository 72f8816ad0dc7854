/** Where a value stands in the authored config, e.g. `['services', 'payments', 'expose', 0, 'host']`. */
export type ConfigPath = readonly (string | number)[];

const IDENTIFIER = /^[A-Za-z_$][\w$]*$/;

/** Prints a config path the way a person would write it: `services.payments.expose[0].host`. */
export function formatConfigPath(path: ConfigPath): string {
  return path
    .map((part, index) => {
      if (typeof part === 'number') return `[${part}]`;
      if (!IDENTIFIER.test(part)) return `['${part}']`;
      return index === 0 ? part : `.${part}`;
    })
    .join('');
}
