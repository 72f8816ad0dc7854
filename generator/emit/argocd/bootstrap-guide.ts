import { textFile } from '../../contract/file-spec.ts';
import { isMissing } from '../../model/cloud.ts';
import type { Cluster, Platform } from '../../model/platform.ts';
import { defineEmitter } from '../_define.ts';
import { paths } from '../_paths.ts';
import { componentValueFiles } from '../helm/_component-layers.ts';
import { ARGOCD_KIND } from './_names.ts';
import { secretsToFill } from './_secrets-to-fill.ts';
import { companionsOf } from './components.ts';
import { clusterConfig } from './secrets.ts';

const OWNER = 'bootstrap guide';

/** BOOTSTRAP.md of the hub: the four commands that start the platform, and what is made by hand. */
export const bootstrapGuide = defineEmitter({
  name: OWNER,
  *emit(platform) {
    yield textFile(paths.bootstrapGuide(platform.hub.name), OWNER, ['name'], guide(platform));
  },
});

/** The Secret of a cluster whose cloud has no login for Argo CD. */
function byHand(cluster: Cluster): string {
  const config = clusterConfig(cluster);
  if (!isMissing(config)) return '';
  return `- The cluster Secret of \`${cluster.name}\`, named \`cluster-${cluster.name}\`, with its name \`${cluster.name}\` and server \`${cluster.api.server}\`. ${config.missing}.\n`;
}

function guide(platform: Platform): string {
  const { hub } = platform;
  const argocd = platform.components.find((one) => one.definition.kind === ARGOCD_KIND);
  const root = paths.root(hub.name);
  const install =
    argocd === undefined || argocd.definition.chart === null
      ? '# Install Argo CD 3.5 or newer into the namespace argocd: this platform does not manage it.'
      : [
          ...companionsOf(argocd, hub).map(
            ({ repository, path, revision }) =>
              `kubectl apply --server-side --kustomize '${repository}/${path}?ref=${revision}'`,
          ),
          `helm upgrade --install ${argocd.name} ${argocd.definition.chart.name} \\`,
          `  --repo ${argocd.definition.chart.repository} --version ${argocd.settings.base.chartVersion} \\`,
          `  --namespace argocd --create-namespace${componentValueFiles(argocd, hub, platform)
            .map((file) => ` \\\n  --values ${file}`)
            .join('')}`,
        ].join('\n');
  const sealed = platform.secretStores.some((store) => store.type === 'sealed');
  return `# Starting ${platform.name}

Run these once, from the top of this repository, with kubectl pointed at the hub cluster \`${hub.name}\`.

\`\`\`sh
# 1. Argo CD, in the version and with the values that it will manage itself with
${install}

# 2. Read access to this repository: a Secret labelled argocd.argoproj.io/secret-type: repo-creds, made by hand
kubectl apply --namespace argocd --filename repo-creds.yaml

# 3. The project of the parents
kubectl apply --filename ${root}/project-bootstrap.yaml

# 4. The root; everything else follows from it
kubectl apply --filename ${root}/root.yaml
\`\`\`

## Made by hand, never in Git

- \`repo-creds\` for \`${platform.repository.url}\`: a deploy key or a token with read access.
- Cloud identities: each cluster lets Argo CD of \`${hub.name}\` in (${
    platform.clusters
      .filter((one) => one !== hub)
      .map((one) => `\`${one.name}\``)
      .join(', ') || 'no other cluster'
  }).
${platform.clusters.map(byHand).join('')}${secretsToFill(platform)}${sealed ? '- The sealing keys: back them up, and seal again when a cluster is made anew.\n' : ''}
## Clusters

${platform.clusters.map((one) => `- \`${one.name}\`: ${one.environment.name}, ${one.cloud.traits.name} ${one.cloud.region}, Kubernetes ${one.kubernetes}${one.hub ? ', hub' : ''}`).join('\n')}
`;
}
