/** Brings charts from wherever they are published: Helm repositories, OCI registries, folders of Git repositories. */
import { ARCHIVE_LIMITS, readArchive } from '../chart-store/archive.ts';
import { describeWanted, isRegistry, normalRepository } from '../chart-store/chart-address.ts';
import type { WantedChart } from '../chart-store/chart-store.ts';
import { completeChart } from '../chart-store/complete-chart.ts';
import { digestOf } from '../chart-store/digest.ts';
import type { LockedChart, LockedFolder } from '../chart-store/lock-file.ts';
import { packArchive } from '../chart-store/pack-archive.ts';
import { PlatformError } from '../contract/platform-error.ts';
import type { ChartFile } from '../engines/helm-protocol.ts';
import type { ChartRepository, OnProgress, PublishedArchive } from './chart-repository.ts';
import type { Credentials } from './credentials.ts';
import { type GitTree, openGitTree } from './git-tree.ts';
import { type DownloadArchive, openHelmRepository, otherDigest } from './helm-repository.ts';
import type { HttpClient } from './http-client.ts';
import { type Mirrors, mirrored } from './mirrors.ts';
import { type OciRegistry, openOciRegistry, readOciUrl } from './oci-registry.ts';
import { shownUrl } from './shown-url.ts';

export interface ChartSourcesOptions {
  readonly http: HttpClient;
  readonly credentials: Credentials;
  readonly mirrors: Mirrors;
  readonly signal?: AbortSignal | undefined;
  readonly onProgress?: OnProgress | undefined;
}

/** A folder of a Git repository, as an archive. */
export interface PublishedFolder {
  readonly commit: string;
  readonly bytes: Buffer;
}

type WantedArchive = Extract<WantedChart, { kind: 'chart' }>;
type WantedFolder = Extract<WantedChart, { kind: 'git' }>;

/** Every call throws PlatformError when what it names cannot be had. Archives were read once: none is hostile. */
export interface ChartSources {
  versions(wanted: Pick<WantedArchive, 'repository' | 'name'>): Promise<readonly string[]>;
  chart(wanted: WantedArchive): Promise<PublishedArchive & { readonly files: readonly ChartFile[] }>;
  folder(wanted: WantedFolder): Promise<PublishedFolder & { readonly files: readonly ChartFile[] }>;
  /** What the lock names: another digest is refused. */
  lockedChart(locked: LockedChart): Promise<Buffer>;
  lockedFolder(locked: LockedFolder): Promise<Buffer>;
  /** Removes what lies in temporary folders. */
  close(): Promise<void>;
}

export function openChartSources(options: ChartSourcesOptions): ChartSources {
  const { http, credentials, mirrors, signal, onProgress } = options;
  const repositories = new Map<string, ChartRepository>();
  const trees = new Map<string, Promise<GitTree>>();

  const registries = new Map<string, OciRegistry>();
  const registryOf = (repository: string): OciRegistry => {
    const opened = registries.get(repository) ?? openOciRegistry(http, credentials, repository, mirrors);
    registries.set(repository, opened);
    return opened;
  };
  const download: DownloadArchive = async (url, label) => {
    const oci = readOciUrl(url);
    if (oci !== undefined) return (await registryOf(oci.repository).archive(oci.name, oci.version, onProgress)).bytes;
    return http.get({
      url: mirrored(url, mirrors),
      what: label,
      limit: ARCHIVE_LIMITS.compressed,
      onBytes: (bytes, total) => onProgress?.({ what: label, bytes, total }),
    });
  };
  const repositoryOf = (given: string): ChartRepository => {
    const url = normalRepository(given);
    const opened =
      repositories.get(url) ?? (isRegistry(url) ? registryOf(url) : openHelmRepository(http, url, mirrors, download));
    repositories.set(url, opened);
    return opened;
  };
  const treeOf = (repository: string, revision: string): Promise<GitTree> => {
    const key = `${repository} ${revision}`;
    const tree = trees.get(key) ?? openGitTree(repository, revision, { credentials, mirrors, signal });
    trees.set(key, tree);
    return tree;
  };
  const folder = async (wanted: WantedFolder, tree: GitTree) => {
    const files = await withNeighbours(tree, wanted.path);
    const bytes = packArchive(nameOf(wanted), files);
    await readArchive(describeWanted(wanted), bytes);
    return { commit: tree.commit, bytes, files };
  };

  return {
    versions: ({ repository, name }) => repositoryOf(repository).versions(name),
    async chart({ repository, name, version }) {
      const archive = await repositoryOf(repository).archive(name, version === '' ? '*' : version, onProgress);
      return { ...archive, files: await readArchive(`${name} ${archive.version}`, archive.bytes) };
    },
    folder: async (wanted) => folder(wanted, await treeOf(wanted.repository, wanted.revision)),
    async lockedChart(locked) {
      const label = `${locked.name} ${locked.version}`;
      const oci = readOciUrl(locked.url);
      // By its digest: a tag may point elsewhere by now.
      const bytes = await (oci === undefined
        ? download(locked.url, label)
        : registryOf(oci.repository).blob(oci.name, locked.sha256, label, onProgress));
      if (digestOf(bytes) !== locked.sha256) throw otherDigest(label, locked.url);
      await readArchive(label, bytes);
      return bytes;
    },
    async lockedFolder(locked) {
      const wanted = { kind: 'git', ...locked } as const;
      // The commit itself, where the server gives it: branches move on.
      const exact = await treeOf(locked.repository, locked.commit).catch((error: unknown) => {
        if (error instanceof PlatformError && error.code === 'stopped') throw error;
        return treeOf(locked.repository, locked.revision);
      });
      const { bytes } = await folder(wanted, exact);
      if (digestOf(bytes) !== locked.sha256) throw otherDigest(describeWanted(wanted), locked.repository);
      return bytes;
    },
    async close() {
      http.close();
      for (const tree of await Promise.allSettled(trees.values())) if (tree.status === 'fulfilled') tree.value.close();
    },
  };
}

/** A folder with the charts beside it that its Chart.yaml names: `helm dependency build` puts them there too. */
async function withNeighbours(tree: GitTree, path: string): Promise<readonly ChartFile[]> {
  const files = await tree.files(path);
  const { source } = await completeChart({ files }, async ({ repository }) => {
    if (!repository.startsWith('file://')) return { missing: 'not here' };
    const parts = [...path.split('/'), ...repository.slice('file://'.length).split('/')];
    const beside: string[] = [];
    for (const part of parts.filter((one) => one !== '' && one !== '.')) {
      if (part !== '..') beside.push(part);
      else if (beside.pop() === undefined) return { missing: 'it lies outside the repository' };
    }
    const folder = beside.join('/');
    return folder === path
      ? { missing: 'it names itself' }
      : { source: { kind: 'folder', files: await tree.files(folder) } };
  });
  return source.kind === 'folder' ? source.files : files;
}

/** Name of the folder inside the archive. */
function nameOf({ repository, path }: Pick<WantedFolder, 'repository' | 'path'>): string {
  const [last = ''] = (path === '' ? shownUrl(repository).replace(/\.git$/, '') : path).split('/').slice(-1);
  return last.replace(/[^\w.-]/g, '-') || 'folder';
}
