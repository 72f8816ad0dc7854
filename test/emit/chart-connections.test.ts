// A chart of the author's own: what its namespace lets in and out, and which cluster-wide kinds its project permits.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { ChartConfig } from '../../generator/config/chart-types.ts';
import { planTestPlatform } from '../support/platforms.ts';

const FOLDER = 'clusters/prod/manifests/namespaces';
const pods = { app: 'langfuse' };

function planWith(chart: Partial<ChartConfig>): ReturnType<typeof planTestPlatform> {
  return planTestPlatform({
    charts: {
      langfuse: {
        repository: 'https://charts.shop.example',
        name: 'langfuse',
        version: '1.2.3',
        namespace: 'langfuse',
        ...chart,
      },
    },
  });
}

function policies(chart: Partial<ChartConfig>, namespace = 'langfuse'): readonly string[] {
  const start = `${FOLDER}/${namespace}/network-policy-`;
  return planWith(chart)
    .files()
    .map(({ path }) => path)
    .filter((path) => path.startsWith(start))
    .map((path) => path.slice(start.length));
}

const policy = (chart: Partial<ChartConfig>, path: string) => parse(planWith(chart).text(`${FOLDER}/${path}`)).spec;

test('a chart that states nothing leaves its own namespace open, and no other', () => {
  expect(policies({})).toEqual([]);
  const kafka = 'kafka';
  const closed = ['default-deny.yaml', 'same-namespace.yaml'];
  expect(policies({ namespace: kafka }, kafka)).toEqual(expect.arrayContaining(closed));
  expect(policies({ namespace: 'web' }, 'web')).toContain('default-deny.yaml');
});

test('a chart that states its connections, or that it has none, closes its namespace', () => {
  expect(policies({ serves: [] })).toEqual(['default-deny.yaml', 'same-namespace.yaml']);
  const serves = [{ pods, port: 3000, services: ['web'], gateways: ['public'] }];
  expect(policies({ serves })).toEqual(['default-deny.yaml', 'langfuse.yaml', 'same-namespace.yaml']);
  const { podSelector, ingress } = policy({ serves }, 'langfuse/network-policy-langfuse.yaml');
  expect(podSelector).toEqual({ matchLabels: pods });
  expect(ingress.map((one: { ports: unknown }) => one.ports)).toEqual([[{ protocol: 'TCP', port: 3000 }]]);
  expect(ingress[0].from.map((one: { podSelector: unknown }) => one.podSelector)).toEqual([
    { matchLabels: { istio: 'gateway' } },
    { matchLabels: { 'app.kubernetes.io/name': 'web' } },
  ]);
});

test('both ends of a connection are opened: the service reaches the chart, the store lets it in', () => {
  const chart = { serves: [{ pods, port: 3000, services: ['web'] }], uses: [{ pods, stores: ['events'] }] };
  const out = JSON.stringify(policy(chart, 'web/network-policy-web.yaml').egress);
  expect(out).toContain('"port":3000');
  expect(JSON.stringify(policy(chart, 'kafka/network-policy-events.yaml').ingress)).toContain('"app":"langfuse"');
});

test('between services a chart gets one policy for each set of its pods, both ways', () => {
  const worker = { app: 'worker' };
  const chart = {
    namespace: 'web',
    serves: [{ pods, port: 3000, services: ['web'] }],
    uses: [{ pods: worker, hosts: ['api.partner.example:443'] }],
  };
  expect(policies(chart, 'web')).toEqual(['default-deny.yaml', 'langfuse-2.yaml', 'langfuse.yaml', 'web.yaml']);
  const server = policy(chart, 'web/network-policy-langfuse.yaml');
  expect([server.podSelector.matchLabels, server.ingress.length, server.egress]).toEqual([pods, 1, []]);
  const second = policy(chart, 'web/network-policy-langfuse-2.yaml');
  expect([second.podSelector.matchLabels, second.ingress, second.egress.length]).toEqual([worker, [], 2]);
});

test('the project of a chart permits the cluster-wide kinds that it states, and no more', () => {
  const clusterKinds = ['kyverno.io/ClusterPolicy', 'PersistentVolume'];
  const project = (team?: string) =>
    parse(
      planWith({ clusterKinds, ...(team === undefined ? {} : { team }) }).text(
        `clusters/prod/bootstrap/project-${team === undefined ? 'platform' : `team-${team}`}.yaml`,
      ),
    ).spec.clusterResourceWhitelist;
  const stated = [
    { group: '', kind: 'PersistentVolume' },
    { group: 'kyverno.io', kind: 'ClusterPolicy' },
  ];
  expect(project()).toEqual(stated);
  expect(project('core')).toEqual(stated);
});
