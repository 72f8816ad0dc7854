/** Names that must exist elsewhere in the config. */
import type { ConfigPath } from '../../contract/config-path.ts';
import { didYouMean } from '../../contract/suggest.ts';
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster, DraftMember, NameSection } from '../draft.ts';
import { type ConfigRule, defineRule, type RuleHit } from './_define.ts';
import { serviceLayers } from './_service-settings.ts';

interface Named {
  readonly text: string;
  readonly path: ConfigPath;
}

const keysOf = (node: ConfigNode): readonly Named[] =>
  node.isRecord ? node.keys.map((key) => ({ text: key, path: [...node.path, key] })) : [];
const membersOf = (node: ConfigNode): readonly ConfigNode[] => node.entries().map(([, one]) => one);
const textOf = (node: ConfigNode): readonly Named[] =>
  node.text === undefined ? [] : [{ text: node.text, path: node.path }];

function members(draft: Draft): readonly DraftMember[] {
  return [...draft.components, ...draft.services.values(), ...draft.charts];
}

/** What charts state about who reaches them and whom they reach. */
function connections(draft: Draft, list: 'serves' | 'uses'): readonly ConfigNode[] {
  return draft.charts.flatMap(({ node }) => node.get(list).items());
}

/** The names to choose from, when they are few. */
function choiceOf(known: ReadonlySet<string>, section: string): string {
  return known.size > 12 ? `a name of \`${section}\`` : `one of ${[...known].map((name) => quote(name)).join(', ')}`;
}

function* unknown(used: Iterable<Named>, known: ReadonlySet<string>, what: string, section: string): Iterable<RuleHit> {
  for (const { text, path } of used) {
    if (known.has(text)) continue;
    yield {
      path,
      message: `${quote(text)} is not ${what}${didYouMean(text, known)}`,
      fix: `${known.size === 0 ? 'Add' : `Use ${choiceOf(known, section)}, or add`} it under \`${section}\`.`,
    };
  }
}

/** A rule that looks names up in one section of the config. */
function reference(
  name: string,
  section: NameSection,
  what: string,
  summary: string,
  used: (draft: Draft) => Iterable<Named>,
): ConfigRule {
  return defineRule({ name, summary, check: (draft) => unknown(used(draft), draft.names[section], what, section) });
}

export const unknownEnvironment = reference(
  'unknown-environment',
  'environments',
  'an environment',
  'A named environment stands under `environments`.',
  (draft) => [
    ...draft.clusters.flatMap((cluster) => textOf(cluster.node.get('environment'))),
    ...members(draft).flatMap(({ node }) => [
      ...node.at('on', 'environments').texts(),
      ...keysOf(node.get('environments')),
    ]),
    ...draft.instances('stores').flatMap(({ options }) => keysOf(options.get('environments'))),
    ...keysOf(draft.root.at('policy', 'levels')).filter(({ text }) => text !== 'default'),
    ...membersOf(draft.root.at('policy', 'rules')).flatMap(keysOf),
  ],
);

export const unknownCluster = reference(
  'unknown-cluster',
  'clusters',
  'a cluster',
  'A named cluster stands under `clusters`.',
  (draft) => [
    ...members(draft).flatMap(({ node }) => [...node.at('on', 'clusters').texts(), ...keysOf(node.get('clusters'))]),
    ...draft
      .instances('stores')
      .flatMap(({ options }) => ['names', 'cidrs'].flatMap((key) => keysOf(options.get(key)))),
  ],
);

export const unknownTeam = reference('unknown-team', 'teams', 'a team', 'A named team stands under `teams`.', (draft) =>
  members(draft).flatMap(({ section, node }) => (section === 'infra' ? [] : textOf(node.get('team')))),
);

export const unknownSize = reference('unknown-size', 'sizes', 'a size', 'A named size stands under `sizes`.', (draft) =>
  serviceLayers(draft).flatMap((layer) =>
    [layer, ...membersOf(layer.get('jobs'))].flatMap((one) => textOf(one.get('size'))),
  ),
);

export const unknownStore = reference(
  'unknown-store',
  'stores',
  'a store',
  'A store that a service or a chart uses stands under `stores`.',
  (draft) => [
    ...serviceLayers(draft).flatMap((layer) => keysOf(layer.get('uses'))),
    ...connections(draft, 'uses').flatMap((one) => one.get('stores').texts()),
  ],
);

export const unknownGateway = reference(
  'unknown-gateway',
  'gateways',
  'a gateway',
  'A gateway that leads to a service or a chart stands under `gateways`.',
  (draft) => [
    ...serviceLayers(draft).flatMap((layer) =>
      layer
        .get('expose')
        .items()
        .flatMap((one) => textOf(one.get('gateway'))),
    ),
    ...connections(draft, 'serves').flatMap((one) => one.get('gateways').texts()),
  ],
);

export const unknownService = reference(
  'unknown-service',
  'services',
  'a service',
  'A service that is called, or that reaches a chart, stands under `services`.',
  (draft) => [
    ...serviceLayers(draft).flatMap((layer) => layer.get('calls').texts()),
    ...connections(draft, 'serves').flatMap((one) => one.get('services').texts()),
  ],
);

export const unknownSecretStore = reference(
  'unknown-secret-store',
  'secretStores',
  'a secret store',
  'A named secret store stands under `secretStores`.',
  (draft) => [
    ...membersOf(draft.root.get('environments')).flatMap((one) => textOf(one.get('secretStore'))),
    ...[...draft.services.values()].flatMap(({ node }) => textOf(node.get('secretStore'))),
  ],
);

export const unknownInfra = reference(
  'unknown-infra',
  'infra',
  'a component of infra',
  'A component that a store or a gateway stands on is one of `infra`.',
  (draft) => [
    ...draft.instances('stores').flatMap(({ type, options }) => (type === 'infra' ? textOf(options.get('infra')) : [])),
    ...draft.instances('gateways').flatMap(({ options }) => textOf(options.get('workload'))),
  ],
);

export const unknownCloud = defineRule({
  name: 'unknown-cloud',
  summary: 'A cloud in `on.clouds` is one that slipway knows.',
  *check(draft) {
    const known = new Set(draft.registries.clouds.map((one) => one.name));
    for (const { node } of members(draft)) {
      for (const { text, path } of node.at('on', 'clouds').texts()) {
        if (known.has(text)) continue;
        yield {
          path,
          message: `${quote(text)} is not a cloud${didYouMean(text, known)}`,
          fix: `Use one of ${[...known].join(', ')}.`,
        };
      }
    }
  },
});

export const unknownServiceChart = defineRule({
  name: 'unknown-service-chart',
  summary: 'An environment names a version of the service chart that slipway brings.',
  *check(draft) {
    const known = draft.registries.serviceCharts;
    for (const [, environment] of draft.root.get('environments').entries()) {
      for (const { text, path } of textOf(environment.get('serviceChart'))) {
        if (known.includes(text)) continue;
        yield {
          path,
          message: `there is no service chart ${quote(text)}`,
          fix: `Use one of ${known.join(', ')}, or leave it out for the newest.`,
        };
      }
    }
  },
});

export const unknownNodePool = defineRule({
  name: 'unknown-node-pool',
  summary: 'Each cluster has the node pools that the services and components on it name.',
  *check(draft) {
    for (const { node, definition, placement } of draft.components) {
      if (definition === undefined || !Object.hasOwn(definition.options.properties, 'nodes')) continue;
      for (const cluster of placement) {
        const layers = [node.at('environments', cluster.environment ?? ''), node.at('clusters', cluster.name)];
        yield* unknownPool(node.under(...layers.filter((one) => one.isRecord)).get('nodes'), cluster);
      }
    }
    for (const { variants } of draft.services.values()) {
      for (const { settings, clusters } of variants) {
        for (const cluster of clusters) yield* unknownPool(settings.get('nodes'), cluster);
      }
    }
  },
});

function* unknownPool(pool: ConfigNode, cluster: DraftCluster): Iterable<RuleHit> {
  const pools = cluster.node.get('nodes').keys;
  // Empty text is any node.
  if (pool.text === undefined || pool.text === '' || pools.includes(pool.text)) return;
  yield {
    path: pool.path,
    message: `cluster ${quote(cluster.name)} has no node pool ${quote(pool.text)}${didYouMean(pool.text, pools)}`,
    fix: `Add it under \`clusters.${cluster.name}.nodes\`, or name another pool for that cluster.`,
  };
}

export const unknownTopic = defineRule({
  name: 'unknown-topic',
  summary: 'Where a broker of `infra` lists its topics, a topic that a service uses is among them.',
  severity: 'low',
  *check(draft) {
    for (const store of draft.instances('stores')) {
      const broker = draft.components.find(
        (one) => store.type === 'infra' && one.name === store.options.get('infra').text,
      );
      const topics = broker?.node.get('topics').keys ?? [];
      if (broker === undefined || topics.length === 0) continue;
      for (const layer of serviceLayers(draft)) {
        const use = layer.at('uses', store.name);
        for (const { text, path } of [...use.get('publish').texts(), ...use.get('consume').texts()]) {
          if (topics.includes(text)) continue;
          yield {
            path,
            message: `${quote(text)} is not a topic of ${quote(broker.name)}${didYouMean(text, topics)}`,
            fix: `Add it under \`infra.${broker.name}.topics\`.`,
          };
        }
      }
    }
  },
});
