/** Redis and Valkey: two charts of Bitnami that differ in their words only. */
import type { HelmValues } from '../config/component-types.ts';
import type { ComponentDefinition } from '../model/component.ts';
import { flag } from '../model/option-schema.ts';
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
import { DEFAULT_SIZE, loginSecret, loginSecrets, SIZE_SCHEMAS, type SizeOptions } from './_database.ts';
import { resources, spread } from './_pods.ts';
import { secretEntry } from './_shared.ts';

export interface CacheOptions extends SizeOptions {
  /** Sentinels promote a replica; clients ask them, on port 26379, who the primary is. @default false */
  readonly sentinel: boolean;
  /** Entry of the secret store with `user`, which is `default`, and `password`. @default the component's name */
  readonly secret: string;
}

interface CacheWords {
  readonly kind: 'redis' | 'valkey';
  readonly summary: string;
  readonly version: string;
  /** What the chart calls the pod that takes the writes. */
  readonly primary: 'master' | 'primary';
}

const PORT = 6379;
const SENTINEL_PORT = 26379;

/** @returns the definition of a cache: a primary with replicas, or nodes among which sentinels choose one */
export function cacheDefinition({ kind, summary, version, primary }: CacheWords): ComponentDefinition<CacheOptions> {
  const key = `${kind}-password`;
  return {
    ...bitnamiBasics({ kind, version, port: PORT, metrics: 9121 }),
    summary,
    waivers: singleWriter(`StatefulSet/{release}-${primary}`),
    options: { properties: { ...SIZE_SCHEMAS, sentinel: flag, secret: { type: 'string' } }, required: [] },
    defaults: { ...DEFAULT_SIZE, storage: '8Gi', cpu: '250m', memory: '512Mi', sentinel: false, secret: '' },
    examples: [{}, { sentinel: true }],
    values: {
      base: ({ release, options }, platform): HelmValues => {
        const node = (role: string) => ({
          persistence: { size: options.storage },
          resources: resources(options.cpu, options.memory, options.memory),
          topologySpreadConstraints: spread(bitnamiPods(kind, release, role)),
        });
        return {
          ...bitnamiValues(release),
          ...NO_NETWORK_POLICY,
          image: legacyImage(kind),
          architecture: options.replicas > 1 ? 'replication' : 'standalone',
          auth: { existingSecret: loginSecret(release), existingSecretPasswordKey: key },
          [primary]: node(primary),
          replica: {
            replicaCount: options.sentinel ? options.replicas : options.replicas - 1,
            ...node(options.sentinel ? 'node' : 'replica'),
          },
          // All of it wherever sentinels are off, too: what a later layer takes back is gone from the chart as well.
          sentinel: {
            enabled: options.sentinel,
            image: legacyImage(`${kind}-sentinel`),
            resources: resources('50m', '64Mi', '64Mi'),
          },
          ...bitnamiMetrics(platform, 'redis-exporter'),
        };
      },
      cloud: bitnamiStorage,
      environment: (_settings, environment) =>
        environment.protected ? { [primary]: HARD_ANTI_AFFINITY, replica: HARD_ANTI_AFFINITY } : {},
    },
    secrets: (settings) => loginSecrets(settings, { [key]: 'password' }),
    store: (settings) => {
      const { release, namespace, options } = settings;
      return {
        engine: 'redis',
        host: `${options.sentinel ? release : `${release}-${primary}`}.${namespace}.svc.cluster.local`,
        port: options.sentinel ? SENTINEL_PORT : PORT,
        pods: bitnamiPods(kind, release, options.sentinel ? 'node' : primary),
        secret: secretEntry(settings),
      };
    },
  };
}
