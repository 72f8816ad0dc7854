/** Schemas of what factories return: `aws({ … })`, `kafka({ … })`, `external({ … })`. The catalogue's options come from the registries. */
import type { CloudDefinition } from '../../model/cloud.ts';
import type { ComponentDefinition } from '../../model/component.ts';
import type { Bound, Bounds, CommonComponentOptions, FixedComponentOptions, Overrides } from '../component-types.ts';
import {
  type BucketOptions,
  ENGINES,
  type ExternalStoreOptions,
  type IngressOptions,
  type IstioGatewayOptions,
  type ResolvedExternalStore,
  type StoreEndpoint,
  type VaultOptions,
} from '../stores.ts';
import {
  anyOf,
  anyText,
  flag,
  integer,
  listOf,
  mapOf,
  oneOf,
  override,
  type Schema,
  type SchemasOf,
  schemasOf,
  shape,
  text,
  values,
} from './_fields.ts';
import { placement } from './service.ts';

const common = { chart: text, namespace: text, values } satisfies SchemasOf<CommonComponentOptions>;

const bound = shape({ min: { type: 'number' }, max: { type: 'number' } } satisfies SchemasOf<Bound>);

/** An instance: the key that tells its type, and `options`. */
function instance(key: string, type: string, options: Schema): Schema {
  return {
    type: 'object',
    properties: { [key]: oneOf(type), options },
    required: [key, 'options'],
    additionalProperties: false,
  };
}

function component({ kind, options, chart }: ComponentDefinition): Schema {
  const own = schemasOf(options);
  // A component without a chart has no version of one, and no values for one.
  const shared = chart === null ? { namespace: text } : common;
  const overrides = override({ ...own, ...shared }, 'the options that differ there');
  const fixed = { on: placement, layer: oneOf('infra', 'platform') } satisfies SchemasOf<
    FixedComponentOptions<string, string>
  >;
  const scoped = { environments: mapOf(overrides), clusters: mapOf(overrides) } satisfies SchemasOf<
    Overrides<string, string, object>
  >;
  const numbers = Object.entries(own).filter(([, { type }]) => type === 'integer' || type === 'number');
  const bounds = {
    bounds: shape(Object.fromEntries(numbers.map(([key]) => [key, bound]))),
  } satisfies SchemasOf<Bounds<object>>;
  const all: Readonly<Record<string, Schema>> = { ...own, ...shared, ...fixed, ...bounds, ...scoped };
  return instance('component', kind, shape(all, options.required));
}

/** Any component of the catalogue. */
export function components(definitions: readonly ComponentDefinition[]): Schema {
  return anyOf('a component such as kafka({ … })', ...definitions.map(component));
}

/** Any cloud. */
export function clouds(definitions: readonly CloudDefinition[]): Schema {
  const branches = definitions.map(({ name, options }) => {
    const own = schemasOf(options);
    return instance('cloud', name, shape(own, options.required));
  });
  const names = definitions.map((one) => `${one.name}({ … })`);
  return anyOf(`a cloud: ${names.join(', ')}`, ...branches);
}

const endpoint = shape(
  { host: text, port: integer, cidrs: listOf(anyText), secret: text } satisfies SchemasOf<StoreEndpoint>,
  ['host', 'cidrs'],
);
const externalOptions = {
  engine: oneOf(...ENGINES),
  version: text,
  schemaPerService: flag,
  environments: mapOf(endpoint),
} satisfies SchemasOf<ResolvedExternalStore & ExternalStoreOptions>;

export const store = anyOf(
  "a store such as fromInfra('events'), external({ … }) or bucket()",
  instance('store', 'infra', shape({ infra: text }, ['infra'])),
  instance('store', 'external', shape(externalOptions, ['engine', 'environments'])),
  instance(
    'store',
    'bucket',
    shape({ names: mapOf(text), cidrs: mapOf(listOf(anyText)), secret: text } satisfies SchemasOf<BucketOptions>),
  ),
);

export const secretStore = anyOf(
  'cloudSecrets(), vault({ … }) or sealed()',
  instance('secretStore', 'cloud', shape({})),
  instance(
    'secretStore',
    'vault',
    shape(
      {
        server: text,
        path: text,
        role: text,
        cidrs: listOf(anyText),
        ca: shape({ secret: text, namespace: text, key: text }, ['secret', 'namespace']),
      } satisfies SchemasOf<VaultOptions>,
      ['server', 'path', 'role'],
    ),
  ),
  instance('secretStore', 'sealed', shape({})),
);

export const gateway = anyOf(
  'a gateway such as istio({ workload }) or ingress({ workload })',
  instance(
    'gateway',
    'istio',
    shape(
      { workload: text, tls: text, issuer: text, waf: oneOf('detect', 'block') } satisfies SchemasOf<
        IstioGatewayOptions<string>
      >,
      ['workload'],
    ),
  ),
  instance(
    'gateway',
    'ingress',
    shape({ workload: text, issuer: text } satisfies SchemasOf<IngressOptions<string>>, ['workload']),
  ),
);
