/** Teams and sizes. */
import { didYouMean } from '../../contract/suggest.ts';
import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';
import { isQuantity, quantityValue } from './_quantity.ts';

export const noTeam = defineRule({
  name: 'no-team',
  summary: 'A platform with services has a team.',
  *check({ root, names, services }) {
    if (services.size === 0 || names.teams.size > 0) return;
    yield {
      path: root.get('teams').path,
      message: 'there is no team',
      fix: "Add one: `teams: { core: { owners: ['@shop/core'] } }`.",
    };
  },
});

export const missingTeam = defineRule({
  name: 'missing-team',
  summary: 'With several teams, each service names its own.',
  *check({ names, services }) {
    if (names.teams.size < 2) return;
    for (const { name, node } of services.values()) {
      if (node.get('team').exists || !node.isRecord) continue;
      yield {
        path: node.path,
        message: `${quote(name)} has no team, and there are several`,
        fix: `Add \`team\`: one of ${[...names.teams].map(quote).join(', ')}.`,
      };
    }
  },
});

export const teamWithoutOwner = defineRule({
  name: 'team-without-owner',
  summary: 'A team has an owner.',
  *check({ root }) {
    for (const [name, team] of root.get('teams').entries()) {
      const owners = team.get('owners');
      if (!Array.isArray(owners.value)) continue;
      if (owners.items().length === 0)
        yield {
          path: owners.path,
          message: `team ${quote(name)} has no owner`,
          fix: 'Name the group that reviews its changes, e.g. `@shop/core`.',
        };
      for (const { text, path } of owners.texts()) {
        if (text.trim() === '' || /\s/.test(text))
          yield {
            path,
            message: `${quote(text)} is not an owner`,
            fix: 'Write one name without spaces, e.g. `@shop/core`.',
          };
      }
    }
  },
});

/** Resources that a ResourceQuota counts; `requests.<extended>` and `count/<resource>` are open. */
const QUOTA_NAMES = [
  'cpu',
  'memory',
  'requests.cpu',
  'requests.memory',
  'requests.storage',
  'requests.ephemeral-storage',
  'limits.cpu',
  'limits.memory',
  'limits.ephemeral-storage',
  'pods',
  'services',
  'secrets',
  'configmaps',
  'persistentvolumeclaims',
  'replicationcontrollers',
  'resourcequotas',
  'services.loadbalancers',
  'services.nodeports',
  'ephemeral-storage',
  'storage',
];

export const unknownQuota = defineRule({
  name: 'unknown-quota',
  summary: 'A quota counts a resource that Kubernetes knows.',
  *check({ root }) {
    for (const [, team] of root.get('teams').entries()) {
      for (const [key, value] of team.get('quota').entries()) {
        if (QUOTA_NAMES.includes(key) || key.includes('/')) continue;
        yield {
          path: value.path,
          message: `${quote(key)} is not a resource that a quota counts${didYouMean(key, QUOTA_NAMES)}`,
          fix: `Use e.g. ${QUOTA_NAMES.slice(2, 9).join(', ')}.`,
        };
      }
    }
  },
});

export const invalidQuantity = defineRule({
  name: 'invalid-quantity',
  summary: 'Amounts are Kubernetes quantities, e.g. `250m`, `512Mi`.',
  *check({ root, services }) {
    const amounts: ConfigNode[] = [
      ...root
        .get('sizes')
        .entries()
        .flatMap(([, size]) => [size.get('requests'), size.get('limits')]),
      ...root
        .get('teams')
        .entries()
        .map(([, team]) => team.get('quota')),
      ...[...services.values()].flatMap(({ layers }) => layers.map((layer) => layer.get('scratch'))),
    ].flatMap((map) => map.entries().map(([, amount]) => amount));
    const volumes = [...services.values()].flatMap(({ layers }) =>
      layers.flatMap((layer) =>
        layer
          .get('volumes')
          .entries()
          .map(([, volume]) => volume.get('size')),
      ),
    );
    for (const { text, path } of [...amounts, ...volumes]) {
      if (text === undefined || isQuantity(text)) continue;
      yield {
        path,
        message: `${quote(text)} is not a quantity`,
        fix: 'Write a number with an optional unit: m, k, M, G, T, Ki, Mi, Gi, Ti.',
      };
    }
  },
});

export const requestsOverLimits = defineRule({
  name: 'requests-over-limits',
  summary: 'What a size requests is at most its limit.',
  *check({ root }) {
    for (const [name, size] of root.get('sizes').entries()) {
      for (const resource of ['cpu', 'memory']) {
        const request = size.at('requests', resource);
        const limit = size.at('limits', resource).text;
        if (request.text === undefined || limit === undefined || !isQuantity(request.text) || !isQuantity(limit))
          continue;
        if (quantityValue(request.text) <= quantityValue(limit)) continue;
        yield {
          path: request.path,
          message: `size ${quote(name)} requests ${request.text} of ${resource}, more than its limit ${limit}`,
          fix: 'Lower the request or raise the limit.',
        };
      }
    }
  },
});
