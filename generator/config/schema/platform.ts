import type { Registries } from '../../model/resolve.ts';
import type { Resources } from '../service-types.ts';
import type {
  ClusterConfig,
  EnvironmentConfig,
  MeshConfig,
  NodePool,
  PlatformConfig,
  PolicyConfig,
  TeamConfig,
  WaiverConfig,
} from '../types.ts';
import { anyOf, anyText, flag, listOf, mapOf, oneOf, type Schema, type SchemasOf, shape, text } from './_fields.ts';
import { chart } from './chart.ts';
import { clouds, components, gateway, secretStore, store } from './instances.ts';
import { service } from './service.ts';

const environment = shape(
  {
    domain: anyText,
    protected: flag,
    podSecurity: oneOf('privileged', 'baseline', 'restricted'),
    revision: text,
    secretStore: text,
    serviceChart: text,
  } satisfies SchemasOf<EnvironmentConfig>,
  ['domain'],
);

const taint = shape(
  { key: text, value: anyText, effect: oneOf('NoSchedule', 'NoExecute', 'PreferNoSchedule') } satisfies SchemasOf<
    NonNullable<NodePool['taints']>[number]
  >,
  ['key', 'effect'],
);
const pool = shape({ labels: mapOf(anyText), taints: listOf(taint) } satisfies SchemasOf<NodePool>, ['labels']);

function cluster(registries: Registries): Schema {
  return shape(
    {
      environment: text,
      cloud: clouds(registries.clouds),
      kubernetes: { type: 'string', description: "a Kubernetes minor in quotes, e.g. '1.34'" },
      hub: flag,
      api: shape({ server: anyText, caData: text, cidrs: listOf(anyText) } satisfies SchemasOf<ClusterConfig['api']>, [
        'server',
      ]),
      podCidrs: listOf(anyText),
      nodes: mapOf(pool),
    } satisfies SchemasOf<ClusterConfig>,
    ['environment', 'cloud', 'kubernetes', 'api'],
  );
}

const amount: Schema = { type: ['string', 'number'], description: "a quantity such as '16Gi' or 8" };
const team = shape({ owners: listOf(anyText), quota: mapOf(amount) } satisfies SchemasOf<TeamConfig>, ['owners']);
const quantities = { cpu: anyText, memory: anyText } satisfies SchemasOf<Resources['limits']>;
const size = shape(
  {
    requests: shape(quantities, ['cpu', 'memory']),
    limits: shape(quantities, ['memory']),
  } satisfies SchemasOf<Resources>,
  ['requests', 'limits'],
);

const mesh = shape({
  mtls: oneOf('STRICT', 'PERMISSIVE'),
  outbound: oneOf('REGISTRY_ONLY', 'ALLOW_ANY'),
  revision: text,
} satisfies SchemasOf<MeshConfig>);

const level = oneOf('error', 'warn', 'off');
const severity = oneOf('critical', 'high', 'medium', 'low', 'info');
const waiver = shape(
  { rule: text, target: anyText, owner: anyText, reason: anyText, expires: anyText } satisfies SchemasOf<WaiverConfig>,
  // Owner and reason have a rule of their own, which says why they matter.
  ['rule', 'target', 'expires'],
);
const policy = shape({
  levels: mapOf(severity),
  rules: mapOf(anyOf("'error', 'warn', 'off', or one of them by environment", level, mapOf(level))),
  images: shape({ registries: listOf(text) } satisfies SchemasOf<NonNullable<PolicyConfig['images']>>, ['registries']),
  externals: listOf(anyText),
  waivers: listOf(waiver),
} satisfies SchemasOf<PolicyConfig>);

/** JSON Schema of a config, with the options of every cloud and component of the registries. */
export function platformSchema(registries: Registries): Schema {
  return shape(
    {
      name: text,
      repository: shape({ url: text, branch: text } satisfies SchemasOf<PlatformConfig['repository']>, ['url']),
      environments: mapOf(environment),
      clusters: mapOf(cluster(registries)),
      teams: mapOf(team),
      sizes: mapOf(size),
      infra: mapOf(components(registries.components)),
      stores: mapOf(store),
      secretStores: mapOf(secretStore),
      gateways: mapOf(gateway),
      mesh,
      services: mapOf(service),
      charts: mapOf(chart),
      chartMirrors: mapOf(text, 'a map from URL prefixes to URLs'),
      ci: oneOf('github', 'gitlab', 'bitbucket'),
      policy,
    } satisfies SchemasOf<PlatformConfig>,
    ['name', 'repository', 'environments', 'clusters', 'teams'],
    'a platform: `export default definePlatform({ … })`',
  );
}
