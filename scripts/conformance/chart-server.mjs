// Helm repositories on loopback: the charts that a platform wants, real where they are at hand, else stubs.
import { createServer } from 'node:http';
import { stringify } from 'yaml';
import { openChartStore } from '../../dist/chart-store/open-chart-store.js';
import { packArchive } from '../../dist/chart-store/pack-archive.js';

/** A Deployment shows whether waves wait for health; a ConfigMap holds what the values came to. */
const STUB = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-stub
data:
  chart: "{{ .Chart.Name }}-{{ .Chart.Version }}"
  values: {{ omit .Values "global" | toYaml | sha256sum }}
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: {{ .Release.Name }}-stub
spec:
  selector:
    matchLabels:
      stub: {{ .Release.Name }}
  template:
    metadata:
      labels:
        stub: {{ .Release.Name }}
    spec:
      containers:
        - name: stub
          image: stub
`;

/**
 * @param wanted `{ repository, name, version }[]`
 * @param root folder of the platform, @param charts folders that are asked first
 * @returns `{ urlOf(repository), stubs, close }`
 */
export async function startChartServer(wanted, { root, charts }) {
  const store = openChartStore({ root, chartsFolders: charts });
  const files = new Map();
  const stubs = [];
  const places = new Map([...new Set(wanted.map(({ repository }) => repository))].map((url, index) => [url, index]));
  const server = createServer(({ url }, response) => {
    const body = files.get(url);
    response.writeHead(body === undefined ? 404 : 200).end(body);
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  const urlOf = (repository) => `http://127.0.0.1:${server.address().port}/${places.get(repository)}`;
  for (const [repository, place] of places) {
    const entries = {};
    for (const { name, version } of wanted.filter((one) => one.repository === repository)) {
      const found = await store.find({ kind: 'chart', repository, name, version });
      if (found.state !== 'found') stubs.push(`${name} ${version}`);
      const bytes = found.state === 'found' ? await archiveOf(name, await found.read()) : stubOf(name, version);
      const path = `/${place}/${name}-${version}.tgz`;
      files.set(path, bytes);
      const url = `${urlOf(repository)}/${name}-${version}.tgz`;
      entries[name] = [...(entries[name] ?? []), { apiVersion: 'v2', name, version, urls: [url] }];
    }
    files.set(`/${place}/index.yaml`, stringify({ apiVersion: 'v1', entries }));
  }
  return { urlOf, stubs, close: () => new Promise((resolve) => server.close(resolve)) };
}

async function archiveOf(name, source) {
  return source.kind === 'archive' ? source.bytes : packArchive(name, source.files);
}

function stubOf(name, version) {
  const metadata = stringify({ apiVersion: 'v2', name, version, type: 'application' });
  return packArchive(name, [
    { name: 'Chart.yaml', data: Buffer.from(metadata) },
    { name: 'templates/stub.yaml', data: Buffer.from(STUB) },
  ]);
}
