/** Charts in an OCI registry, by the distribution specification. */
import { ARCHIVE_LIMITS } from '../chart-store/archive.ts';
import { digestOf } from '../chart-store/digest.ts';
import { isExactVersion } from '../chart-store/version-range.ts';
import { PlatformError } from '../contract/platform-error.ts';
import { isRecord } from '../contract/resource.ts';
import type { ChartRepository, OnProgress } from './chart-repository.ts';
import { type Credentials, isLoopback } from './credentials.ts';
import { otherDigest } from './helm-repository.ts';
import type { HttpAnswer } from './http-attempt.ts';
import { type HttpClient, type HttpRequest, refusal } from './http-client.ts';
import { type Mirrors, mirrored } from './mirrors.ts';
import { answerChallenge } from './oci-authorization.ts';
import { resolveVersion } from './resolve-version.ts';

export interface OciRegistry extends ChartRepository {
  /** An archive by its digest, whatever its tag points to by now. */
  blob(name: string, sha256: string, label: string, onProgress?: OnProgress): Promise<Buffer>;
}

const CHART_LAYER = 'application/vnd.cncf.helm.chart.content.v1.tar+gzip';
/** Of Helm 3 before OCI support was final. */
const OLD_CHART_LAYER = 'application/tar+gzip';
const MANIFESTS = 'application/vnd.oci.image.manifest.v1+json, application/vnd.docker.distribution.manifest.v2+json';
const MOST_JSON_BYTES = 4 * 1024 * 1024;
const MOST_PAGES = 500;

/** @param repository `oci://host/path`, without the chart's name */
export function openOciRegistry(
  http: HttpClient,
  credentials: Credentials,
  repository: string,
  mirrors: Mirrors,
): OciRegistry {
  const authorizations = new Map<string, string | null>();

  const send = async (request: HttpRequest, name: string): Promise<HttpAnswer> => {
    const url = new URL(request.url);
    const subject = `${url.host} ${name}`;
    const known = authorizations.get(subject);
    const first = await http.send({ ...request, authorization: known ?? bearerOf(credentials, url) });
    if (first.status !== 401) return first;
    const challenge = first.headers['www-authenticate'];
    const authorization = await answerChallenge(http, credentials, url, challenge, name);
    authorizations.set(subject, authorization);
    return authorization === null ? first : http.send({ ...request, authorization });
  };
  const get = async (request: HttpRequest, name: string): Promise<HttpAnswer> => {
    const answer = await send(request, name);
    if (answer.status === 200) return answer;
    throw refusal(request, answer);
  };

  const blob: OciRegistry['blob'] = async (name, sha256, label, onProgress) => {
    const { base, path } = addressOf(repository, name, mirrors);
    const url = `${base}/v2/${path}/blobs/sha256:${sha256}`;
    const onBytes = (done: number, total: number | undefined) => onProgress?.({ what: label, bytes: done, total });
    const { body } = await get({ url, what: label, limit: ARCHIVE_LIMITS.compressed, onBytes }, path);
    if (digestOf(body) !== sha256) throw otherDigest(label, url);
    return body;
  };

  const versions = async (name: string): Promise<readonly string[]> => {
    const { base, path } = addressOf(repository, name, mirrors);
    const found: string[] = [];
    const seen = new Set<string>();
    let url: string | undefined = `${base}/v2/${path}/tags/list?n=1000`;
    while (url !== undefined) {
      if (seen.has(url) || seen.size >= MOST_PAGES) throw broken(name, repository, 'its list of tags never ends');
      seen.add(url);
      const answer: HttpAnswer = await get({ url, what: `versions of ${name}`, limit: MOST_JSON_BYTES }, path);
      const page = readJson(answer.body, name, repository);
      if (Array.isArray(page.tags)) found.push(...page.tags.filter((tag) => typeof tag === 'string'));
      url = nextPage(answer, url);
    }
    // A tag cannot hold a plus sign; Helm writes an underscore.
    return found.map((tag) => tag.replaceAll('_', '+'));
  };

  return {
    versions,
    blob,
    async archive(name, wanted, onProgress) {
      const label = `${name} ${wanted}`;
      // Listing tags can be forbidden where pulling is allowed.
      const version = isExactVersion(wanted)
        ? wanted
        : resolveVersion(`${name} of ${repository}`, wanted, await versions(name));
      const { base, path } = addressOf(repository, name, mirrors);
      const tag = version.replaceAll('+', '_');
      const url = `${base}/v2/${path}/manifests/${encodeURIComponent(tag)}`;
      const request = { url, what: label, limit: MOST_JSON_BYTES, headers: { accept: MANIFESTS } };
      const { body, headers } = await get(request, path);
      const stated = headers['docker-content-digest'];
      if (typeof stated === 'string' && stated.startsWith('sha256:') && stated !== `sha256:${digestOf(body)}`) {
        throw otherDigest(`manifest of ${label}`, url);
      }
      const sha256 = layerDigest(readJson(body, name, repository), name, repository);
      return { version, url: `${repository}/${name}:${tag}`, bytes: await blob(name, sha256, label, onProgress) };
    },
  };
}

/** The parts of `oci://host/path/name:tag`, which an index.yaml may name too; `undefined` for other URLs. */
export function readOciUrl(
  url: string,
): { readonly repository: string; readonly name: string; readonly version: string } | undefined {
  const [, repository, name, tag] = /^(oci:\/\/[^?#]+)\/([^/:?#]+):([\w.-]+)$/.exec(url) ?? [];
  if (repository === undefined || name === undefined || tag === undefined) return undefined;
  return { repository, name, version: tag.replaceAll('_', '+') };
}

/** A token that somebody set is sent at once; names and passwords wait until they are asked for. */
function bearerOf(credentials: Credentials, url: URL): string | null {
  const authorization = credentials.authorization(url);
  return authorization?.startsWith('Bearer ') === true ? authorization : null;
}

function addressOf(
  repository: string,
  name: string,
  mirrors: Mirrors,
): { readonly base: string; readonly path: string } {
  const address = mirrored(`${repository}/${name}`, mirrors);
  const [, host, path] = /^oci:\/\/([^/?#\s@]+)\/([a-z0-9][a-z0-9._/-]*)$/.exec(address) ?? [];
  if (host === undefined || path === undefined || !URL.canParse(`https://${host}`)) {
    throw new PlatformError('download-bad-url', `${repository}/${name} is no address of a chart in an OCI registry`, {
      fix: 'Write it as oci://registry.example.com/path, in small letters.',
    });
  }
  // Registries on this machine have no certificate, as Docker assumes too.
  const scheme = isLoopback(new URL(`https://${host}`)) ? 'http' : 'https';
  return { base: `${scheme}://${host}`, path };
}

function layerDigest(manifest: Record<string, unknown>, name: string, repository: string): string {
  const layers = Array.isArray(manifest.layers) ? manifest.layers.filter(isRecord) : [];
  const layer =
    layers.find((one) => one.mediaType === CHART_LAYER) ?? layers.find((one) => one.mediaType === OLD_CHART_LAYER);
  const digest = typeof layer?.digest === 'string' ? /^sha256:([0-9a-f]{64})$/.exec(layer.digest)?.[1] : undefined;
  if (digest === undefined) throw broken(name, repository, 'it is no Helm chart');
  return digest;
}

/** Only pages of the same host: a list that leads elsewhere is not the registry's. */
function nextPage({ headers }: HttpAnswer, url: string): string | undefined {
  const { link } = headers;
  const [, target] = /<([^>]{1,2000})>\s*;\s*rel="?next"?/.exec(typeof link === 'string' ? link : '') ?? [];
  if (target === undefined || !URL.canParse(target, url)) return undefined;
  const next = new URL(target, url);
  return next.origin === new URL(url).origin ? next.href : undefined;
}

function readJson(body: Buffer, name: string, repository: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(body.toString('utf8'));
    if (isRecord(value)) return value;
  } catch {
    // Told below, as for any other wrong answer.
  }
  throw broken(name, repository, 'the registry answers with something that is no JSON object');
}

function broken(name: string, repository: string, why: string): PlatformError {
  return new PlatformError('bad-registry', `${name} of ${repository} cannot be used: ${why}`, {
    fix: 'Check the address, or ask the people who run the registry.',
  });
}
