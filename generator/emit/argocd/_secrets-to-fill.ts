/** What components read from secret stores, and the Secrets that nobody brings: lines of the bootstrap guide. */
import type { ComponentSecret } from '../../model/component.ts';
import { externalSecretsOf, secretsOf } from '../../model/component-secrets.ts';
import { settingsOn } from '../../model/placement.ts';
import type { Cluster, Component, Platform } from '../../model/platform.ts';

/** @returns one line for each entry of a secret store, and for each Secret that is made by hand */
export function secretsToFill(platform: Platform): string {
  const entries = new Map<string, Set<string>>();
  const lines: string[] = [];
  for (const component of platform.components) {
    for (const cluster of component.placement) {
      const brought = externalSecretsOf(platform, component, cluster).length > 0;
      for (const { name, keys } of cluster.cloud.keysOf(component.definition.kind)) {
        lines.push(`${secretLine(name, keys, component, cluster)}: pods have no identity at this cloud.`);
      }
      for (const secret of secretsOf(platform, component, cluster)) {
        if (!brought) {
          const { name, template, data } = secret;
          lines.push(
            `${secretLine(name, Object.keys(template ?? data), component, cluster)}: no store brings it there.`,
          );
          continue;
        }
        const key = `Entry \`${secret.entry}\` of the secret store of \`${cluster.environment.name}\``;
        const properties = entries.get(key) ?? new Set();
        entries.set(key, properties);
        for (const property of [...Object.values(secret.data), ...logins(platform, component, cluster, secret)])
          properties.add(property);
      }
    }
  }
  for (const [entry, properties] of entries) lines.push(`${entry}: ${list([...properties])}.`);
  return lines
    .toSorted()
    .map((line) => `- ${line}\n`)
    .join('');
}

/** Properties by which services log in to the component, where it is one of the platform's stores. */
function logins(
  platform: Platform,
  component: Component,
  cluster: Cluster,
  { entry }: ComponentSecret,
): readonly string[] {
  const isStore = platform.stores.some((one) => one.type === 'infra' && one.component === component);
  const settings = settingsOn(component, cluster);
  return isStore && component.definition.store?.(settings).secret === entry ? ['user', 'password'] : [];
}

function secretLine(
  name: string,
  keys: readonly string[],
  { namespace }: Component,
  { name: cluster }: Cluster,
): string {
  return `Secret \`${name}\` in namespace \`${namespace}\` on \`${cluster}\`, with ${list(keys)}`;
}

function list(words: readonly string[]): string {
  return words
    .toSorted()
    .map((word) => `\`${word}\``)
    .join(', ');
}
