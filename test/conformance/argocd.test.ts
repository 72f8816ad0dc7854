// How a platform is prepared for an Argo CD on loopback, and how its waves are judged.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { judgeWaves } from '../../scripts/conformance/argocd-timeline.mjs';
import { commitTree, readTree } from '../../scripts/conformance/argocd-tree.mjs';
import { temporaryFolder, writeFileIn } from '../support/temporary-folder.ts';

const GIT = 'https://git.shop.example/platform.git';
const CHARTS = 'registry.shop.example/charts';

function platform(): string {
  const folder = temporaryFolder();
  const source = `repoURL: ${GIT}, targetRevision: main`;
  writeFileIn(
    folder,
    'clusters/hub/root/root.yaml',
    `kind: Application\nmetadata: { name: root }\nspec: { source: { ${source}, path: clusters/hub/root } }\n`,
  );
  writeFileIn(
    folder,
    'clusters/edge/infra/keda.yaml',
    `kind: Application\nmetadata: { name: edge-keda }\nspec:\n  sources:\n    - { repoURL: ${CHARTS}, chart: keda, targetRevision: 2.1.0 }\n    - { ${source}, ref: values }\n`,
  );
  const secret = (type: string, data: string) =>
    `kind: Secret\nmetadata:\n  labels:\n    argocd.argoproj.io/secret-type: ${type}\nstringData:\n${data}`;
  writeFileIn(
    folder,
    'clusters/hub/root/cluster-edge.yaml',
    secret('cluster', '  name: edge\n  server: https://edge.shop.example\n'),
  );
  writeFileIn(
    folder,
    'clusters/hub/root/repository-charts.yaml',
    secret('repository', `  url: ${CHARTS}\n  enableOCI: "true"\n`),
  );
  execFileSync('git', ['init', '--quiet', folder]);
  return folder;
}

test('reads which charts and clusters a platform names', () => {
  const tree = readTree(platform());
  expect(tree).toMatchObject({ hub: 'hub', repository: GIT, sources: [] });
  expect(tree.charts).toEqual([{ repository: CHARTS, name: 'keda', version: '2.1.0' }]);
  expect(tree.clusters.map((one) => one.name)).toEqual(['edge']);
});

test('changes addresses and nothing else: repositories, OCI registries, and how clusters are reached', () => {
  const folder = platform();
  const servers = new Map([['edge', { url: 'https://127.0.0.1:4', ca: 'certificate', token: 'word' }]]);
  const addresses = new Map([[CHARTS, 'http://127.0.0.1:5/0']]);
  const { work, url } = commitTree(folder, temporaryFolder(), { tree: readTree(folder), addresses, servers });
  const read = (path: string) => parse(readFileSync(join(work, path), 'utf8'));
  expect(read('clusters/edge/infra/keda.yaml').spec.sources).toEqual([
    { repoURL: 'http://127.0.0.1:5/0', chart: 'keda', targetRevision: '2.1.0' },
    { repoURL: url, targetRevision: 'main', ref: 'values' },
  ]);
  expect(read('clusters/hub/root/repository-charts.yaml').stringData).toEqual({ url: 'http://127.0.0.1:5/0' });
  const { name, server, config } = read('clusters/hub/root/cluster-edge.yaml').stringData;
  expect([name, server, JSON.parse(config).bearerToken]).toEqual(['edge', 'https://127.0.0.1:4', 'word']);
  const listed = execFileSync('git', ['ls-remote', url], { encoding: 'utf8' });
  expect(listed).toMatch(/refs\/heads\/main/);
});

test('an Application that came before those of an earlier wave were good is told, but for those that nobody waits for', () => {
  const start = Date.parse('2026-01-01T00:00:00Z');
  const child = (name: string, wave: string, second: number, goodAfter: number, more = {}) =>
    [
      name,
      {
        application: {
          metadata: {
            name,
            creationTimestamp: new Date(start + second * 1000).toISOString(),
            annotations: { 'argocd.argoproj.io/sync-wave': wave, ...more },
          },
        },
        goodSince: start + goodAfter * 1000,
      },
    ] as const;
  const quiet = { 'argocd.argoproj.io/ignore-healthcheck': 'true' };
  const names = ['base', 'late', 'extra', 'patient', 'hasty'];
  const parent = { status: { resources: names.map((name) => ({ kind: 'Application', name })) } };
  const seen = new Map<string, object>([
    ['root', { application: parent }],
    child('base', '0', 0, 5),
    child('late', '1', 6, 20),
    child('extra', '1', 6, 90, quiet),
    child('patient', '2', 30, 35),
    child('hasty', '2', 10, 35),
  ]);
  const results = judgeWaves(seen);
  expect(results.map((one) => one.title)).toContain('root: patient, wave 2');
  expect(results.flatMap((one) => one.difference ?? [])).toEqual(['  created before late (wave 1) was good']);
});
