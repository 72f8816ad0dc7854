/** What components read from secret stores, and the Secrets that nobody brings: lines of the bootstrap guide. */
import type { ComponentSecret } from '../../model/component.ts';
import { externalSecretsOf, secretsOf } from '../../model/component-secrets.ts';
import type { Cluster, Component, Platform } from '../../model/platform.ts';

/** @returns one line for each entry of a secret store, and for each Secret that is made by hand */
export function secretsToFill(platform: Platform): string {
  const entries = new Map<string, Set<string>>();
  const lines: string[] = [];
  for (const component of platform.components) {
    for (const cluster of component.placement) {
      const brought = externalSecretsOf(platform, component, cluster).length > 0;
      for (const secret of secretsOf(component, cluster)) {
        if (!brought) {
          lines.push(handMade(secret, component, cluster));
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
  const settings = component.settings.clusters.get(cluster.name) ?? component.settings.base;
  return isStore && component.definition.store?.(settings).secret === entry ? ['user', 'password'] : [];
}

function handMade({ name, data, template }: ComponentSecret, component: Component, cluster: Cluster): string {
  const keys = list(Object.keys(template ?? data));
  return `Secret \`${name}\` in namespace \`${component.namespace}\` on \`${cluster.name}\`, with ${keys}: no store brings it there.`;
}

function list(words: readonly string[]): string {
  return words
    .toSorted()
    .map((word) => `\`${word}\``)
    .join(', ');
}
