/** What Helm repositories and OCI registries have in common. */
import type { DownloadProgress } from './progress.ts';

export interface PublishedArchive {
  readonly version: string;
  /** Where it is published, whichever mirror brought it. */
  readonly url: string;
  readonly bytes: Buffer;
}

export interface ChartRepository {
  versions(name: string): Promise<readonly string[]>;
  /** The archive of a version or range. */
  archive(name: string, wanted: string, onProgress?: OnProgress): Promise<PublishedArchive>;
}

export type OnProgress = (progress: DownloadProgress) => void;
