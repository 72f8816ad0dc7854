/** Renders a source with Helm, as Argo CD hands it over. */
import type { HelmRequest, HelmSetting } from '../engines/helm-protocol.ts';
import { buildEnvironment, substitute } from './build-environment.ts';
import type { ChartHandle } from './chart-handle.ts';
import { escapeParameter, type HelmSettings, readHelmSettings } from './helm-settings.ts';
import type { ReleaseResult } from './release.ts';
import {
  leaveUnchecked,
  originField,
  type Release,
  type RenderWork,
  refuseSource,
  releaseKey,
  type SourceJob,
  type SourceObject,
  type SourcePlace,
} from './render-work.ts';
import { nameOf } from './unstable.ts';
import { describeUnstable, isCompared } from './unstable-finding.ts';
import { type FileProblem, type FileScope, resolveFile, resolveValueFiles, type ValueFile } from './value-files.ts';
import { describeValueProblem } from './value-findings.ts';
import { valuesViolations } from './values-schema.ts';

/** The settings of a source with its value files; `null` when some of them are out of reach. */
export interface ReleaseInput {
  readonly settings: HelmSettings;
  readonly scope: FileScope;
  readonly files: readonly ValueFile[];
}

/** Finds the value files of a source, and tells which cannot be read. A chart need not be at hand for that. */
export function readReleaseInput(work: RenderWork, job: SourceJob, place: SourcePlace): ReleaseInput | null {
  const { application, subject } = job;
  const settings = readHelmSettings(job.source.tools.helm ?? {});
  const environment = buildEnvironment(application, job.source);
  const scope: FileScope = { ...place, refs: job.refs, substitute: (text) => substitute(text, environment) };
  const { files, problems } = resolveValueFiles(settings.valueFiles, settings.ignoreMissingValueFiles, scope);
  for (const problem of problems) {
    const { rule, message, fix } = problem;
    if (isUnreachable(problem))
      leaveUnchecked(work, `${application.name}: ${message}`, 'chart not rendered: a value file is not at hand');
    else refuseSource(work, subject, { rule, title: 'Value file cannot be read', message, fix });
  }
  for (const file of files) if (isOwn(file, work)) work.reached.add(file.path);
  // Without all of its values the chart would be another release.
  return problems.some(isUnreachable) ? null : { settings, scope, files };
}

export async function renderHelmSource(
  work: RenderWork,
  job: SourceJob,
  chart: ChartHandle,
  place: SourcePlace,
): Promise<readonly SourceObject[]> {
  const { application, subject } = job;
  const input = readReleaseInput(work, job, place);
  if (input === null) return [];
  const { settings, scope, files } = input;
  const request = requestOf(job, settings, files, scope, work);
  const release: Release = {
    chart,
    request,
    valueFiles: [
      ...files.map((file) => (isOwn(file, work) ? file.path : null)),
      ...(settings.inline === undefined ? [] : [null]),
    ],
    subject,
  };
  work.releases.set(releaseKey(application.name, chart.label), release);
  const result = await work.renders.render(chart, request, (index) => {
    const file = files[index];
    return file?.view.values(file.path);
  });
  tellProblems(work, job, chart, release, result);
  await tellUnstable(work, chart, release, result);
  const from = originField(work.view, subject.source);
  return result.resources.map(({ template, resource }) => ({ resource, source: chart.label, template, ...from }));
}

function isUnreachable({ rule }: FileProblem): boolean {
  return rule === 'unreachable-ref' || rule === 'remote-value-file';
}

function isOwn(file: ValueFile, work: RenderWork): boolean {
  return file.view === work.view;
}

function requestOf(
  job: SourceJob,
  settings: HelmSettings,
  files: readonly ValueFile[],
  scope: FileScope,
  work: RenderWork,
): HelmRequest {
  const { application, cluster } = job;
  const set = settings.parameters.flatMap(({ name, value, type }): readonly HelmSetting[] => {
    if (type !== 'file') return [{ name, value: escapeParameter(scope.substitute(value)), type }];
    const found = resolveFile(value, scope);
    const text = 'path' in found ? found.view.text(found.path) : undefined;
    if (text !== undefined) return [{ name, value: text, type }];
    refuseSource(work, job.subject, {
      rule: 'missing-value-file',
      title: 'Value file cannot be read',
      message: `file parameter ${name}: ${'path' in found ? `${found.path} does not exist` : found.message}`,
      fix: 'Create it, or take it out of the Application.',
    });
    return [];
  });
  return {
    chart: '',
    name: settings.releaseName ?? application.name,
    // Without one Argo CD passes none, and Helm takes its default.
    namespace: settings.namespace ?? (application.destination.namespace || 'default'),
    values: [...files.map((file) => file.text), ...(settings.inline === undefined ? [] : [settings.inline])],
    ...(set.length === 0 ? {} : { set }),
    kubeVersion: settings.kubeVersion ?? `${cluster.kubernetes}.0`,
    apiVersions: settings.apiVersions.length > 0 ? settings.apiVersions : job.apiVersions,
    skipCrds: settings.skipCrds,
    // Argo CD never applies test hooks.
    skipTests: true,
    skipSchema: settings.skipSchemaValidation,
    omitText: true,
  };
}

function tellProblems(
  work: RenderWork,
  { subject }: SourceJob,
  chart: ChartHandle,
  release: Release,
  result: ReleaseResult,
): void {
  const title = 'Chart cannot be rendered';
  if (result.broken !== undefined) {
    refuseSource(work, subject, {
      rule: 'broken-chart',
      title,
      message: `chart ${chart.label}: ${result.broken}`,
      fix: 'Mend the chart.',
    });
  }
  if (result.schemaReport !== undefined) {
    work.violations.push(...valuesViolations(result.schemaReport, release, work.view, subject));
  }
  for (const { template, message, severity } of result.problems) {
    refuseSource(work, subject, {
      rule: severity === 'error' ? 'chart-error' : 'chart-warning',
      severity: severity === 'error' ? 'critical' : 'low',
      title: severity === 'error' ? title : 'Chart says a key twice',
      message: template === '' ? message : `${template}: ${message}`,
      fix: 'Change the values, or the template, that the message names.',
    });
  }
  for (const problem of result.valueProblems) work.violations.push(describeValueProblem(work, release, problem));
}

async function tellUnstable(
  work: RenderWork,
  chart: ChartHandle,
  { request, subject }: Release,
  { resources, unstable }: ReleaseResult,
): Promise<void> {
  const told = unstable.filter((one) => {
    const object = resources.find(
      ({ resource, template }) =>
        template === one.template && resource.kind === one.kind && nameOf(resource) === one.name,
    );
    return object !== undefined && isCompared(one, object.resource, subject.resource);
  });
  const pinned = await work.renders.withPins(chart, request, told);
  for (const one of pinned) work.violations.push(describeUnstable(one, chart.label, subject));
}
