import type { Placement } from '../component-types.ts';
import type {
  Exposure,
  ImageReference,
  Probe,
  Scale,
  ServiceConfig,
  ServiceJob,
  ServiceOptions,
  ServiceVolume,
  StoreUse,
  Strategy,
} from '../service-types.ts';
import {
  anyOf,
  anyText,
  count,
  flag,
  integer,
  listOf,
  mapOf,
  oneOf,
  orNull,
  override,
  positive,
  type Schema,
  type SchemasOf,
  scalar,
  shape,
  text,
  values,
} from './_fields.ts';

export const placement = shape({
  environments: listOf(text),
  clusters: listOf(text),
  clouds: listOf(text),
  hub: flag,
} satisfies SchemasOf<Placement>);

const probe = shape(
  { path: text, port: integer, period: positive, failures: positive, timeout: positive } satisfies SchemasOf<Probe>,
  ['path'],
);
const kafka = shape({ topic: text, lag: positive, group: text } satisfies SchemasOf<NonNullable<Scale['kafka']>>, [
  'topic',
  'lag',
]);
const mongodb = shape(
  { collection: text, query: text, value: positive } satisfies SchemasOf<NonNullable<Scale['mongodb']>>,
  ['collection', 'query', 'value'],
);
const surge: Schema = { type: ['integer', 'string'], description: 'a number or a percentage' };

const strategy = anyOf(
  'rolling(), canary({ … }) or blueGreen()',
  shape(
    { type: oneOf('rolling'), maxSurge: surge, maxUnavailable: surge } satisfies SchemasOf<
      Extract<Strategy, { type: 'rolling' }>
    >,
    ['type'],
  ),
  shape(
    { type: oneOf('canary'), steps: listOf({ type: 'number' }), pause: text } satisfies SchemasOf<
      Extract<Strategy, { type: 'canary' }>
    >,
    ['type', 'steps'],
  ),
  shape({ type: oneOf('blueGreen'), autoPromote: flag } satisfies SchemasOf<Extract<Strategy, { type: 'blueGreen' }>>, [
    'type',
  ]),
);

// No key is required: an override says only what differs, and a rule looks at the merge.
const volume = shape({ path: anyText, size: anyText, kind: oneOf('block', 'file') } satisfies SchemasOf<ServiceVolume>);
const job = shape({
  command: listOf(anyText),
  args: listOf(anyText),
  when: oneOf('before-sync'),
  schedule: anyText,
  timeZone: text,
  size: text,
  timeout: positive,
  retries: count,
} satisfies SchemasOf<ServiceJob>);

const options = {
  image: anyOf(
    'an image such as registry.example.com/shop/cart:1.4.2',
    text,
    shape({ repository: text, tag: text, digest: text } satisfies SchemasOf<ImageReference>, ['repository']),
  ),
  port: integer,
  protocol: oneOf('http', 'http2', 'grpc', 'tcp'),
  size: text,
  replicas: count,
  scale: shape({
    min: { type: 'integer', minimum: 0 },
    max: positive,
    cpu: positive,
    memory: positive,
    kafka,
    mongodb,
  } satisfies SchemasOf<Scale>),
  calls: listOf(text),
  uses: mapOf(shape({ publish: listOf(text), consume: listOf(text), database: text } satisfies SchemasOf<StoreUse>)),
  secrets: mapOf(anyText),
  config: mapOf(scalar),
  expose: listOf(
    shape(
      {
        gateway: text,
        host: text,
        paths: listOf(anyText),
        failover: oneOf('none', 'active-active', 'primary'),
      } satisfies SchemasOf<Exposure>,
      ['gateway', 'host'],
    ),
  ),
  strategy,
  probes: shape({ readiness: probe, liveness: probe, startup: probe } satisfies SchemasOf<
    NonNullable<ServiceConfig['probes']>
  >),
  metrics: anyOf(
    '{ port, path } or false',
    shape({ port: integer, path: text } satisfies SchemasOf<Exclude<NonNullable<ServiceConfig['metrics']>, false>>),
    {
      enum: [false],
    },
  ),
  egress: listOf(anyText),
  scratch: mapOf(anyText),
  volumes: mapOf(volume),
  jobs: mapOf(job),
  command: listOf(anyText),
  args: listOf(anyText),
  nodes: text,
  values,
} satisfies SchemasOf<ServiceOptions<string, string, string, string>>;

const inner = override(
  { ...options, volumes: mapOf(orNull(volume)), jobs: mapOf(orNull(job)) },
  'the settings that differ there',
);

export const service = shape(
  {
    ...options,
    team: text,
    namespace: text,
    on: placement,
    identity: anyOf('a name or false', text, { enum: [false] }),
    secretStore: text,
    environments: mapOf(inner),
    clusters: mapOf(inner),
  } satisfies SchemasOf<ServiceConfig>,
  ['image'],
  'a service such as { image, port }',
);
