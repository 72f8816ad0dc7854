// What the clusters of a platform would receive, as `slipway render` gives it, and what a test cluster needs beside it.
import { resolve } from 'node:path';
import { renderFolder } from '../../dist/render-folder.js';

/** Kinds that others need before they are applied. */
const FIRST = ['CustomResourceDefinition', 'Namespace'];

/**
 * @param platform folder of a repository with a platform.config.ts
 * @param charts folders of charts that are asked first
 * @returns `{ clusters: Map<name, Rendered[]>, notRendered, wrong }`; in each cluster those come first that others need,
 * `notRendered` and `wrong` say in sentences what is not there, and what was found while rendering
 */
export async function renderPlatform(platform, charts) {
  const root = resolve(platform);
  const { resources, findings, notChecked } = await renderFolder({
    root,
    date: new Date().toISOString().slice(0, 10),
    cache: false,
    chartsFolders: charts,
    kubernetes: '1.36',
    ignoreConfig: false,
  });
  const clusters = new Map();
  for (const one of resources) clusters.set(one.cluster, [...(clusters.get(one.cluster) ?? []), one]);
  for (const [name, own] of clusters) {
    const rank = ({ resource }) => (FIRST.indexOf(resource.kind) + FIRST.length + 1) % (FIRST.length + 1);
    clusters.set(
      name,
      own.toSorted((a, b) => rank(a) - rank(b)),
    );
  }
  const wrong = findings.filter(({ level }) => level === 'error').map(({ message }) => message);
  return {
    clusters,
    notRendered: notChecked.map(({ what, reason }) => `${what}: ${reason}`),
    wrong: [...new Set(wrong)],
  };
}

/** @returns the definitions among `crds` for kinds that resources have, and that none of them defines */
export function missingCrds(resources, crds) {
  const brought = new Set(
    resources.filter(({ kind }) => kind === 'CustomResourceDefinition').map(({ metadata }) => metadata.name),
  );
  const used = new Set(resources.map(({ apiVersion, kind }) => `${apiVersion.split('/')[0]} ${kind}`));
  return crds.filter(
    ({ metadata, spec }) => !brought.has(metadata.name) && used.has(`${spec.group} ${spec.names.kind}`),
  );
}
