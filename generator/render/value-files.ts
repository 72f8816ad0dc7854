/** Resolves the value files of a source: relative to the chart, from the root, from another source by `$ref`, by pattern. */
import { didYouMean } from '../contract/suggest.ts';
import { isGlob, readGlob } from './glob-pattern.ts';
import { type RepositoryView, resolveInside } from './repository-view.ts';

/** A file that Helm is given, and where it lies. */
export interface ValueFile {
  readonly view: RepositoryView;
  /** Path in that view's repository. */
  readonly path: string;
  readonly text: string;
}

export interface FileProblem {
  readonly rule: 'missing-value-file' | 'outside-repository' | 'remote-value-file' | 'unreachable-ref';
  readonly message: string;
  readonly fix: string;
}

export interface FileScope {
  /** Repository and folder of the chart. */
  readonly view: RepositoryView;
  readonly folder: string;
  /** Repositories of the sources with a `ref`, by `$name`; text says why one cannot be looked into. */
  readonly refs: ReadonlyMap<string, RepositoryView | string>;
  /** Replaces variables. */
  substitute(text: string): string;
}

interface Resolved {
  readonly view: RepositoryView;
  readonly path: string;
}

/** One path as written. @returns a problem when it names no place */
export function resolveFile(written: string, scope: FileScope): Resolved | FileProblem {
  const name = written.startsWith('$') ? (written.split('/')[0] ?? '') : '';
  const ref = scope.refs.get(name);
  if (typeof ref === 'string') {
    return {
      rule: 'unreachable-ref',
      message: `${written}: ${ref}`,
      fix: 'Check it out beside this repository, or leave it unchecked.',
    };
  }
  const path = scope.substitute(ref === undefined ? written : written.slice(name.length));
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path)) {
    return {
      rule: 'remote-value-file',
      message: `${written} is fetched from the network by Argo CD`,
      fix: 'Keep the file in a repository.',
    };
  }
  const view = ref ?? scope.view;
  const resolved = resolveInside(ref === undefined ? scope.folder : '', path);
  if (resolved !== undefined && resolved !== '') return { view, path: resolved };
  return {
    rule: 'outside-repository',
    message: `${written} lies outside of the repository`,
    fix: 'Argo CD refuses it: move the file into the repository.',
  };
}

/** All value files in the order in which Helm merges them; a file named twice counts where it is named without a pattern. */
export function resolveValueFiles(
  written: readonly string[],
  ignoreMissing: boolean,
  scope: FileScope,
): { readonly files: readonly ValueFile[]; readonly problems: readonly FileProblem[] } {
  const resolved = written.map((one) => ({ written: one, found: resolveFile(one, scope) }));
  const explicit = new Set(
    resolved.flatMap(({ found }) => ('path' in found && !isGlob(found.path) ? [found.path] : [])),
  );
  const files: ValueFile[] = [];
  const problems: FileProblem[] = [];
  const missing = (message: string) =>
    problems.push({
      rule: 'missing-value-file',
      message,
      fix: 'Create it, or take it out of the Application.',
    });
  for (const { written: name, found } of resolved) {
    if (!('path' in found)) {
      problems.push(found);
      continue;
    }
    const { view, path } = found;
    const matches = isGlob(path) ? matching(view, path) : [path];
    if (matches.length === 0 && !ignoreMissing) missing(`no file matches ${name}`);
    for (const match of matches) {
      if (isGlob(path) && explicit.has(match)) continue;
      const text = view.text(match);
      if (text !== undefined) {
        if (!files.some((one) => one.view === view && one.path === match)) files.push({ view, path: match, text });
      } else if (!ignoreMissing) missing(`value file ${match} does not exist${unknownRef(name, scope)}`);
    }
  }
  return { files, problems };
}

/** Argo CD takes `$name` for a variable when no source has that ref, and it is empty. */
function unknownRef(written: string, { refs }: FileScope): string {
  const [name = ''] = written.split('/');
  if (!/^\$[\w-]+$/.test(name) || refs.has(name)) return '';
  return `: ${written} names no source with ref: ${name.slice(1)}${didYouMean(
    name.slice(1),
    [...refs.keys()].map((one) => one.slice(1)),
  )}`;
}

function matching(view: RepositoryView, pattern: string): readonly string[] {
  const glob = readGlob(pattern, 'doublestar');
  return glob === undefined ? [] : view.list('', true).filter((path) => glob.test(path));
}
