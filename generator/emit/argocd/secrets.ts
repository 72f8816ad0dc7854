import { objectFile } from '../../contract/file-spec.ts';
import type { JsonObject, KubernetesObject } from '../../contract/resource.ts';
import { isMissing, type Missing } from '../../model/cloud.ts';
import type { Cluster, Platform } from '../../model/platform.ts';
import { ARGOCD_NAMESPACE, IN_CLUSTER } from '../_application.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { companionsOf } from './components.ts';

const OWNER = 'cluster and repository secrets';

/** How Argo CD reaches clusters and repositories. None holds a credential: clouds identify Argo CD, `repo-creds` are made by hand. */
export const secrets = defineEmitter({
  name: OWNER,
  *emit(platform) {
    const folder = paths.root(platform.hub.name);
    for (const cluster of platform.clusters) {
      const config = clusterConfig(cluster);
      if (isMissing(config)) continue;
      yield objectFile(`${folder}/cluster-${cluster.name}.yaml`, OWNER, cluster.origin, clusterSecret(cluster, config));
    }
    const git = repositorySecret(platform.name, 'git', platform.repository.url);
    yield objectFile(`${folder}/repository-${platform.name}.yaml`, OWNER, ['repository'], git);
    for (const { name, url } of chartRepositories(platform)) {
      if (name === platform.name) continue;
      yield objectFile(`${folder}/repository-${name}.yaml`, OWNER, ['infra'], repositorySecret(name, 'helm', url));
    }
    const companions = platform.components.flatMap((one) =>
      one.placement.flatMap((cluster) => companionsOf(one, cluster)),
    );
    for (const url of [...new Set(companions.map((one) => one.repository))].sort()) {
      const name = repositoryName(url);
      yield objectFile(`${folder}/repository-${name}.yaml`, OWNER, ['infra'], repositorySecret(name, 'git', url));
    }
  },
});

/** Out: the config, or why somebody makes the Secret by hand. The hub deploys to itself with its own ServiceAccount. */
export function clusterConfig(cluster: Cluster): JsonObject | Missing {
  if (cluster.hub) return { tlsClientConfig: { insecure: false } };
  return cluster.cloud.argocdClusterConfig(cluster.api.caData);
}

function clusterSecret(cluster: Cluster, config: JsonObject): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `cluster-${cluster.name}`,
      namespace: ARGOCD_NAMESPACE,
      labels: {
        'argocd.argoproj.io/secret-type': 'cluster',
        'slipway.dev/environment': cluster.environment.name,
        'slipway.dev/cloud': cluster.cloud.traits.name,
      },
    },
    type: 'Opaque',
    stringData: {
      name: cluster.name,
      server: cluster.hub ? IN_CLUSTER : cluster.api.server,
      config: JSON.stringify(config),
    },
  };
}

function repositorySecret(name: string, type: 'git' | 'helm', url: string): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name: `repository-${name}`,
      namespace: ARGOCD_NAMESPACE,
      labels: { 'argocd.argoproj.io/secret-type': 'repository' },
    },
    type: 'Opaque',
    // `type` must be set: without it Argo CD 3.4 to 3.5.1 breaks on several sources.
    stringData: { type, name, url, ...(type === 'helm' && !url.includes('://') ? { enableOCI: 'true' } : {}) },
  };
}

/** Every chart repository in use, once, named after its host and path. */
export function chartRepositories(platform: Platform): readonly { readonly name: string; readonly url: string }[] {
  const urls = new Set([
    ...platform.components
      .filter((one) => one.placement.length > 0)
      .flatMap((one) => one.definition.chart?.repository ?? []),
    ...platform.charts.filter((one) => one.placement.length > 0).map((one) => one.repository),
  ]);
  return [...urls].sort().map((url) => ({ url, name: repositoryName(url) }));
}

function repositoryName(url: string): string {
  return url
    .replace(/^[a-z]+:\/\//, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
