/** Environments, clusters and what they reach. */
import { isIP } from 'node:net';
import { quote } from '../describe-value.ts';
import { defineRule } from './_define.ts';

export const noCluster = defineRule({
  name: 'no-cluster',
  summary: 'A platform has at least one cluster.',
  *check({ root, clusters }) {
    if (clusters.length > 0) return;
    yield {
      path: root.get('clusters').path,
      message: 'there is no cluster',
      fix: 'Add one, with its environment, cloud, Kubernetes minor and API server.',
    };
  },
});

export const noHub = defineRule({
  name: 'no-hub',
  summary: 'One cluster is the hub, which runs Argo CD.',
  *check({ root, clusters }) {
    if (clusters.length === 0 || clusters.some((one) => one.hub)) return;
    yield {
      path: root.get('clusters').path,
      message: 'no cluster is the hub',
      fix: 'Set `hub: true` on the cluster that runs Argo CD.',
    };
  },
});

export const twoHubs = defineRule({
  name: 'two-hubs',
  summary: 'Only one cluster is the hub.',
  *check({ clusters }) {
    const [first, ...others] = clusters.filter((one) => one.hub);
    for (const other of others) {
      yield {
        path: other.node.get('hub').path,
        message: `${quote(other.name)} and ${quote(first?.name ?? '')} are both the hub`,
        fix: 'Keep `hub: true` on the one cluster that runs Argo CD.',
      };
    }
  },
});

export const kubernetesVersion = defineRule({
  name: 'kubernetes-version',
  summary: "A cluster's `kubernetes` is a minor such as `1.34`.",
  *check({ clusters }) {
    for (const { node } of clusters) {
      const version = node.get('kubernetes');
      if (version.text === undefined || /^1\.\d{1,3}$/.test(version.text)) continue;
      const minor = /^v?(1\.\d{1,3})\b/.exec(version.text)?.[1];
      yield {
        path: version.path,
        message: `${quote(version.text)} is not a Kubernetes minor${minor === undefined ? '' : `; did you mean "${minor}"?`}`,
        fix: "Write the minor alone, e.g. '1.34'.",
      };
    }
  },
});

export const unusedEnvironment = defineRule({
  name: 'unused-environment',
  summary: 'Each environment has a cluster.',
  severity: 'low',
  *check({ root, names, clusters }) {
    const used = new Set(clusters.map((one) => one.environment));
    for (const name of names.environments) {
      if (clusters.length === 0 || used.has(name)) continue;
      yield {
        path: [...root.get('environments').path, name],
        message: 'no cluster belongs to this environment',
        fix: 'Add a cluster, or remove the environment.',
      };
    }
  },
});

const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

export const invalidDomain = defineRule({
  name: 'invalid-domain',
  summary: "An environment's domain is a DNS name in lower case with a dot.",
  *check({ root }) {
    for (const [, environment] of root.get('environments').entries()) {
      const domain = environment.get('domain');
      if (domain.text === undefined || DOMAIN.test(domain.text)) continue;
      yield {
        path: domain.path,
        message: `${quote(domain.text)} is not a domain`,
        fix: 'Write the zone alone, e.g. `dev.shop.example`: no scheme, wildcard, path or final dot.',
      };
    }
  },
});

export const duplicateDomain = defineRule({
  name: 'duplicate-domain',
  summary: 'Two environments do not share a domain.',
  severity: 'low',
  *check({ root }) {
    const seen = new Map<string, string>();
    for (const [name, environment] of root.get('environments').entries()) {
      const domain = environment.get('domain');
      if (domain.text === undefined) continue;
      const first = seen.get(domain.text);
      if (first !== undefined) {
        yield {
          path: domain.path,
          message: `environments ${quote(first)} and ${quote(name)} share the domain ${quote(domain.text)}`,
          fix: 'Give each environment a domain of its own.',
        };
      }
      seen.set(domain.text, first ?? name);
    }
  },
});

export const invalidApiServer = defineRule({
  name: 'invalid-api-server',
  summary: "A cluster's `api.server` is an https URL.",
  *check({ clusters }) {
    for (const { node } of clusters) {
      const server = node.at('api', 'server');
      if (server.text === undefined || isServerUrl(server.text)) continue;
      yield {
        path: server.path,
        message: `${quote(server.text)} is not the URL of an API server`,
        fix: 'Write https://, host and port, without a path or user.',
      };
    }
  },
});

function isServerUrl(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const url = new URL(text);
  return (
    url.protocol === 'https:' && url.username === '' && url.password === '' && url.search === '' && url.hash === ''
  );
}

export const duplicateApiServer = defineRule({
  name: 'duplicate-api-server',
  summary: 'Two clusters do not share an API server: Argo CD knows a cluster by it.',
  *check({ clusters }) {
    const seen = new Map<string, string>();
    for (const { name, node } of clusters) {
      const server = node.at('api', 'server');
      const url = server.text?.replace(/\/$/, '');
      if (url === undefined) continue;
      const first = seen.get(url);
      if (first !== undefined) {
        yield {
          path: server.path,
          message: `clusters ${quote(first)} and ${quote(name)} have the same API server`,
          fix: 'Give each cluster the URL of its own API server.',
        };
      }
      seen.set(url, first ?? name);
    }
  },
});

export const invalidCidr = defineRule({
  name: 'invalid-cidr',
  summary: 'Address ranges are written as address/prefix, e.g. `10.20.0.0/28`.',
  *check(draft) {
    const lists = [
      ...draft.clusters.flatMap(({ node }) => [node.at('api', 'cidrs'), node.get('podCidrs')]),
      ...draft.instances('stores').flatMap(({ options }) =>
        options
          .get('environments')
          .entries()
          .map(([, one]) => one.get('cidrs')),
      ),
      ...draft.instances('secretStores').map(({ options }) => options.get('cidrs')),
    ];
    for (const { text, path } of lists.flatMap((list) => list.texts())) {
      if (isCidr(text)) continue;
      yield {
        path,
        message: `${quote(text)} is not an address range`,
        fix: 'Write address and prefix length, e.g. `10.20.0.0/28`; one address is `10.20.0.4/32`.',
      };
    }
  },
});

function isCidr(text: string): boolean {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const version = isIP(match?.[1] ?? '');
  return version !== 0 && Number(match?.[2]) <= (version === 4 ? 32 : 128);
}
