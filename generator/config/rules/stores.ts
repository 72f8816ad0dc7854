/** Databases, brokers and caches that services use. */

import type { ConfigNode } from '../config-node.ts';
import { quote } from '../describe-value.ts';
import type { Draft, DraftCluster, DraftInstance } from '../draft.ts';
import { defineRule } from './_define.ts';
import { joinByPath } from './_uses.ts';

interface StoreUse {
  readonly store: DraftInstance;
  readonly service: string;
  readonly path: ConfigNode['path'];
  readonly clusters: readonly DraftCluster[];
}

function usesOf(draft: Draft): readonly StoreUse[] {
  return joinByPath(writtenUses(draft));
}

function* writtenUses(draft: Draft): Iterable<StoreUse> {
  const stores = draft.instances('stores');
  for (const { name, variants } of draft.services.values()) {
    for (const { settings, clusters } of variants) {
      for (const [key, use] of settings.get('uses').entries()) {
        const store = stores.find((one) => one.name === key);
        if (store !== undefined) yield { store, service: name, path: use.path, clusters };
      }
    }
  }
}

export const storeWithoutEndpoint = defineRule({
  name: 'store-without-endpoint',
  summary: 'An external store has an address in each environment where it is used.',
  *check(draft) {
    for (const { store, path, clusters } of usesOf(draft)) {
      if (store.type !== 'external') continue;
      const known = store.options.get('environments').keys;
      for (const environment of new Set(clusters.flatMap((one) => one.environment ?? []))) {
        if (known.includes(environment)) continue;
        yield {
          path,
          message: `store ${quote(store.name)} has no endpoint in ${quote(environment)}`,
          fix: `Add \`${environment}: { host, cidrs }\` under the \`environments\` of the store, or remove the use there.`,
        };
      }
    }
  },
});

export const notAStore = defineRule({
  name: 'not-a-store',
  summary: 'The component behind a store is one that services can use as a store.',
  *check(draft) {
    for (const { type, options } of draft.instances('stores')) {
      const infra = options.get('infra');
      const definition = draft.components.find((one) => type === 'infra' && one.name === infra.text)?.definition;
      if (definition === undefined || definition.store !== undefined) continue;
      const able = draft.components.filter((one) => one.definition?.store !== undefined).map((one) => quote(one.name));
      yield {
        path: infra.path,
        message: `\`infra.${infra.text}\` (${definition.kind}) is no store`,
        fix: able.length === 0 ? 'Add a store such as `kafka()` to `infra`.' : `Use ${able.join(' or ')}.`,
      };
    }
  },
});

export const storeNotPlaced = defineRule({
  name: 'store-not-placed',
  summary: 'A store of `infra` runs on every cluster of the services that use it.',
  *check(draft) {
    for (const { store, path, clusters } of usesOf(draft)) {
      const component = draft.components.find(
        (one) => store.type === 'infra' && one.name === store.options.get('infra').text,
      );
      const missing =
        component === undefined ? [] : clusters.filter((cluster) => !component.placement.includes(cluster));
      if (component === undefined || missing.length === 0) continue;
      yield {
        path,
        message: `\`infra.${component.name}\` does not run on ${missing.map((one) => quote(one.name)).join(', ')}, where the service does`,
        fix: 'Place the component there too, or remove the use there with an override.',
      };
    }
  },
});

/** What a service may scale by that a store of this engine holds. */
const MEASURED = [
  { key: 'kafka', what: 'consumer lag', store: 'broker' },
  { key: 'mongodb', what: 'a query', store: 'MongoDB' },
] as const;

export const scaleWithoutStore = defineRule({
  name: 'scale-without-store',
  summary: 'A service that scales by consumer lag uses a broker, and one that scales by a query a MongoDB.',
  *check(draft) {
    const stores = draft.instances('stores');
    const isOf = ({ type, options }: DraftInstance, engine: string): boolean =>
      type === 'external'
        ? options.get('engine').text === engine
        : draft.components.some(
            (one) =>
              one.name === options.get('infra').text &&
              (one.definition === undefined || one.definition.store !== undefined),
          );
    for (const { variants } of draft.services.values()) {
      for (const { settings } of variants) {
        const used = settings.get('uses').keys;
        for (const { key, what, store } of MEASURED) {
          const measure = settings.at('scale', key);
          if (!measure.exists || stores.some((one) => used.includes(one.name) && isOf(one, key))) continue;
          yield {
            path: measure.path,
            message: `the service scales by ${what} but uses no ${store}`,
            fix: `Add the ${store} to \`uses\`.`,
          };
        }
      }
    }
  },
});

const HOST = /^(?=.{1,253}$)[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?)*$/i;

export const invalidEndpointHost = defineRule({
  name: 'invalid-endpoint-host',
  summary: 'An endpoint names its host alone: no scheme, port or path.',
  *check(draft) {
    for (const { options } of draft.instances('stores')) {
      for (const [, endpoint] of options.get('environments').entries()) {
        const host = endpoint.get('host');
        if (host.text === undefined || HOST.test(host.text)) continue;
        // A connection string may hold a password: it is not shown.
        yield {
          path: host.path,
          message: 'this is not a host name or address',
          fix: 'Write the host alone; the port is `port`, the password is in the secret store.',
        };
      }
    }
  },
});
