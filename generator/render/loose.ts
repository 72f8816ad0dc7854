/** Renders what no Application of a repository deploys: charts by their own values, kustomizations nobody builds upon, plain manifests. */
import type { Violation } from '../contract/finding.ts';
import type { Rendered } from '../contract/rendered.ts';
import { isRecord } from '../contract/resource.ts';
import { type ApplicationView, readApplication, readSource } from './applications.ts';
import { kustomizationBases, kustomizationFiles, readKustomization } from './kustomization-files.ts';
import { readManifests } from './manifests.ts';
import { isMeantForCluster } from './meant-for-cluster.ts';
import { renderApplication } from './render-application.ts';
import type { RenderedApplication } from './render-repository.ts';
import { leaveUnchecked, type RenderWork, type SourceObject, type TargetCluster } from './render-work.ts';
import { folderOf, walkFiles } from './repository-view.ts';
import { isKustomization } from './source-type.ts';

/** Problems that only say that a chart or kustomization wants to be given something: nobody deploys it as it is. */
const NEEDS_MORE = new Set([
  'chart-error',
  'values-schema',
  'broken-chart',
  'kustomize-error',
  'missing-value-file',
  'unstable-output',
  'value-type',
]);

/** What a file says that was never meant to be a manifest: values, CI definitions, templates of other tools. */
const NO_MANIFEST = new Set(['not-an-object', 'not-yaml']);

/** A chart or kustomization that is rendered without an Application. */
export interface LooseFolder {
  readonly rendered: RenderedApplication;
  readonly violations: readonly Violation[];
  /** Its Chart.yaml or kustomization file: once an Application renders that, the folder is loose no more. */
  readonly file: string;
}

/** What lies in the scope, sorted by who reads it. */
interface Layout {
  readonly charts: readonly string[];
  readonly kustomizations: readonly string[];
  isInChart(file: string): boolean;
}

/** Renders the charts and kustomizations that no Application has reached so far, and nobody builds upon. */
export async function renderLooseFolders(work: RenderWork, cluster: TargetCluster): Promise<readonly LooseFolder[]> {
  const { charts, kustomizations } = layoutOf(work);
  const bases = new Set(kustomizations.flatMap((file) => kustomizationBases(work.view, file)));
  const files = [
    ...charts.map((folder) => join(folder, 'Chart.yaml')),
    ...kustomizations.filter((file) => !bases.has(folderOf(file)) && !isComponent(work, file)),
  ];
  return Promise.all(
    files.filter((file) => !work.reached.has(file)).map((file) => renderFolder(work, cluster, folderOf(file), file)),
  );
}

/** Reads the manifests that belong to no Application, chart or kustomization. */
export async function readLooseManifests(work: RenderWork, cluster: TargetCluster): Promise<RenderedApplication> {
  const { kustomizations, isInChart } = layoutOf(work);
  const named = new Set(kustomizations.flatMap((file) => kustomizationFiles(work.view, folderOf(file)).named));
  const files = walkFiles(work.view, work.scope).filter(
    (file) => /\.(ya?ml|json)$/.test(file) && !isInChart(file) && !named.has(file) && !work.reached.has(file),
  );
  const objects = await Promise.all(files.map((file) => readLooseFile(work, cluster, file)));
  return asApplication(work, cluster, objects.flat());
}

function layoutOf({ view, scope }: RenderWork): Layout {
  const files = walkFiles(view, scope);
  const charts = outermost(files.filter((file) => /(^|\/)Chart\.yaml$/.test(file)).map(folderOf));
  const isInChart = (file: string) => charts.some((folder) => folder === '' || file.startsWith(`${folder}/`));
  return { charts, kustomizations: files.filter((file) => isKustomization(file) && !isInChart(file)), isInChart };
}

async function renderFolder(
  work: RenderWork,
  cluster: TargetCluster,
  folder: string,
  file: string,
): Promise<LooseFolder> {
  const name = folder === '' ? 'release' : folder.slice(folder.lastIndexOf('/') + 1);
  const source = readSource({ repoURL: work.repositories[0] ?? '', path: folder === '' ? '.' : folder });
  const application: ApplicationView = {
    name,
    namespace: '',
    project: 'default',
    wave: 0,
    destination: { name: cluster.name, server: undefined, namespace: '' },
    sources: [{ ...source, path: folder }],
  };
  const own: Violation[] = [];
  const found = asApplication(work, cluster, []);
  const objects = await renderApplication(
    { ...work, violations: own, reached: new Set() },
    application,
    cluster,
    found.found.subject,
    work.kinds.builtInVersions(cluster.kubernetes),
  );
  const needs = own.find((one) => NEEDS_MORE.has(one.rule) && one.rule !== 'unstable-output');
  if (needs !== undefined) {
    leaveUnchecked(work, firstLine(needs.message), 'no Application names it, and by itself it cannot be rendered');
  }
  const violations = own.filter((one) => !NEEDS_MORE.has(one.rule));
  return { rendered: { ...found, objects }, violations, file };
}

/** Values files, CI definitions and the like are YAML too: only what has a kind is a manifest that went wrong. */
async function readLooseFile(work: RenderWork, cluster: TargetCluster, file: string): Promise<readonly SourceObject[]> {
  const text = work.view.text(file) ?? '';
  const own: Violation[] = [];
  const objects = await readManifests(work.helm, file, text, cluster, own);
  const isForeign = own.some((one) => NO_MANIFEST.has(one.rule)) && !isMeantForCluster(work, cluster, file, text);
  if (isForeign) leaveUnchecked(work, file, 'not a Kubernetes manifest');
  work.violations.push(...(isForeign ? own.filter((one) => !NO_MANIFEST.has(one.rule)) : own));
  return objects.map((resource) => ({ resource, source: file }));
}

/** What stands for an Application where there is none. */
function asApplication(
  work: RenderWork,
  cluster: TargetCluster,
  objects: readonly SourceObject[],
): RenderedApplication {
  const subject: Rendered = {
    cluster: cluster.name,
    environment: cluster.environment,
    kubernetes: cluster.kubernetes,
    application: '',
    source: work.scope,
    resource: { apiVersion: '', kind: 'Folder', metadata: { name: '' } },
  };
  const filled = objects.filter(({ resource, source }) => {
    const { name = '', namespace = '' } = resource.metadata;
    const isTemplate = /[{<$]/.test(`${name}${namespace}`);
    if (isTemplate) leaveUnchecked(work, `${source}: ${resource.kind} ${name}`, 'another program fills in its name');
    return !isTemplate;
  });
  return { found: { view: readApplication(subject.resource), cluster, order: [], subject }, cluster, objects: filled };
}

function isComponent(work: RenderWork, file: string): boolean {
  const content = readKustomization(work.view, file);
  return isRecord(content) && content.kind === 'Component';
}

function outermost(folders: readonly string[]): readonly string[] {
  const sorted = folders.toSorted();
  return sorted.filter(
    (folder) => !sorted.some((other) => other !== folder && (other === '' || folder.startsWith(`${other}/`))),
  );
}

function join(folder: string, name: string): string {
  return folder === '' ? name : `${folder}/${name}`;
}

function firstLine(message: string): string {
  return message.split('\n')[0] ?? '';
}
