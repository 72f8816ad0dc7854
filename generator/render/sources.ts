/** Renders one source of an Application into the objects that its cluster would receive. */
import { createHash } from 'node:crypto';
import type { NotChecked, Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import type { HelmRequest } from '../engines/helm-protocol.ts';
import type { HelmPool } from '../engines/pool.ts';
import type { ApplicationSource, ApplicationView } from './applications.ts';
import { readChartResources } from './helm.ts';
import { readManifests } from './manifests.ts';
import type { RepositoryView } from './repository-view.ts';

/** A destination that the repository deploys to. */
export interface TargetCluster {
  readonly name: string;
  readonly environment: string;
  readonly kubernetes: string;
  readonly server: string;
}

export interface RenderOptions {
  readonly view: RepositoryView;
  /** URL under which Argo CD knows this repository. */
  readonly repository: string;
  readonly clusters: readonly TargetCluster[];
  /** Cluster on which Argo CD runs: `https://kubernetes.default.svc`. */
  readonly hub: TargetCluster;
  readonly helm: HelmPool;
  /** Whether a kind lives in a namespace; `undefined` when nobody knows. */
  isNamespaced(apiVersion: string, kind: string, kubernetes: string): boolean | undefined;
}

/** A chart that was not rendered, for rules that must stay silent about what it might bring. */
export interface Unrendered {
  readonly cluster: string;
  readonly application: string;
  readonly namespace: string;
  readonly chart: string;
}

/** A release that Helm rendered, so that it can be rendered again with something changed. */
export interface Release {
  readonly request: HelmRequest;
  /** Paths of its value files in the repository, first to last. */
  readonly valueFiles: readonly string[];
}

/** A run of the renderer, with what it gathers on the way. */
export interface RenderWork extends RenderOptions {
  readonly resources: Rendered[];
  readonly violations: Violation[];
  readonly notChecked: Map<string, NotChecked>;
  readonly unrendered: Unrendered[];
  /** By Application and chart path. */
  readonly releases: Map<string, Release>;
  readonly charts: Map<string, Promise<string | null>>;
}

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

async function renderRepositoryChart(
  work: RenderWork,
  application: ApplicationView,
  source: Extract<ApplicationSource, { type: 'repositoryChart' }>,
  cluster: TargetCluster,
  subject: Rendered,
): Promise<readonly Rendered[]> {
  const { helm, view } = work;
  const wrong = (rule: string, message: string, fix: string) =>
    work.violations.push({
      layer: 'chart',
      rule,
      severity: 'critical',
      title: 'Chart cannot be rendered',
      message,
      fix,
      subject,
    });
  const values: string[] = [];
  const valueFiles: string[] = [];
  for (const file of source.helm.valueFiles) {
    const path = file.startsWith('/') ? file.slice(1) : `${source.path}/${file}`;
    const text = view.text(path);
    if (text === undefined)
      wrong('missing-value-file', `value file ${path} does not exist`, 'Create it, or take it out of the Application.');
    else {
      values.push(text);
      valueFiles.push(path);
    }
  }
  if (source.helm.inline !== undefined) values.push(source.helm.inline);
  const chart = await loadChart(work, source.path);
  if (chart.error !== null) {
    wrong('broken-chart', `chart ${source.path}: ${chart.error}`, 'Mend the chart.');
    return [];
  }
  const request: HelmRequest = {
    chart: chart.key,
    name: source.helm.releaseName ?? application.name,
    namespace: application.destination.namespace,
    values,
    kubeVersion: `${cluster.kubernetes}.0`,
    skipCrds: source.helm.skipCrds,
    // Argo CD never applies test hooks.
    skipTests: true,
    skipSchema: source.helm.skipSchemaValidation,
    omitText: true,
  };
  work.releases.set(releaseKey(application.name, source.path), { request, valueFiles });
  const render = await helm.render(request);
  const { resources, problems } = readChartResources(render);
  for (const { template, message } of problems) {
    wrong(
      'chart-error',
      template === '' ? message : `${template}: ${message}`,
      'Change the values, or the template, that the message names.',
    );
  }
  const from = originField(view, subject.source);
  return resources.map(({ template, resource }) =>
    place(work, application, cluster, resource, { source: source.path, template, ...from }),
  );
}

/** Key of a release among those of a run. */
export function releaseKey(application: string, chartPath: string): string {
  return `${application} ${chartPath}`;
}

async function loadChart(
  work: RenderWork,
  path: string,
): Promise<{ readonly key: string; readonly error: string | null }> {
  const files = work.view
    .list(path, true)
    .map((file) => ({ name: file.slice(path.length + 1), data: Buffer.from(work.view.text(file) ?? '') }));
  const hash = createHash('sha256');
  for (const file of files) hash.update(file.name).update('\0').update(file.data).update('\0');
  const key = `${path}@${hash.digest('hex')}`;
  const loading =
    work.charts.get(key) ?? work.helm.loadFiles(key, files).then((loaded) => (loaded.ok ? null : loaded.error));
  work.charts.set(key, loading);
  return { key, error: await loading };
}

/** Puts an object into the cluster as Argo CD does: a namespaced one without a namespace goes to the destination's. */
function place(
  work: RenderWork,
  application: ApplicationView,
  cluster: TargetCluster,
  object: KubernetesObject,
  from: Pick<Rendered, 'source' | 'template' | 'origin'>,
): Rendered {
  const { namespace } = application.destination;
  const needsNamespace =
    object.metadata.namespace === undefined &&
    namespace !== '' &&
    work.isNamespaced(object.apiVersion, object.kind, cluster.kubernetes) === true;
  return {
    cluster: cluster.name,
    environment: cluster.environment,
    kubernetes: cluster.kubernetes,
    application: application.name,
    resource: needsNamespace ? { ...object, metadata: { ...object.metadata, namespace } } : object,
    ...from,
  };
}

export function originField(view: RepositoryView, file: string): Pick<Rendered, 'origin'> {
  const origin = view.origin(file);
  return origin === undefined ? {} : { origin };
}
