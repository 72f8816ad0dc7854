/** Renders a chart of the repository itself with Helm, as Argo CD hands it over. */
import type { Rendered } from '../contract/rendered.ts';
import type { HelmRequest } from '../engines/helm-protocol.ts';
import type { ApplicationSource, ApplicationView } from './applications.ts';
import { readChartResources } from './helm.ts';
import { originField, place, type RenderWork, type TargetCluster } from './render-work.ts';
import { isSchemaReport, valuesViolations } from './values-schema.ts';

export async function renderRepositoryChart(
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
  const broken = await loadChart(work, source.path);
  if (broken !== null) {
    wrong('broken-chart', `chart ${source.path}: ${broken}`, 'Mend the chart.');
    return [];
  }
  const request: HelmRequest = {
    chart: source.path,
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
  const release = { request, valueFiles };
  work.releases.set(releaseKey(application.name, source.path), release);
  let render = await helm.render(request);
  if (render.error !== undefined && isSchemaReport(render.error)) {
    work.violations.push(...valuesViolations(render.error, release, view, subject));
    // What the chart makes of the values is checked all the same.
    render = await helm.render({ ...request, skipSchema: true });
  }
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

/** Loads a chart once per run. @returns Helm's words when it cannot be read */
function loadChart(work: RenderWork, path: string): Promise<string | null> {
  const known = work.charts.get(path);
  if (known !== undefined) return known;
  const files = work.view
    .list(path, true)
    .map((file) => ({ name: file.slice(path.length + 1), data: Buffer.from(work.view.text(file) ?? '') }));
  const loading = work.helm.loadFiles(path, files).then((loaded) => (loaded.ok ? null : loaded.error));
  work.charts.set(path, loading);
  return loading;
}
