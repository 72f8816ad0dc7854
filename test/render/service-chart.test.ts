// The shared service chart, rendered by Helm's own code: what a service gets for what its values say.
import { expect, onTestFinished, test } from 'vitest';
import { loadServiceCharts } from '../../generator/charts/service-charts.ts';
import type { KubernetesObject } from '../../generator/contract/resource.ts';
import { openHelmPool } from '../../generator/engines/pool.ts';
import { readChartResources } from '../../generator/render/helm.ts';

const minimal = { platform: 'shop', team: 'core', image: { repository: 'registry.shop.example/web', tag: '1.0.0' } };

async function render(
  values: object,
): Promise<{ readonly objects: ReadonlyMap<string, KubernetesObject>; readonly problems: readonly string[] }> {
  const helm = openHelmPool({ workers: 1 });
  onTestFinished(() => helm.close());
  const chart = loadServiceCharts().at(-1);
  await helm.loadFiles(
    'service',
    [...(chart?.files ?? [])].map(([name, text]) => ({ name, data: Buffer.from(text) })),
  );
  const answer = await helm.render({
    chart: 'service',
    name: 'web',
    namespace: 'web',
    values: [JSON.stringify({ ...minimal, ...values })],
  });
  const { resources, problems } = readChartResources(answer);
  return {
    objects: new Map(resources.map(({ resource }) => [`${resource.kind}/${resource.metadata.name}`, resource])),
    problems: problems.map((one) => one.message),
  };
}

test('a worker without a port is a Deployment and a ServiceAccount, nothing more', async () => {
  const { objects, problems } = await render({});
  expect(problems).toEqual([]);
  expect([...objects.keys()].toSorted()).toEqual(['Deployment/web', 'ServiceAccount/web']);
});

test('a service with everything gets each object once', async () => {
  const { objects, problems } = await render({
    port: { number: 8080, protocol: 'http' },
    scale: {
      min: 2,
      max: 5,
      cpu: 70,
      kafka: { bootstrapServers: 'kafka:9092', topic: 't', consumerGroup: 'g', lag: 5 },
    },
    metrics: { port: 9090, path: '/metrics' },
    config: { LEVEL: 'yes' },
    secrets: { store: 'cloud', data: { KEY: 'a/b#c' } },
    disruptionBudget: { maxUnavailable: 1 },
    scratch: { '/tmp': '64Mi' },
    spread: true,
  });
  expect(problems).toEqual([]);
  expect([...objects.keys()].toSorted()).toEqual([
    'ConfigMap/web',
    'Deployment/web',
    'ExternalSecret/web-secrets',
    'PodDisruptionBudget/web',
    'ScaledObject/web',
    'Service/web',
    'ServiceAccount/web',
    'ServiceMonitor/web',
  ]);
  expect(objects.get('Deployment/web')?.spec).not.toHaveProperty('replicas');
  expect(objects.get('ConfigMap/web')?.data).toEqual({ LEVEL: 'yes' });
});

test('a canary is a Rollout that moves the weights of its routes', async () => {
  const { objects } = await render({
    port: { number: 8080, protocol: 'http' },
    strategy: { type: 'canary', steps: [20], pause: '5m' },
    mesh: { enabled: true },
    canaryRoutes: [{ name: 'public-www.istio-ingress', routes: ['web'] }],
  });
  expect(objects.get('Rollout/web')?.spec).toMatchObject({
    strategy: {
      canary: {
        steps: [{ setWeight: 20 }, { pause: { duration: '5m' } }],
        trafficRouting: {
          istio: {
            virtualServices: [
              { name: 'web', routes: ['web'] },
              { name: 'public-www.istio-ingress', routes: ['web'] },
            ],
          },
        },
      },
    },
  });
});

test('blue-green has a Service for what is to come', async () => {
  const { objects } = await render({
    port: { number: 8080, protocol: 'http' },
    strategy: { type: 'blueGreen', autoPromote: true },
  });
  expect([...objects.keys()]).toContain('Service/web-preview');
  expect(objects.get('Rollout/web')?.spec).toMatchObject({
    strategy: { blueGreen: { activeService: 'web', previewService: 'web-preview' } },
  });
});

test('no replicas at all is what zero means', async () => {
  const { objects } = await render({ replicas: 0 });
  expect(objects.get('Deployment/web')?.spec).toMatchObject({ replicas: 0 });
});

test('an unknown value and an image without a tag are refused in words', async () => {
  expect((await render({ replicsa: 2 })).problems.join()).toMatch(/additional properties 'replicsa' not allowed/);
  expect((await render({ image: { repository: 'a' } })).problems.join()).toMatch(/image\.yaml must give one/);
});
