// A Helm repository and an OCI registry, in a few lines each.
import type { ServerResponse } from 'node:http';
import { digestOf } from '../../generator/chart-store/digest.ts';
import { type ChartWords, chartArchive } from './chart-files.ts';
import { type Handler, type LoopbackServer, serveFiles, startServer } from './loopback-server.ts';

/** index.yaml as Helm writes it. */
export function indexOf(
  charts: readonly ChartWords[],
  urlOf = ({ name, version }: ChartWords) => `${name}-${version}.tgz`,
) {
  const names = [...new Set(charts.map((chart) => chart.name))].sort();
  const entries = names.map((name) => {
    const versions = charts.filter((chart) => chart.name === name);
    const items = versions.map((chart) =>
      [
        '  - apiVersion: v2',
        '    description: |-',
        '      Several lines,',
        '',
        `      of which one says version: 0.0.1`,
        `    digest: ${digestOf(chartArchive(chart))}`,
        `    name: ${name}`,
        '    urls:',
        `    - ${urlOf(chart)}`,
        `    version: ${chart.version}`,
      ].join('\n'),
    );
    return `  ${name}:\n${items.join('\n')}`;
  });
  return `apiVersion: v1\nentries:\n${entries.join('\n')}\ngenerated: "2026-01-02T03:04:05Z"\n`;
}

/** Files of a Helm repository below `/charts`. */
export function helmFiles(charts: readonly ChartWords[]): Map<string, Buffer | string> {
  const archives = charts.map((chart) => [`/charts/${chart.name}-${chart.version}.tgz`, chartArchive(chart)] as const);
  return new Map<string, Buffer | string>([['/charts/index.yaml', indexOf(charts)], ...archives]);
}

export function startHelmRepository(charts: readonly ChartWords[]): Promise<LoopbackServer> {
  return startServer(serveFiles(helmFiles(charts)));
}

export interface RegistryOptions {
  /** `Basic` takes the header itself; `Bearer` wants the token of a service at this URL. */
  readonly guard?: { readonly challenge: string; readonly accepts: string };
  readonly tagsPerPage?: number;
}

/** Answers like an OCI registry that holds charts below `charts/`. */
export function registryHandler(
  charts: readonly ChartWords[],
  { guard, tagsPerPage = 100 }: RegistryOptions = {},
): Handler {
  return (request, response) => {
    if (guard !== undefined && request.headers.authorization !== guard.accepts) {
      response.writeHead(401, { 'www-authenticate': guard.challenge }).end();
      return;
    }
    const url = new URL(request.url ?? '', 'http://registry');
    const [, name = '', kind = '', reference = ''] =
      /^\/v2\/charts\/([\w-]+)\/(tags|manifests|blobs)\/(.+)$/.exec(url.pathname) ?? [];
    const mine = charts.filter((chart) => chart.name === name);
    if (kind === 'tags') return sendTags(response, mine, url, tagsPerPage);
    const archives = new Map(mine.map((chart) => [chart.version.replaceAll('+', '_'), chartArchive(chart)]));
    if (kind === 'manifests') return sendManifest(response, archives.get(decodeURIComponent(reference)));
    const blob = [...archives.values()].find((archive) => `sha256:${digestOf(archive)}` === reference);
    if (blob === undefined) response.writeHead(404).end();
    else response.end(blob);
  };
}

function sendTags(response: ServerResponse, charts: readonly ChartWords[], url: URL, perPage: number): void {
  const tags = charts.map((chart) => chart.version.replaceAll('+', '_'));
  const start = Number(url.searchParams.get('last') ?? 0);
  const next = start + perPage;
  if (next < tags.length) response.setHeader('link', `<${url.pathname}?n=${perPage}&last=${next}>; rel="next"`);
  response.end(JSON.stringify({ name: url.pathname, tags: tags.slice(start, next) }));
}

function sendManifest(response: ServerResponse, archive: Buffer | undefined): void {
  if (archive === undefined) {
    response.writeHead(404).end();
    return;
  }
  const layer = {
    mediaType: 'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
    digest: `sha256:${digestOf(archive)}`,
    size: archive.length,
  };
  const manifest = JSON.stringify({ schemaVersion: 2, layers: [layer] });
  response.setHeader('docker-content-digest', `sha256:${digestOf(Buffer.from(manifest))}`);
  response.end(manifest);
}
