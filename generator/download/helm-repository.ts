import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { digestOf } from '../chart-store/digest.ts';
import { PlatformError } from '../contract/platform-error.ts';
import type { ChartRepository } from './chart-repository.ts';
import { type HttpClient, refusal } from './http-client.ts';
import { type IndexFile, readIndex } from './index-file.ts';
import { type Mirrors, mirrored } from './mirrors.ts';
import { resolveVersion } from './resolve-version.ts';
import { shownUrl } from './shown-url.ts';

const MOST_INDEX_BYTES = 128 * 1024 * 1024;
const unzip = promisify(gunzip);

/** Brings an archive from the URL under which it is published. */
export type DownloadArchive = (url: string, label: string) => Promise<Buffer>;

/**
 * A Helm repository behind an index.yaml, which is downloaded once.
 *
 * @param repository URL, as Applications name it
 * @param download asked for archives: an index may lead to other servers, and to registries
 */
export function openHelmRepository(
  http: HttpClient,
  repository: string,
  mirrors: Mirrors,
  download: DownloadArchive,
): ChartRepository {
  const what = `index of ${shownUrl(repository)}`;
  let index: Promise<IndexFile> | undefined;
  const loadIndex = (): Promise<IndexFile> => {
    index ??= downloadIndex(http, mirrored(`${repository}/index.yaml`, mirrors), what);
    return index;
  };
  return {
    versions: async (name) => (await loadIndex()).versions(name),
    async archive(name, wanted) {
      const file = await loadIndex();
      const version = resolveVersion(`${name} of ${shownUrl(repository)}`, wanted, file.versions(name));
      const { urls, digest } = file.entry(name, version);
      // `urls` holds one in practice; Helm takes the first as well.
      const url = absolute(repository, urls[0] ?? '');
      const label = `${name} ${version}`;
      const bytes = await download(url, label);
      if (digest !== undefined && digestOf(bytes) !== digest) throw otherDigest(label, url);
      return { version, url, bytes };
    },
  };
}

async function downloadIndex(http: HttpClient, url: string, what: string): Promise<IndexFile> {
  const request = { url, what, limit: MOST_INDEX_BYTES, headers: { 'accept-encoding': 'gzip' } };
  const answer = await http.send(request);
  if (answer.status !== 200) throw refusal(request, answer);
  const packed = answer.headers['content-encoding'] === 'gzip';
  const body = packed ? await unpack(answer.body, what) : answer.body;
  return readIndex(what, body.toString('utf8'));
}

async function unpack(bytes: Buffer, what: string): Promise<Buffer> {
  try {
    return await unzip(bytes, { maxOutputLength: MOST_INDEX_BYTES });
  } catch (cause) {
    throw new PlatformError('bad-index', `${what} cannot be used: it is damaged, or unpacks to more than 128 MB`, {
      fix: 'Try again later, or ask the people who run the repository.',
      cause,
    });
  }
}

/** URLs of an index are absolute, or relative to the repository; its query, if any, goes along. */
function absolute(repository: string, url: string): string {
  const base = URL.canParse(repository) ? new URL(repository) : undefined;
  if (base !== undefined && !base.pathname.endsWith('/')) base.pathname += '/';
  return URL.canParse(url, base?.href) ? new URL(url, base?.href).href : url;
}

/** An archive that is not what the place that offers it says it is. */
export function otherDigest(label: string, url: string): PlatformError {
  return new PlatformError(
    'digest-differs',
    `${label} from ${shownUrl(url)} has another digest than is stated for it`,
    {
      fix: 'Do not use it. Find out whether the archive was published again, or exchanged on the way.',
    },
  );
}
