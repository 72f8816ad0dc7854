import type { ChartConfig, ChartPort, ChartUse } from '../chart-types.ts';
import { anyText, flag, integer, listOf, mapOf, oneOf, type SchemasOf, shape, text, values } from './_fields.ts';
import { placement } from './service.ts';

const pods = mapOf(anyText, 'labels of pods');

const port = shape(
  {
    pods,
    port: integer,
    services: listOf(text),
    gateways: listOf(text),
    metrics: flag,
    webhook: flag,
  } satisfies SchemasOf<ChartPort>,
  ['pods', 'port'],
);

const use = shape({ pods, stores: listOf(text), hosts: listOf(anyText) } satisfies SchemasOf<ChartUse>, ['pods']);

export const chart = shape(
  {
    repository: text,
    name: text,
    version: text,
    namespace: text,
    team: text,
    values,
    on: placement,
    layer: oneOf('platform', 'apps'),
    podSecurity: oneOf('privileged', 'baseline', 'restricted'),
    clusterKinds: listOf(text),
    serves: listOf(port),
    uses: listOf(use),
  } satisfies SchemasOf<ChartConfig>,
  ['repository', 'name', 'version', 'namespace'],
);
