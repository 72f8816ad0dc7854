/** Builds a kustomization as Argo CD does. */
import { createHash } from 'node:crypto';
import { isKubernetesObject, isRecord } from '../contract/resource.ts';
import type { KustomizeBuild, KustomizeOptions, KustomizeRequest } from '../engines/kustomize-engine.ts';
import { unfoldList } from './helm.ts';
import { kustomizationFiles } from './kustomization-files.ts';
import {
  leaveUnchecked,
  originField,
  type RenderWork,
  refuseSource,
  type SourceJob,
  type SourceObject,
  type SourcePlace,
} from './render-work.ts';

export async function renderKustomizeSource(
  work: RenderWork,
  job: SourceJob,
  place: SourcePlace,
): Promise<readonly SourceObject[]> {
  const { subject, source } = job;
  const { view, folder } = place;
  const options = source.tools.kustomize ?? {};
  const components = Array.isArray(options.components) ? options.components.map(String) : [];
  const { given, named } = kustomizationFiles(view, folder, components);
  if (place.own) for (const file of named) work.reached.add(file);
  const build = await buildOnce(work, {
    files: given.flatMap((name) => {
      const data = view.bytes(name);
      return data === undefined ? [] : [{ name, data }];
    }),
    folder,
    // As it stands in the Application; the engine says what is wrong with it.
    options: options as KustomizeOptions,
  });
  for (const { file, entry } of build.remote) leaveUnchecked(work, `${file}: ${entry}`, 'remote base, not rendered');
  for (const { file, what } of build.skipped)
    leaveUnchecked(work, `${file}: ${what}`, 'Argo CD runs it only where an administrator allows it');
  const label = place.own ? folder : `${source.repository} ${folder}`;
  const wrong = (message: string, fix: string) =>
    refuseSource(work, subject, {
      rule: 'kustomize-error',
      title: 'Kustomization cannot be built',
      message: `${label === '' ? 'the root' : label}: ${message}`,
      fix,
    });
  if (build.error !== undefined && build.remote.length > 0)
    // A patch of something that the remote base brings fails without it.
    leaveUnchecked(work, `${label}: ${build.error}`, 'kustomization that needs its remote base');
  else if (build.error !== undefined && build.skipped.length > 0)
    leaveUnchecked(work, `${label}: ${build.error}`, 'kustomization that needs what was left out of it');
  else if (build.error !== undefined) wrong(build.error, 'Mend what the message names.');
  const from = originField(work.view, subject.source);
  return build.objects.flatMap((object, index) =>
    unfoldList(object).flatMap((resource): readonly SourceObject[] => {
      const file = (place.own ? build.origins[index] : undefined) ?? label;
      if (isKubernetesObject(resource)) return [{ resource, source: file, ...from }];
      wrong(`an object of ${file} lacks apiVersion, kind or metadata`, 'Give it all three.');
      return [];
    }),
  );
}

/** Builds afresh only what differs from an earlier run. A Secret is never kept. */
async function buildOnce(work: RenderWork, request: KustomizeRequest): Promise<KustomizeBuild> {
  const { files, folder, options } = request;
  const digests = files.map(({ name, data }) => `${name}\n${createHash('sha256').update(data).digest('hex')}`);
  const key = ['kustomize', folder, JSON.stringify(options), ...digests];
  const kept = work.cache.read(key);
  // Written below, under a key that names the code which wrote it.
  if (isRecord(kept) && Array.isArray(kept.objects)) return { ...kept, error: undefined } as unknown as KustomizeBuild;
  const build = await work.kustomize.build(request);
  const holdsSecret = build.objects.flatMap(unfoldList).some((one) => isRecord(one) && one.kind === 'Secret');
  if (build.error === undefined && !holdsSecret) work.cache.write(key, build);
  return build;
}
