import { expect, test } from 'vitest';
import { digestOf } from '../../generator/chart-store/digest.ts';
import { openChartSources } from '../../generator/download/chart-sources.ts';
import { loadCredentials } from '../../generator/download/credentials.ts';
import { createHttpClient } from '../../generator/download/http-client.ts';
import { chartArchive } from '../support/chart-files.ts';
import { indexOf, registryHandler, startHelmRepository } from '../support/chart-servers.ts';
import { serveFiles, startServer } from '../support/loopback-server.ts';

const kafka = { name: 'kafka', version: '32.4.3' };
const charts = [{ name: 'kafka', version: '32.5.0-rc.1' }, kafka, { name: 'kafka', version: '31.0.0' }];

function sourcesWith(
  environment: Readonly<Record<string, string>> = {},
  mirrors: Readonly<Record<string, string>> = {},
) {
  const credentials = loadCredentials({ HOME: '/nowhere', ...environment });
  const http = createHttpClient({ credentials, retry: { attempts: 1, first: 1, longest: 1 } });
  return openChartSources({ http, credentials, mirrors });
}

test('brings a chart of a Helm repository, whose index is asked for once', async () => {
  const server = await startHelmRepository(charts);
  const sources = sourcesWith();
  const wanted = { kind: 'chart', repository: `${server.url}/charts`, name: 'kafka' } as const;
  expect(await sources.versions(wanted)).toEqual(['32.5.0-rc.1', '32.4.3', '31.0.0']);
  const chart = await sources.chart({ ...wanted, version: '^32' });
  expect(chart).toMatchObject({
    version: '32.4.3',
    url: `${server.url}/charts/kafka-32.4.3.tgz`,
    bytes: chartArchive(kafka),
  });
  expect(server.requests).toEqual(['GET /charts/index.yaml', 'GET /charts/kafka-32.4.3.tgz']);
});

test('names the versions that exist, and the chart that was meant', async () => {
  const server = await startHelmRepository(charts);
  const sources = sourcesWith();
  const wanted = { kind: 'chart', repository: `${server.url}/charts`, name: 'kafka', version: '33.0.0' } as const;
  await expect(sources.chart(wanted)).rejects.toThrow(
    'no version 33.0.0 is published; the newest are 32.5.0-rc.1, 32.4.3, 31.0.0',
  );
  await expect(sources.chart({ ...wanted, name: 'kafkaa' })).rejects.toThrow(
    'has no chart "kafkaa"; did you mean "kafka"?',
  );
});

test('brings a chart of an OCI registry, with tags over several pages', async () => {
  const server = await startServer(
    registryHandler([...charts, { name: 'kafka', version: '1.0.0+build' }], { tagsPerPage: 1 }),
  );
  const sources = sourcesWith();
  const wanted = { kind: 'chart', repository: `${server.host}/charts`, name: 'kafka' } as const;
  expect(await sources.versions(wanted)).toEqual(['32.5.0-rc.1', '32.4.3', '31.0.0', '1.0.0+build']);
  expect(await sources.chart({ ...wanted, version: '32.x' })).toMatchObject({
    version: '32.4.3',
    url: `oci://${server.host}/charts/kafka:32.4.3`,
    bytes: chartArchive(kafka),
  });
  expect(await sources.chart({ ...wanted, version: '1.0.0+build' })).toMatchObject({ version: '1.0.0+build' });
});

test('follows an index that leads to a registry', async () => {
  const registry = await startServer(registryHandler(charts));
  const published = `oci://${registry.host}/charts/kafka:32.4.3`;
  const server = await startServer(serveFiles(new Map([['/index.yaml', indexOf([kafka], () => published)]])));
  const sources = sourcesWith();
  const chart = await sources.chart({ kind: 'chart', repository: server.url, name: 'kafka', version: '32.x' });
  expect(chart).toMatchObject({ version: '32.4.3', url: published });
  const sha256 = digestOf(chart.bytes);
  const locked = { ...kafka, repository: server.url, url: published, sha256, wanted: [], dependencies: [] };
  expect((await sources.lockedChart(locked)).equals(chart.bytes)).toBe(true);
});

test('gives a registry that asks for a name and a password what it asks for', async () => {
  const login = `Basic ${Buffer.from('robot:words').toString('base64')}`;
  const server = await startServer(
    registryHandler(charts, { guard: { challenge: 'Basic realm="charts"', accepts: login } }),
  );
  const wanted = { kind: 'chart', repository: `${server.host}/charts`, name: 'kafka', version: '32.4.3' } as const;
  const environment = {
    SLIPWAY_REGISTRY_SHOP_HOST: server.host,
    SLIPWAY_REGISTRY_SHOP_USERNAME: 'robot',
    SLIPWAY_REGISTRY_SHOP_PASSWORD: 'words',
  };
  expect(await sourcesWith(environment).chart(wanted)).toMatchObject({ version: '32.4.3' });
  await expect(sourcesWith().chart(wanted)).rejects.toMatchObject({ code: 'download-refused' });
});

test('gets the token of a service on another host, and gives that host nothing of the registry', async () => {
  const tokens = await startServer((_, response) => response.end('{"token":"for-reading"}'));
  const challenge = `Bearer realm="${tokens.url}/token",service="registry",scope="repository:charts/kafka:pull"`;
  const server = await startServer(registryHandler(charts, { guard: { challenge, accepts: 'Bearer for-reading' } }));
  const sources = sourcesWith({
    SLIPWAY_REGISTRY_SHOP_HOST: server.host,
    SLIPWAY_REGISTRY_SHOP_USERNAME: 'robot',
    SLIPWAY_REGISTRY_SHOP_PASSWORD: 'words',
  });
  const wanted = { kind: 'chart', repository: `${server.host}/charts`, name: 'kafka', version: '32.4.3' } as const;
  expect(await sources.chart(wanted)).toMatchObject({ version: '32.4.3' });
  expect(tokens.requests).toEqual(['GET /token?service=registry&scope=repository%3Acharts%2Fkafka%3Apull']);
  expect(tokens.authorizations).toEqual([undefined]);
});

test('asks mirrors in place of what is published, and says the published URL', async () => {
  const server = await startHelmRepository(charts);
  const registry = await startServer(registryHandler(charts));
  const mirrors = {
    'https://charts.example.com': 'https://elsewhere.example.com',
    'https://charts.example.com/stable': `${server.url}/charts/`,
    'oci://registry.example.com': `oci://${registry.host}`,
  };
  const sources = sourcesWith({}, mirrors);
  const wanted = { kind: 'chart', name: 'kafka', version: '32.4.3' } as const;
  expect(await sources.chart({ ...wanted, repository: 'https://charts.example.com/stable' })).toMatchObject({
    url: 'https://charts.example.com/stable/kafka-32.4.3.tgz',
  });
  expect(await sources.chart({ ...wanted, repository: 'registry.example.com/charts' })).toMatchObject({
    url: 'oci://registry.example.com/charts/kafka:32.4.3',
  });
});

test('refuses a locked archive that was exchanged, from a repository and from a registry', async () => {
  const other = { ...kafka, files: { 'README.md': 'exchanged' } };
  const server = await startHelmRepository([other]);
  const locked = {
    ...kafka,
    repository: `${server.url}/charts`,
    url: `${server.url}/charts/kafka-32.4.3.tgz`,
    sha256: digestOf(chartArchive(kafka)),
    wanted: [],
    dependencies: [],
  };
  await expect(sourcesWith().lockedChart(locked)).rejects.toMatchObject({ code: 'digest-differs' });
  const registry = await startServer((request, response) => {
    if (request.url?.includes('/blobs/') === true) response.end(chartArchive(other));
    else registryHandler([kafka])(request, response);
  });
  const repository = `oci://${registry.host}/charts`;
  const url = `${repository}/kafka:32.4.3`;
  await expect(sourcesWith().lockedChart({ ...locked, repository, url })).rejects.toMatchObject({
    code: 'digest-differs',
  });
  const wanted = { kind: 'chart', repository, ...kafka } as const;
  await expect(sourcesWith().chart(wanted)).rejects.toMatchObject({ code: 'digest-differs' });
});
