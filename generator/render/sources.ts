/** Renders one source of an Application into the objects that its cluster would receive. */
import type { Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { ApplicationSource, ApplicationView } from './applications.ts';
import { readManifests } from './manifests.ts';
import { originField, place, type RenderWork, type TargetCluster } from './render-work.ts';
import { renderRepositoryChart } from './repository-chart.ts';

export async function renderSource(
  work: RenderWork,
  application: ApplicationView,
  source: ApplicationSource,
  cluster: TargetCluster,
  subject: Rendered,
): Promise<readonly Rendered[]> {
  if (source.type !== 'remoteChart' && source.repository !== work.repository) {
    const what = `${source.repository} ${source.path}`;
    work.notChecked.set(what, { what, reason: 'folder of another repository' });
    return [];
  }
  switch (source.type) {
    case 'directory':
      return renderDirectory(work, application, source, cluster, subject);
    case 'repositoryChart':
      return renderRepositoryChart(work, application, source, cluster, subject);
    case 'remoteChart': {
      const chart = `${source.chart} ${source.version}`;
      work.notChecked.set(chart, { what: chart, reason: 'chart not rendered: not in this repository' });
      work.unrendered.push({
        cluster: cluster.name,
        application: application.name,
        namespace: application.destination.namespace,
        chart,
      });
      return [];
    }
  }
}

async function renderDirectory(
  work: RenderWork,
  application: ApplicationView,
  source: Extract<ApplicationSource, { type: 'directory' }>,
  cluster: TargetCluster,
  subject: Rendered,
): Promise<readonly Rendered[]> {
  const all = work.view.list(source.path, source.recurse);
  const files = all.filter((path) => /\.(ya?ml|json)$/.test(path));
  if (all.length === 0) {
    work.violations.push({
      layer: 'tree',
      rule: 'missing-source',
      severity: 'critical',
      title: 'Source of an Application does not exist',
      message: `${application.name} renders ${source.path}, which does not exist`,
      fix: 'Create the folder, or drop the source.',
      pointer: '/spec',
      subject,
    });
  }
  const perFile = await Promise.all(
    files.map(async (file) => {
      const objects =
        work.view.objects(file) ??
        (await readManifests(work.helm, file, work.view.text(file) ?? '', cluster, work.violations));
      if (SEALED_FOLDER.test(file)) work.violations.push(...unsealed(objects, file, cluster, application));
      return objects.map((object) =>
        place(work, application, cluster, object, { source: file, ...originField(work.view, file) }),
      );
    }),
  );
  return perFile.flat();
}

/** Where people commit SealedSecrets by hand. */
const SEALED_FOLDER = /^clusters\/[^/]+\/sealed\//;

/** Whatever else lies there would reach the cluster past the config. */
function unsealed(
  objects: readonly KubernetesObject[],
  file: string,
  cluster: TargetCluster,
  application: ApplicationView,
): readonly Violation[] {
  return objects
    .filter((resource) => resource.kind !== 'SealedSecret')
    .map((resource) => ({
      layer: 'tree',
      rule: 'not-sealed',
      severity: 'critical',
      title: 'Not a SealedSecret',
      message: `${file} holds a ${resource.kind}; only SealedSecrets may lie here`,
      fix: 'Seal it with kubeseal, or say it in the config.',
      subject: {
        cluster: cluster.name,
        environment: cluster.environment,
        kubernetes: cluster.kubernetes,
        application: application.name,
        source: file,
        resource,
      },
    }));
}
