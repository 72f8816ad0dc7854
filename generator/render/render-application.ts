/** Renders all sources of one Application into the objects that its cluster would receive. */
import { normalWanted } from '../chart-store/chart-address.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { ApplicationView } from './applications.ts';
import { completeFolder } from './chart-files.ts';
import { type ChartHandle, handleFiles, handleStored } from './chart-handle.ts';
import { renderDirectorySource } from './directory-source.ts';
import { readReleaseInput, renderHelmSource } from './helm-source.ts';
import { renderKustomizeSource } from './kustomize-source.ts';
import {
  leaveUnchecked,
  parseOne,
  type RenderWork,
  refuseSource,
  type SourceJob,
  type SourceObject,
  type SourcePlace,
  type TargetCluster,
} from './render-work.ts';
import { type RepositoryView, viewFiles } from './repository-view.ts';
import { sourceMistakes } from './source-mistakes.ts';
import { overrideSource, toolOf } from './source-type.ts';
import { checkTexts } from './value-texts.ts';

export async function renderApplication(
  work: RenderWork,
  application: ApplicationView,
  cluster: TargetCluster,
  subject: Rendered,
  apiVersions: readonly string[],
): Promise<readonly SourceObject[]> {
  const mistakes = sourceMistakes(subject.resource);
  for (const mistake of mistakes) {
    refuseSource(work, subject, {
      layer: 'tree',
      rule: 'incomplete-source',
      title: 'Argo CD refuses the sources of an Application',
      message: `${application.name}: ${mistake}`,
      fix: 'Give each source a repoURL and a path, a chart or a ref, and each ref a name of its own.',
      pointer: '/spec',
    });
  }
  if (mistakes.length > 0) return [];
  const refs = await openRefs(work, application);
  const perSource = await Promise.all(
    application.sources.map((source) =>
      renderSource(work, { application, source, cluster, subject, apiVersions, refs }),
    ),
  );
  return perSource.flat();
}

async function openRefs(
  work: RenderWork,
  application: ApplicationView,
): Promise<ReadonlyMap<string, RepositoryView | string>> {
  const refs = new Map<string, RepositoryView | string>();
  for (const { ref, repository, revision } of application.sources) {
    if (ref === undefined) continue;
    const checkout = await work.checkouts.open(repository, revision, undefined);
    if (checkout.state === 'open') {
      if (checkout.note !== undefined) leaveUnchecked(work, repository, checkout.note);
      refs.set(`$${ref}`, checkout.view);
    } else refs.set(`$${ref}`, `${repository} is ${checkout.reason}`);
  }
  return refs;
}

async function renderSource(work: RenderWork, job: SourceJob): Promise<readonly SourceObject[]> {
  const { source } = job;
  if (source.chart !== undefined) return renderStoredChart(work, job, source.repository, source.chart);
  // A source with a `ref` and no path only lends its files to others.
  if (source.path === undefined && source.ref !== undefined) return [];
  if (source.repository.startsWith('oci://')) {
    // Argo CD's other way to name a chart: `oci://host/charts/kafka` is `kafka` of `host/charts`.
    const { repository, revision, path = '' } = source;
    const wanted = normalWanted({ kind: 'git', repository, path, revision });
    if (wanted.kind === 'chart') return renderStoredChart(work, job, wanted.repository, wanted.name);
  }
  if (source.path?.split('/').includes('..')) {
    refuseSource(work, job.subject, {
      layer: 'tree',
      rule: 'outside-repository',
      title: 'Source of an Application lies outside of the repository',
      message: `${job.application.name} renders ${source.path}`,
      fix: 'Argo CD refuses it: name a folder of the repository.',
      pointer: '/spec',
    });
    return [];
  }
  if (source.repository === '' || source.path === undefined) {
    leaveUnchecked(work, job.application.name, 'a source without repoURL or path, not rendered');
    return [];
  }
  const checkout = await work.checkouts.open(source.repository, source.revision, source.path);
  if (checkout.state === 'closed') {
    leaveUnchecked(work, `${source.repository} ${source.path}`.trim(), `source not rendered: ${checkout.reason}`);
    return [];
  }
  if (checkout.note !== undefined) leaveUnchecked(work, source.repository, checkout.note);
  return renderFolder(work, job, checkout);
}

async function renderFolder(work: RenderWork, job: SourceJob, place: SourcePlace): Promise<readonly SourceObject[]> {
  const { view, folder } = place;
  const source = await overrideSource(job.source, folder, job.application.name, view, (text) =>
    parseOne(work.helm, text),
  );
  if ('error' in source) {
    if (place.own) for (const path of view.list(folder, true)) work.reached.add(path);
    refuseSource(work, job.subject, {
      layer: 'tree',
      rule: 'broken-override',
      title: 'Override of a source cannot be read',
      message: `${job.application.name}: ${source.error}`,
      fix: 'Mend the file, or remove it: Argo CD renders nothing beside it.',
      pointer: '/spec',
    });
    return [];
  }
  const decided = toolOf(source, view, folder);
  if ('error' in decided) {
    refuseSource(work, job.subject, {
      layer: 'tree',
      rule: 'ambiguous-source',
      title: 'Source names several tools',
      message: `${job.application.name}: ${decided.error}`,
      fix: 'Keep one of them.',
      pointer: '/spec',
    });
    return [];
  }
  const own = { ...job, source };
  switch (decided.tool) {
    case 'directory':
      return renderDirectorySource(work, own, place);
    case 'kustomize':
      return renderKustomizeSource(work, own, place);
    case 'plugin':
      leaveUnchecked(work, `${job.application.name}: ${folder}`, 'a config management plugin renders it');
      return [];
    case 'helm':
      return renderChartFolder(work, own, place);
  }
}

async function renderChartFolder(
  work: RenderWork,
  job: SourceJob,
  place: SourcePlace,
): Promise<readonly SourceObject[]> {
  const { view, folder } = place;
  const label = place.own ? folder : `${job.source.repository} ${folder}`;
  const chart = await work.renders.folder(view, folder, async () => {
    const { files, missing } = await completeFolder(view, folder, work.store);
    return { missing, handle: handleFiles(work, label, files) };
  });
  if (place.own) for (const path of view.list(folder, true)) work.reached.add(path);
  if (chart.missing.length > 0) {
    noteUnrendered(
      work,
      job,
      `${label}: ${chart.missing.join(', ')}`,
      'chart not rendered: its subcharts are not at hand',
    );
    return [];
  }
  return renderHelmSource(work, job, chart.handle, place);
}

async function renderStoredChart(
  work: RenderWork,
  job: SourceJob,
  repository: string,
  name: string,
): Promise<readonly SourceObject[]> {
  const { source } = job;
  const found = await work.store.find({ kind: 'chart', repository, name, version: source.revision });
  const label = `${name}@${found.state === 'found' ? found.version : source.revision}`;
  const place: SourcePlace = { view: viewFiles([], { bytes: () => undefined }), folder: '', own: false };
  // What can be said of its values without it is said all the same.
  if (found.state !== 'found') await checkTexts(work, job, readReleaseInput(work, job, place));
  if (found.state === 'damaged') {
    refuseSource(work, job.subject, {
      rule: 'damaged-chart',
      title: 'Chart cannot be trusted',
      message: `chart ${label}: ${found.reason}`,
      fix: found.fix,
    });
    return [];
  }
  if (found.state !== 'found') {
    noteUnrendered(work, job, `${name} ${source.revision}`, `chart not rendered: ${found.reason}`);
    return [];
  }
  if (found.note !== undefined) leaveUnchecked(work, label, found.note);
  if (found.instead !== undefined) tellOtherVersion(work, job, name, found.version, found.instead);
  const handle: ChartHandle = work.renders.stored(found, () => handleStored(work, label, found));
  return renderHelmSource(work, job, handle, place);
}

/** What was rendered is not what the cluster gets: a chart in Git often carries a version that only its release replaces. */
function tellOtherVersion(
  work: RenderWork,
  { subject }: SourceJob,
  name: string,
  version: string,
  { asked, path }: { readonly asked: string; readonly path: string },
): void {
  refuseSource(work, subject, {
    rule: 'other-chart-version',
    severity: 'low',
    title: 'Another version of the chart was rendered',
    message: `chart ${name} ${asked} is not at hand; ${path} holds version ${version}, which was rendered in its place`,
    fix: `Put version ${asked} there, or run \`slipway charts lock\` and \`slipway charts pull\`; or name ${version} where the chart's version is written.`,
  });
}

/** Notes a chart that is not rendered, so that rules do not take what it might bring for missing. */
function noteUnrendered(work: RenderWork, { application, cluster }: SourceJob, chart: string, reason: string): void {
  leaveUnchecked(work, chart, reason);
  work.unrendered.push({
    cluster: cluster.name,
    application: application.name,
    namespace: application.destination.namespace,
    chart,
  });
}

/** Puts an object into the cluster as Argo CD does: a namespaced one, or one of an unknown kind, goes to the destination's namespace. */
export function settleNamespace(
  resource: KubernetesObject,
  namespace: string,
  isNamespaced: boolean | undefined,
): KubernetesObject {
  const { namespace: own, ...metadata } = resource.metadata;
  if (isNamespaced === false) return own === undefined ? resource : { ...resource, metadata };
  if ((own !== undefined && own !== '') || namespace === '') return resource;
  return { ...resource, metadata: { ...resource.metadata, namespace } };
}
