/** Secrets that a component needs before its pods start: brought by External Secrets, or made by hand. */
import type { KubernetesObject } from '../contract/resource.ts';
import { isMissing } from './cloud.ts';
import type { ComponentSecret } from './component.ts';
import { settingsOn } from './placement.ts';
import type { Cluster, Component, Platform, SecretStore } from './platform.ts';

/** @returns the Secrets that the component names for a cluster */
export function secretsOf(platform: Platform, component: Component, cluster: Cluster): readonly ComponentSecret[] {
  const settings = settingsOn(component, cluster);
  return component.definition.secrets?.(settings, cluster, platform) ?? [];
}

/** @returns an ExternalSecret for each of them, or nothing where they are made, or sealed, by hand */
export function externalSecretsOf(
  platform: Platform,
  component: Component,
  cluster: Cluster,
): readonly KubernetesObject[] {
  const store = storeFor(platform, component, cluster);
  if (store === null) return [];
  return secretsOf(platform, component, cluster).map(({ name, entry, data, type, template }) => ({
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name, namespace: component.namespace },
    spec: {
      refreshInterval: '1h',
      secretStoreRef: { kind: 'ClusterSecretStore', name: store },
      target: {
        name,
        creationPolicy: 'Owner',
        ...(template === undefined && type === undefined
          ? {}
          : {
              template: {
                engineVersion: 'v2',
                ...(type === undefined ? {} : { type }),
                ...(template === undefined ? {} : { data: { ...template } }),
              },
            }),
      },
      data: Object.entries(data)
        .toSorted(([a], [b]) => (a < b ? -1 : 1))
        .map(([secretKey, property]) => ({ secretKey, remoteRef: { key: entry, property } })),
    },
  }));
}

/** @returns Secrets that somebody makes, or seals, on some cluster, because no store brings them there */
export function handMadeSecrets(platform: Platform): readonly { readonly namespace: string; readonly name: string }[] {
  return platform.components.flatMap((component) =>
    component.placement.flatMap((cluster) => {
      const unbrought = storeFor(platform, component, cluster) === null ? secretsOf(platform, component, cluster) : [];
      const keys = cluster.cloud.keysOf(component.definition.kind);
      return [...unbrought, ...keys].map(({ name }) => ({ namespace: component.namespace, name }));
    }),
  );
}

/** Name of the secret store that External Secrets reads for a component on a cluster; null where nobody brings Secrets. */
function storeFor(platform: Platform, component: Component, cluster: Cluster): string | null {
  const store = cluster.environment.secretStore;
  if (store === null || store.type === 'sealed') return null;
  // It would wait for what waits for it.
  const { carries = [] } = component.definition;
  const above = platform.components.filter((one) => carries.includes(one.definition.kind));
  if (above.some((one) => one.placement.includes(cluster) && servesStore(one, store))) return null;
  if (store.type === 'cloud' && isMissing(cluster.cloud.secretStoreProvider())) return null;
  const brings = platform.components.some(
    (one) => one.definition.kind === 'external-secrets' && one.placement.includes(cluster),
  );
  return brings ? store.name : null;
}

/** Whether a Vault is one of the platform's own, by the name of its Service. */
function servesStore({ name, namespace }: Component, store: SecretStore): boolean {
  return store.type === 'vault' && new URL(store.vault.server).hostname.startsWith(`${name}.${namespace}.svc`);
}
