import { IN_CLUSTER } from '../applications.ts';
import type { ClusterSecret, Generate } from './generator.ts';
import { withValues } from './generator.ts';
import { isEmpty, matchesSelector, normalizeName } from './parameters.ts';
import type { Parameters } from './templating.ts';

/** `clusters`: those whose Secrets lie in the repository, and the hub itself where no selector leaves it out. */
export const generateClusters: Generate = async (context, settings) => {
  const { selector } = settings;
  const chosen = context.clusterSecrets.filter((one) =>
    matchesSelector(selector, { 'argocd.argoproj.io/secret-type': 'cluster', ...one.labels }),
  );
  context.note(
    chosen.length === 0
      ? 'its clusters are known to Argo CD only: no Secret of the repository names one'
      : 'only clusters whose Secrets lie in the repository are known',
  );
  const found = [];
  for (const cluster of chosen) {
    found.push(await withValues(context, parametersOf(cluster, context.templating.goTemplate), settings.values));
  }
  const choosesLabels = !isEmpty(selector);
  if (!choosesLabels && !context.clusterSecrets.some((one) => one.server === IN_CLUSTER)) {
    const local = { name: 'in-cluster', nameNormalized: 'in-cluster', server: IN_CLUSTER, project: '' };
    found.push(await withValues(context, local, settings.values));
  }
  return settings.flatList === true ? [{ clusters: found }] : found;
};

function parametersOf(cluster: ClusterSecret, goTemplate: boolean): Parameters {
  const { name, server, project, labels, annotations } = cluster;
  const plain = { name, nameNormalized: normalizeName(name), server, project };
  if (goTemplate) {
    const metadata = { ...(isEmpty(annotations) ? {} : { annotations }), ...(isEmpty(labels) ? {} : { labels }) };
    return { ...plain, metadata };
  }
  const flat = (prefix: string, given: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(given).map(([key, value]) => [`metadata.${prefix}.${key}`, value]));
  return { ...plain, ...flat('annotations', annotations), ...flat('labels', labels) };
}
