/** What a download says while it runs. */
export interface DownloadProgress {
  /** What is downloaded, for people. */
  readonly what: string;
  readonly bytes: number;
  /** As the server states it. */
  readonly total: number | undefined;
}
