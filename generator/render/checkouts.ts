/** Finds the repository that a source names: this one, or a copy that the chart store has. */
import type { ChartStore } from '../chart-store/chart-store.ts';
import { isChartFolder } from './chart-files.ts';
import { type RepositoryView, viewFiles } from './repository-view.ts';

export type Checkout =
  | {
      readonly state: 'open';
      readonly view: RepositoryView;
      /** The source's folder in the view. */
      readonly folder: string;
      /** Whether it is the repository that is being judged. */
      readonly own: boolean;
      /** What a reader must know about it. */
      readonly note: string | undefined;
    }
  | { readonly state: 'closed'; readonly reason: string };

export interface Checkouts {
  /** @param path folder that the source renders; `undefined` for one that only lends files */
  open(repository: string, revision: string, path: string | undefined): Promise<Checkout>;
}

export function createCheckouts(options: {
  readonly view: RepositoryView;
  readonly repositories: readonly string[];
  readonly assumeOwn: boolean;
  readonly store: ChartStore;
}): Checkouts {
  const { view, store } = options;
  const own = new Set(options.repositories.map(normalizeRepository));
  const others = new Map<string, Promise<Checkout>>();
  const openOther = async (repository: string, revision: string, path: string): Promise<Checkout> => {
    const found = await store.find({ kind: 'git', repository, path, revision });
    if (found.state !== 'found') return { state: 'closed', reason: `another repository, ${found.reason}` };
    const source = await found.read();
    if (source.kind !== 'folder')
      return { state: 'closed', reason: 'another repository, kept as a chart and not as a folder' };
    const files = new Map(source.files.map((file) => [file.name, file.data]));
    const view = viewFiles(files.keys(), { bytes: (name) => files.get(name) });
    return { state: 'open', view, folder: '', own: false, note: found.note };
  };
  return {
    async open(repository, revision, path) {
      if (own.has(normalizeRepository(repository))) {
        return { state: 'open', view, folder: path ?? '', own: true, note: undefined };
      }
      const key = `${repository}\n${revision}\n${path ?? ''}`;
      let other = others.get(key);
      if (other === undefined) {
        other = openOther(repository, revision, path ?? '');
        others.set(key, other);
      }
      const found = await other;
      if (found.state === 'open' || !options.assumeOwn || !lies(view, path)) return found;
      const note = `${repository} is taken for this repository, because the folder is here`;
      return { state: 'open', view, folder: path ?? '', own: true, note };
    },
  };
}

function lies(view: RepositoryView, path: string | undefined): boolean {
  return path === undefined || isChartFolder(view, path) || view.list(path, true).length > 0;
}

/** Makes the spellings of one repository equal: scheme, user, `.git` and case of the host do not count. */
export function normalizeRepository(url: string): string {
  const plain = url
    .trim()
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]+@/, '')
    .replace(/^([^:/]+):(?!\d+\/)/, '$1/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '');
  const slash = plain.indexOf('/');
  return slash < 0 ? plain.toLowerCase() : plain.slice(0, slash).toLowerCase() + plain.slice(slash);
}
