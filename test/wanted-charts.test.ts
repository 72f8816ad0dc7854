import { expect, test } from 'vitest';
import { wantedBelow, wantedByPlan } from '../generator/wanted-charts.ts';
import { chartFiles, inFolder } from './support/chart-files.ts';
import { planTestPlatform } from './support/platforms.ts';
import { temporaryFolder } from './support/temporary-folder.ts';

const application = (name: string, source: object, kind = 'Application') => {
  const spec = kind === 'Application' ? { source } : { template: { spec: { sources: [source] } } };
  return `${JSON.stringify({ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name }, spec })}\n`;
};
const CHARTS = 'https://charts.example.com';
const kafka = { repoURL: CHARTS, chart: 'kafka', targetRevision: '32.4.3' };

test('a plan wants the charts of its components, from each cluster once', () => {
  const { wishes, unread } = wantedByPlan(
    planTestPlatform(),
    'https://git.shop.example/platform.git',
    temporaryFolder(),
  );
  expect(unread).toEqual([]);
  const kafkas = wishes.filter(({ chart }) => chart.kind === 'chart' && chart.name === 'kafka');
  expect(kafkas).toMatchObject([
    { chart: { repository: 'oci://registry-1.docker.io/bitnamicharts' }, by: ['dev-events', 'prod-events'] },
  ]);
  expect(wishes.filter(({ chart }) => chart.repository === 'https://git.shop.example/platform.git')).toEqual([]);
});

test('a foreign repository wants what its Applications and ApplicationSets name, however it is spelled', () => {
  const root = temporaryFolder({
    'a.yaml': `${application('one', kafka)}---\n${application('two', { ...kafka, repoURL: `${CHARTS}/` })}`,
    'deep/er/set.json': application(
      'set',
      { repoURL: 'oci://registry.example.com/charts/redis', path: '.', targetRevision: '7.x' },
      'ApplicationSet',
    ),
    'git.yml': application('web', { repoURL: 'https://git.example.com/web.git', path: './deploy/' }),
    'node_modules/x.yaml': application('no', { ...kafka, chart: 'never' }),
  });
  expect(wantedBelow(root)).toEqual({
    unread: [],
    wishes: [
      {
        chart: { kind: 'git', repository: 'https://git.example.com/web.git', path: 'deploy', revision: 'HEAD' },
        by: ['web'],
      },
      { chart: { kind: 'chart', repository: CHARTS, name: 'kafka', version: '32.4.3' }, by: ['one', 'two'] },
      {
        chart: { kind: 'chart', repository: 'oci://registry.example.com/charts', name: 'redis', version: '7.x' },
        by: ['set'],
      },
    ],
  });
});

test('a folder that is there is no folder of elsewhere, and charts want their dependencies by Chart.lock', () => {
  const dependencies = [
    { name: 'redis', version: '7.x', repository: CHARTS },
    { name: 'nats', version: '2.x', repository: CHARTS },
    { name: 'common', version: '*', repository: 'file://../common' },
  ];
  const lock = `dependencies:\n- name: redis\n  repository: ${CHARTS}\n  version: 7.0.1\n`;
  const root = temporaryFolder({
    ...inFolder(
      'charts/web',
      chartFiles({ name: 'web', version: '1.0.0', dependencies, files: { 'Chart.lock': lock } }),
    ),
    ...inFolder('charts/web/charts/nats', chartFiles({ name: 'nats', version: '2.0.0' })),
    'web.yaml': application('web', { repoURL: 'https://git.example.com/this.git', path: 'charts/web' }),
  });
  expect(wantedBelow(root).wishes).toEqual([
    { chart: { kind: 'chart', repository: CHARTS, name: 'redis', version: '7.0.1' }, by: ['charts/web'] },
  ]);
});

test('templates and broken files are named, and left out', () => {
  const root = temporaryFolder({
    'a.yaml': application('a', { ...kafka, targetRevision: '{{ .version }}' }),
    'b.yaml': application('b', { ...kafka, repoURL: '<REPOSITORY_URL>' }),
    'c.yaml': 'kind: Application\nmetadata: [\n',
    'd.yaml': `kind: Application\nspec: ${'['.repeat(50_000)}\n`,
  });
  const { wishes, unread } = wantedBelow(root);
  expect(wishes).toEqual([]);
  expect(unread.map(({ what, reason }) => `${what}: ${reason.slice(0, 20)}`)).toEqual([
    'c.yaml: no YAML as it stands',
    'd.yaml: nested too deep',
    'a: the source kafka {{ ',
    'b: the source kafka 32.',
  ]);
});
