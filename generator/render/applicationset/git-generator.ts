import { isRecord } from '../../contract/resource.ts';
import { readGlob } from '../glob-pattern.ts';
import { folderOf, type RepositoryView, walkFiles } from '../repository-view.ts';
import { type Generate, type GeneratorContext, withValues } from './generator.ts';
import { flatten, normalizeName } from './parameters.ts';
import { NotExpandable, type Parameters } from './templating.ts';

/** `git`: one set of parameters for each folder, or for each object in each file, that a pattern names. */
export const generateGit: Generate = async (context, settings) => {
  const repository = String(settings.repoURL ?? '');
  const checkout = await context.checkouts.open(repository, String(settings.revision ?? 'HEAD'), undefined);
  if (checkout.state === 'closed') {
    throw new NotExpandable('unknown', `its generator reads ${repository}: ${checkout.reason}`);
  }
  const { view } = checkout;
  const isAssumed = checkout.note !== undefined;
  const directories = records(settings.directories);
  const files = records(settings.files);
  const found =
    directories.length > 0
      ? await generateFolders(context, settings, chooseFolders(view, directories))
      : await generateFiles(context, settings, view, files);
  if (found.length === 0 && isAssumed) {
    throw new NotExpandable('unknown', `its generator reads ${repository}, which is not here`);
  }
  if (checkout.note !== undefined) context.note(checkout.note);
  return found;
};

/** All folders that hold a file somewhere below, hidden ones left out; `exclude` wins wherever it stands. */
function chooseFolders(view: RepositoryView, wanted: readonly Record<string, unknown>[]): readonly string[] {
  const folders = new Set<string>();
  for (const path of walkFiles(view, '')) {
    for (let folder = folderOf(path); folder !== '' && !folders.has(folder); folder = folderOf(folder)) {
      folders.add(folder);
    }
  }
  // Go's path.Match, which knows no `**`.
  const patterns = wanted.map((one) => ({
    glob: readGlob(String(one.path ?? '').replaceAll(/\*{2,}/g, '*'), 'doublestar'),
    isExcluded: one.exclude === true,
  }));
  return [...folders]
    .filter((folder) => !folder.split('/').some((part) => part.startsWith('.')))
    .sort()
    .filter((folder) => {
      const matching = patterns.filter(({ glob }) => glob?.test(folder));
      return matching.length > 0 && !matching.some((one) => one.isExcluded);
    });
}

async function generateFolders(
  context: GeneratorContext,
  settings: Readonly<Record<string, unknown>>,
  folders: readonly string[],
): Promise<readonly Parameters[]> {
  return Promise.all(
    folders.map((folder) => withValues(context, pathParameters(context, settings, folder, undefined), settings.values)),
  );
}

async function generateFiles(
  context: GeneratorContext,
  settings: Readonly<Record<string, unknown>>,
  view: RepositoryView,
  wanted: readonly Record<string, unknown>[],
): Promise<readonly Parameters[]> {
  const paths = walkFiles(view, '');
  const matching = (one: Record<string, unknown>) =>
    paths.filter((path) => matchesPathspec(String(one.path ?? ''), path));
  const excluded = new Set(wanted.filter((one) => one.exclude === true).flatMap(matching));
  const included = new Set(wanted.filter((one) => one.exclude !== true).flatMap(matching));
  const found: Parameters[] = [];
  for (const path of [...included].filter((one) => !excluded.has(one)).sort()) {
    const content = await context.parseYaml(view.text(path) ?? '');
    const objects = Array.isArray(content) ? content : [content ?? {}];
    for (const object of objects) {
      if (!isRecord(object))
        throw new NotExpandable('mistake', `${path} holds neither an object nor a list of objects`);
      const own = context.templating.goTemplate ? object : flatten(object);
      const parameters = { ...own, ...pathParameters(context, settings, folderOf(path) || '.', path) };
      found.push(await withValues(context, parameters, settings.values));
    }
  }
  return found;
}

/** As `git ls-files` reads a pattern: `*` crosses folders, and a folder's name stands for all below it. */
function matchesPathspec(pattern: string, path: string): boolean {
  return path === pattern || path.startsWith(`${pattern}/`) || readGlob(pattern, 'gobwas')?.test(path) === true;
}

function pathParameters(
  { templating }: GeneratorContext,
  settings: Readonly<Record<string, unknown>>,
  folder: string,
  file: string | undefined,
): Parameters {
  const prefix = String(settings.pathParamPrefix ?? '');
  const basename = baseOf(folder);
  const names = {
    basename,
    basenameNormalized: normalizeName(basename),
    ...(file === undefined ? {} : { filename: baseOf(file), filenameNormalized: normalizeName(baseOf(file)) }),
  };
  const segments = folder.split('/');
  if (templating.goTemplate) {
    const path = { path: folder, ...names, segments };
    return prefix === '' ? { path } : { [prefix]: { path } };
  }
  const start = prefix === '' ? 'path' : `${prefix}.path`;
  return Object.fromEntries([
    [start, folder],
    ...Object.entries(names).map(([key, value]) => [`${start}.${key}`, value]),
    ...segments.flatMap((segment, index) => (segment === '' ? [] : [[`${start}[${index}]`, segment]])),
  ]);
}

function baseOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function records(value: unknown): readonly Record<string, unknown>[] {
  return Array.isArray(value) ? value.filter(isRecord) : [];
}
