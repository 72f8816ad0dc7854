/** Fills `{argument}` places of a message with the arguments of a finding. */
export function formatMessage(template: string, finding: Readonly<Record<string, unknown>>): string {
  return template.replace(/\{([a-z_]+)\}/g, (place, name: string) => {
    const value = Object.hasOwn(finding, name) ? finding[name] : undefined;
    return value === undefined ? place : formatArgument(value);
  });
}

function formatArgument(value: unknown): string {
  if (Array.isArray(value))
    return value
      .map((entry) => formatArgument(entry))
      .toSorted()
      .join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
