/** What gateways serve: hosts, paths, and who claims them. */
import { quote } from '../describe-value.ts';
import type { DraftCluster } from '../draft.ts';
import { claims, clustersOf, type DraftExposure, exposures, workloadOf } from './_claims.ts';
import { defineRule } from './_define.ts';
import { LABEL } from './_label.ts';

export const exposeWithoutPort = defineRule({
  name: 'expose-without-port',
  summary: 'An exposed service has a port.',
  *check(draft) {
    for (const { settings, node } of exposures(draft)) {
      if (!settings.get('port').exists)
        yield {
          path: node.path,
          message: 'the service is exposed but has no port',
          fix: 'Add the `port` that the container listens on.',
        };
    }
  },
});

export const exposeTcp = defineRule({
  name: 'expose-tcp',
  summary: 'A service behind hosts and paths speaks HTTP, HTTP/2 or gRPC.',
  *check(draft) {
    for (const { settings, node } of exposures(draft)) {
      if (settings.get('protocol').text === 'tcp')
        yield {
          path: node.path,
          message: 'plain TCP has no hosts and paths to route by',
          fix: 'Use protocol http, http2 or grpc, or do not expose it.',
        };
    }
  },
});

export const invalidHost = defineRule({
  name: 'invalid-host',
  summary: 'A host is a DNS label, or a full name with dots.',
  *check(draft) {
    for (const { node } of exposures(draft)) {
      const host = node.get('host');
      if (
        host.text === undefined ||
        (host.text.length <= 253 && host.text.split('.').every((label) => LABEL.test(label)))
      )
        continue;
      yield {
        path: host.path,
        message: `${quote(host.text)} is not a host`,
        fix: 'Write a label such as `www`, or a full name, in lower case: no scheme, wildcard or port.',
      };
    }
  },
});

export const invalidPath = defineRule({
  name: 'invalid-path',
  summary: 'A path prefix starts with `/` and holds no query.',
  *check(draft) {
    for (const { node } of exposures(draft)) {
      const paths = node.get('paths');
      if (Array.isArray(paths.value) && paths.items().length === 0)
        yield { path: paths.path, message: 'no path is listed', fix: "Leave `paths` out for `['/']`." };
      for (const { text, path } of paths.texts()) {
        if (/^\/[^\s?#*]*$/.test(text)) continue;
        yield {
          path,
          message: `${quote(text)} is not a path prefix`,
          fix: `Write e.g. \`/${text.replace(/[^\w/-]/g, '').replace(/^\/+/, '')}\`.`,
        };
      }
    }
  },
});

export const duplicateRoute = defineRule({
  name: 'duplicate-route',
  summary: 'One path of a host on a gateway leads to one service.',
  *check(draft) {
    const seen = new Map<string, DraftExposure>();
    for (const claim of claims(draft)) {
      const key = JSON.stringify([claim.environment, claim.gateway, claim.host, claim.route.replace(/(.)\/$/, '$1')]);
      const first = seen.get(key);
      if (
        first !== undefined &&
        (first.service !== claim.service ||
          (first.settings === claim.settings && first.node.path.join() !== claim.node.path.join()))
      ) {
        yield {
          path: claim.node.path,
          message: `${quote(first.service.name)} already serves ${quote(claim.host + claim.route)} through ${quote(claim.gateway)} in ${quote(claim.environment)}`,
          fix: 'Give one of them another host or path.',
        };
      }
      seen.set(key, first ?? claim);
    }
  },
});

export const hostOfTwoEnvironments = defineRule({
  name: 'host-of-two-environments',
  summary: 'A full host name belongs to one environment.',
  *check(draft) {
    const seen = new Map<string, string>();
    for (const { host, environment, node } of claims(draft)) {
      const first = seen.get(host);
      if (first !== undefined && first !== environment) {
        yield {
          path: node.get('host').path,
          message: `${quote(host)} is a host of ${quote(first)} and of ${quote(environment)}`,
          fix: 'Use a label under each environment’s own domain, or override `expose` per environment.',
        };
      }
      seen.set(host, first ?? environment);
    }
  },
});

export const missingFailover = defineRule({
  name: 'missing-failover',
  summary: 'When two clusters of an environment serve a host, each exposure of it says how DNS answers.',
  *check(draft) {
    const serving = new Map<string, Set<DraftCluster>>();
    const all = [...claims(draft)];
    const key = (one: (typeof all)[number]): string => JSON.stringify([one.environment, one.gateway, one.host]);
    for (const one of all) {
      serving.set(key(one), new Set([...(serving.get(key(one)) ?? []), ...clustersOf(draft, one)]));
    }
    for (const one of all) {
      const clusters = [...(serving.get(key(one)) ?? [])];
      if (clusters.length < 2 || one.node.get('failover').exists) continue;
      yield {
        path: one.node.path,
        message: `clusters ${clusters.map((cluster) => quote(cluster.name)).join(' and ')} share the host ${quote(one.host)}`,
        fix: "Add `failover: 'active-active'` or `'primary'` where DNS can do it; or `'none'`, and make the records by hand.",
      };
    }
  },
});

export const gatewayNotPlaced = defineRule({
  name: 'gateway-not-placed',
  summary: 'In each environment of an exposed service, its gateway runs on one of its clusters.',
  *check(draft) {
    for (const { service, node, clusters } of exposures(draft)) {
      const gateway = node.get('gateway');
      const workload = workloadOf(draft, gateway.text);
      if (workload === undefined) continue;
      for (const environment of new Set(clusters.map((one) => one.environment))) {
        const own = clusters.filter((one) => one.environment === environment);
        if (environment === undefined || own.some((one) => workload.placement.includes(one))) continue;
        yield {
          path: gateway.path,
          message: `\`infra.${workload.name}\`, which gateway ${quote(gateway.text ?? '')} stands on, runs on no cluster of ${quote(service.name)} in ${quote(environment)}`,
          fix: 'Place the component there, or remove the exposure there with an override of `expose`.',
        };
      }
    }
  },
});

export const ingressIntoMesh = defineRule({
  name: 'ingress-into-mesh',
  summary: 'An Ingress controller stands outside the mesh: with `mesh`, traffic comes in through Istio.',
  *check(draft) {
    if (!draft.root.get('mesh').exists) return;
    for (const { name, type } of draft.instances('gateways')) {
      if (type !== 'ingress') continue;
      yield {
        path: ['gateways', name],
        message: 'an Ingress controller has no identity in the mesh, so services refuse what it forwards',
        fix: 'Use `istio({ workload })` with an `istioGateway()`, or leave `mesh` out.',
      };
    }
  },
});

export const notAGateway = defineRule({
  name: 'not-a-gateway',
  summary: "A gateway's `workload` is a component that runs gateway pods.",
  *check(draft) {
    for (const { name, type } of draft.instances('gateways')) {
      const workload = workloadOf(draft, name);
      // An Ingress controller has a class; a gateway of Istio has none.
      const isAble = (definition: NonNullable<typeof workload>['definition']) =>
        definition?.gatewayPods !== undefined && (type === 'ingress') === (definition.ingressClass !== undefined);
      if (workload?.definition === undefined || isAble(workload.definition)) continue;
      const able = draft.components.filter((one) => isAble(one.definition)).map((one) => quote(one.name));
      const example = type === 'ingress' ? 'ingressNginx()' : 'istioGateway()';
      yield {
        path: ['gateways', name, 'workload'],
        message: `\`infra.${workload.name}\` (${workload.definition.kind}) runs no gateway of this kind`,
        fix: able.length === 0 ? `Add one to \`infra\`, e.g. \`${example}\`.` : `Use ${able.join(' or ')}.`,
      };
    }
  },
});
