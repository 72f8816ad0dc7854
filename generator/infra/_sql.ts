/** PostgreSQL and MySQL: two charts of Bitnami that differ in their words only. */
import type { ComponentDefinition } from '../model/component.ts';
import {
  bitnamiBasics,
  bitnamiMetrics,
  bitnamiPods,
  bitnamiStorage,
  bitnamiValues,
  HARD_ANTI_AFFINITY,
  legacyImage,
  NO_NETWORK_POLICY,
  singleWriter,
} from './_bitnami.ts';
import {
  DATABASE_SCHEMAS,
  type DatabaseOptions,
  DEFAULT_DATABASE,
  loginAddress,
  loginSecret,
  loginSecrets,
} from './_database.ts';
import { resources, spread } from './_pods.ts';

interface SqlWords {
  readonly kind: 'postgresql' | 'mysql';
  readonly summary: string;
  readonly version: string;
  readonly port: number;
  readonly exporter: { readonly image: string; readonly port: number };
  /** What the chart calls those that follow the primary: their values, and their label. */
  readonly replicas: { readonly key: string; readonly role: string };
  /** Keys of the Secret with the passwords of the owner, the administrator and the followers. */
  readonly keys: { readonly user: string; readonly admin: string; readonly replication: string };
}

/** @returns the definition of a primary with replicas that nobody promotes by itself */
export function sqlDefinition(words: SqlWords): ComponentDefinition<DatabaseOptions> {
  const { kind, summary, version, port, exporter, replicas, keys } = words;
  return {
    ...bitnamiBasics({ kind, version, port, metrics: exporter.port }),
    summary,
    waivers: singleWriter('StatefulSet/{release}-primary'),
    options: { properties: DATABASE_SCHEMAS, required: [] },
    defaults: DEFAULT_DATABASE,
    values: {
      base: ({ release, options }, platform) => {
        const node = (role: string) => ({
          persistence: { size: options.storage },
          resources: resources(options.cpu, options.memory, options.memory),
          topologySpreadConstraints: spread(bitnamiPods(kind, release, role)),
          // One of the two charts has one policy for all, the other one for each role.
          ...(kind === 'postgresql' ? NO_NETWORK_POLICY : {}),
        });
        return {
          ...bitnamiValues(release),
          ...(kind === 'mysql' ? NO_NETWORK_POLICY : {}),
          image: legacyImage(kind),
          architecture: options.replicas > 1 ? 'replication' : 'standalone',
          auth: { username: options.user, database: options.database, existingSecret: loginSecret(release) },
          primary: node('primary'),
          [replicas.key]: { replicaCount: options.replicas - 1, ...node(replicas.role) },
          ...bitnamiMetrics(platform, exporter.image),
        };
      },
      cloud: bitnamiStorage,
      environment: (_settings, environment) =>
        environment.protected ? { primary: HARD_ANTI_AFFINITY, [replicas.key]: HARD_ANTI_AFFINITY } : {},
    },
    secrets: (settings) =>
      loginSecrets(settings, {
        [keys.user]: 'password',
        [keys.admin]: 'admin-password',
        [keys.replication]: 'replication-password',
      }),
    store: (settings) =>
      loginAddress(settings, {
        engine: kind,
        host: `${settings.release}${settings.options.replicas > 1 ? '-primary' : ''}`,
        port,
        pods: bitnamiPods(kind, settings.release, 'primary'),
      }),
  };
}
