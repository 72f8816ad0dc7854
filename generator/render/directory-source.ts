/** Renders a folder of plain manifests. */
import type { Violation } from '../contract/finding.ts';
import type { KubernetesObject } from '../contract/resource.ts';
import { readGlob } from './glob-pattern.ts';
import { readManifests } from './manifests.ts';
import {
  leaveUnchecked,
  originField,
  type RenderWork,
  refuseSource,
  type SourceJob,
  type SourceObject,
  type SourcePlace,
} from './render-work.ts';
import { walkFiles } from './repository-view.ts';

/** Argo CD leaves out a file that holds this anywhere. */
const SKIP_MARKER = '+argocd:skip-file-rendering';

export async function renderDirectorySource(
  work: RenderWork,
  job: SourceJob,
  place: SourcePlace,
): Promise<readonly SourceObject[]> {
  const { application, subject } = job;
  const { view, folder } = place;
  const directory = job.source.tools.directory ?? {};
  const all = walkFiles(view, folder, directory.recurse === true);
  if (view.list(folder, true).length === 0) {
    refuseSource(work, subject, {
      layer: 'tree',
      rule: 'missing-source',
      title: 'Source of an Application does not exist',
      message: `${application.name} renders ${folder === '' ? 'the root' : folder}, ${view.has(folder) ? 'which is a file' : 'which does not exist'}`,
      fix: view.has(folder) ? 'Name its folder, with `directory.include`.' : 'Create the folder, or drop the source.',
      pointer: '/spec',
    });
  }
  const isIncluded = chooser(folder, directory);
  const perFile = await Promise.all(
    all.filter(isIncluded).map(async (file) => {
      if (place.own) work.reached.add(file);
      if (file.endsWith('.jsonnet')) {
        leaveUnchecked(work, file, 'Jsonnet is not rendered');
        return [];
      }
      const objects = view.objects(file) ?? (await readText(work, job, file, view.text(file) ?? ''));
      if (SEALED_FOLDER.test(file)) work.violations.push(...unsealed(objects, file, job));
      const from = place.own ? originField(view, file) : originField(work.view, subject.source);
      const source = place.own ? file : `${job.source.repository} ${file}`;
      return objects.map((resource): SourceObject => ({ resource, source, ...from }));
    }),
  );
  return perFile.flat();
}

async function readText(
  work: RenderWork,
  job: SourceJob,
  file: string,
  text: string,
): Promise<readonly KubernetesObject[]> {
  if (text.includes(SKIP_MARKER)) return [];
  const own: Violation[] = [];
  const objects = await readManifests(work.helm, file, text, job.cluster, own);
  if (isPassedOver(file, text) && objects.length === 0 && own.some((one) => NO_MANIFEST.has(one.rule))) {
    leaveUnchecked(work, file, 'no Kubernetes manifest: Argo CD leaves it out');
    return [];
  }
  work.violations.push(...own);
  return objects;
}

/** What a file says that was never meant to be a manifest. */
const NO_MANIFEST = new Set(['not-an-object', 'not-yaml']);

/** Argo CD ignores YAML that it cannot read as objects, unless it holds these words; JSON must be an object. */
function isPassedOver(file: string, text: string): boolean {
  return !file.endsWith('.json') && !['apiVersion:', 'kind:', 'metadata:'].every((word) => text.includes(word));
}

/** Whether Argo CD takes a file for a manifest: by its ending, then `exclude`, then `include`. */
function chooser(folder: string, directory: Readonly<Record<string, unknown>>): (path: string) => boolean {
  const { include, exclude } = directory;
  const included = typeof include === 'string' && include !== '' ? readGlob(include, 'gobwas') : null;
  const excluded = typeof exclude === 'string' && exclude !== '' ? readGlob(exclude, 'gobwas') : null;
  const start = folder === '' ? 0 : folder.length + 1;
  return (path) => {
    const relative = path.slice(start);
    if (!/\.(ya?ml|json|jsonnet)$/.test(path)) return false;
    if (excluded?.test(relative)) return false;
    return included === null || included?.test(relative) === true;
  };
}

/** Where people commit SealedSecrets by hand. */
const SEALED_FOLDER = /^clusters\/[^/]+\/sealed\//;

/** Whatever else lies there would reach the cluster past the config. */
function unsealed(objects: readonly KubernetesObject[], file: string, job: SourceJob): readonly Violation[] {
  const { cluster, application } = job;
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
