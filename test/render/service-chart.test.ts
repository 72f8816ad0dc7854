// The shared service chart, rendered by Helm's own code: what a service gets for what its values say.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { loadServiceCharts } from '../../generator/charts/service-charts.ts';
import type { KubernetesObject } from '../../generator/contract/resource.ts';
import { openHelmPool } from '../../generator/engines/pool.ts';
import { readChartResources } from '../../generator/render/helm.ts';

const minimal = { platform: 'shop', team: 'core', image: { repository: 'registry.shop.example/web', tag: '1.0.0' } };

const helm = openHelmPool({ workers: 1 });
beforeAll(async () => {
  const chart = loadServiceCharts().at(-1);
  await helm.loadFiles(
    'service',
    [...(chart?.files ?? [])].map(([name, text]) => ({ name, data: Buffer.from(text) })),
  );
});
afterAll(() => helm.close());

async function render(
  values: object,
): Promise<{ readonly objects: ReadonlyMap<string, KubernetesObject>; readonly problems: readonly string[] }> {
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

test('scaling by documents logs in with the keys of the Secret of the service', async () => {
  const mongodb = { host: 'db', port: '27017', database: 'shop', collection: 'jobs', query: '{"a":1}', value: 5 };
  const scale = { min: 0, max: 5 };
  const open = await render({ scale: { ...scale, mongodb } });
  expect(open.problems).toEqual([]);
  expect(open.objects.has('TriggerAuthentication/web-mongodb')).toBe(false);
  const { objects, problems } = await render({
    scale: { ...scale, mongodb: { ...mongodb, user: 'DB_USER', password: 'DB_PASSWORD' } },
    secrets: { store: 'cloud', data: { DB_USER: 'db#user', DB_PASSWORD: 'db#password' } },
  });
  expect(problems).toEqual([]);
  expect(objects.get('ScaledObject/web')?.spec).toMatchObject({
    triggers: [
      {
        type: 'mongodb',
        metadata: { host: 'db', dbName: 'shop', query: '{"a":1}', queryValue: '5' },
        authenticationRef: { name: 'web-mongodb' },
      },
    ],
  });
  expect(objects.get('TriggerAuthentication/web-mongodb')?.spec).toEqual({
    secretTargetRef: [
      { parameter: 'username', name: 'web-secrets', key: 'DB_USER' },
      { parameter: 'password', name: 'web-secrets', key: 'DB_PASSWORD' },
    ],
  });
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

test('a disk for each replica is a StatefulSet whose claims outlive it', async () => {
  const { objects, problems } = await render({
    port: { number: 8080, protocol: 'http' },
    scale: { min: 2, max: 5, cpu: 70 },
    volumes: { data: { path: '/data', size: '10Gi', kind: 'block', class: 'fast' } },
    disruptionBudget: { maxUnavailable: 1 },
  });
  expect(problems).toEqual([]);
  expect(objects.get('StatefulSet/web')?.spec).toMatchObject({
    podManagementPolicy: 'Parallel',
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
    volumeClaimTemplates: [
      {
        metadata: { name: 'data' },
        spec: {
          accessModes: ['ReadWriteOnce'],
          storageClassName: 'fast',
          resources: { requests: { storage: '10Gi' } },
        },
      },
    ],
    template: { spec: { containers: [{ volumeMounts: [{ name: 'data', mountPath: '/data' }] }] } },
  });
  expect(objects.get('HorizontalPodAutoscaler/web')?.spec).toMatchObject({
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web' },
  });
  expect([...objects.keys()].filter((key) => key.startsWith('Persistent'))).toEqual([]);
});

test('a disk for each replica does not go with a canary', async () => {
  const { problems } = await render({
    strategy: { type: 'canary', steps: [20], pause: '5m' },
    volumes: { data: { path: '/data', size: '10Gi', kind: 'block' } },
  });
  expect(problems.join()).toMatch(/strategy canary of web cannot have a volume of kind block/);
});

test('files are one claim for all replicas, which Argo CD never deletes', async () => {
  const { objects, problems } = await render({
    scratch: { '/tmp': '64Mi' },
    volumes: { media: { path: '/media', size: '1Ti', kind: 'file', class: 'shared' } },
  });
  expect(problems).toEqual([]);
  expect(objects.get('PersistentVolumeClaim/web-media')).toMatchObject({
    metadata: { annotations: { 'argocd.argoproj.io/sync-options': 'Prune=false,Delete=false' } },
    spec: { accessModes: ['ReadWriteMany'], storageClassName: 'shared' },
  });
  expect(objects.get('Deployment/web')?.spec).toMatchObject({
    template: {
      spec: {
        volumes: [{ name: 'scratch-0' }, { name: 'media', persistentVolumeClaim: { claimName: 'web-media' } }],
      },
    },
  });
});

const migration = { command: ['./migrate'], timeout: 600, retries: 0 };
const waveOf = (object: KubernetesObject | undefined) =>
  object?.metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? '0';

test('a job before each sync follows what it needs, and pods that serve follow it', async () => {
  const { objects, problems } = await render({
    config: { LEVEL: 'info' },
    secrets: { store: 'cloud', data: { KEY: 'a/b' } },
    volumes: {
      data: { path: '/data', size: '1Gi', kind: 'block' },
      media: { path: '/media', size: '1Gi', kind: 'file' },
    },
    jobs: { migrate: migration },
  });
  expect(problems).toEqual([]);
  const job = objects.get('Job/web-migrate');
  expect(job).toMatchObject({
    metadata: {
      annotations: {
        'argocd.argoproj.io/hook': 'Sync',
        'argocd.argoproj.io/hook-delete-policy': 'BeforeHookCreation',
      },
    },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: 600,
      template: {
        spec: {
          serviceAccountName: 'web',
          containers: [
            {
              image: 'registry.shop.example/web:1.0.0',
              command: ['./migrate'],
              envFrom: [{ configMapRef: { name: 'web' } }, { secretRef: { name: 'web-secrets' } }],
              volumeMounts: [{ name: 'media', mountPath: '/media' }],
            },
          ],
        },
      },
    },
  });
  expect(Object.fromEntries([...objects].map(([name, object]) => [name, waveOf(object)]))).toEqual({
    'ConfigMap/web': '-2',
    'ExternalSecret/web-secrets': '-2',
    'ServiceAccount/web': '-2',
    // Its first pod may be what binds it: a wave of its own would wait for that pod for ever.
    'PersistentVolumeClaim/web-media': '-1',
    'Job/web-migrate': '-1',
    'StatefulSet/web': '0',
  });
});

test('network policies know the pods of a job by the service’s name, and its Service does not select them', async () => {
  const { objects } = await render({
    port: { number: 8080, protocol: 'http' },
    mesh: { enabled: true },
    disruptionBudget: { maxUnavailable: 1 },
    jobs: { report: { ...migration, schedule: '0 3 * * *', timeZone: 'Europe/Berlin' } },
  });
  const report = objects.get('CronJob/web-report')?.spec;
  expect(report).toMatchObject({ schedule: '0 3 * * *', timeZone: 'Europe/Berlin', concurrencyPolicy: 'Forbid' });
  expect(report).toMatchObject({
    jobTemplate: {
      spec: {
        template: {
          metadata: {
            labels: { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/component': 'job' },
            annotations: { 'sidecar.istio.io/nativeSidecar': 'true' },
          },
        },
      },
    },
  });
  const selector = { 'app.kubernetes.io/name': 'web', 'app.kubernetes.io/component': 'service' };
  expect(objects.get('Service/web')?.spec).toMatchObject({ selector });
  expect(objects.get('Deployment/web')?.spec).toMatchObject({ selector: { matchLabels: selector } });
  expect(objects.get('PodDisruptionBudget/web')?.spec).toMatchObject({ selector: { matchLabels: selector } });
});

const followed = { store: 'cloud', data: { KEY: 'a/b' }, reload: true };

test('a workload follows its Secret where something restarts it', async () => {
  const annotations = async (values: object, key: string) =>
    (await render(values)).objects.get(key)?.metadata.annotations;
  expect(await annotations({ secrets: followed }, 'Deployment/web')).toEqual({
    'secret.reloader.stakater.com/reload': 'web-secrets',
  });
  expect(await annotations({ secrets: { ...followed, reload: false } }, 'Deployment/web')).toBeUndefined();
  expect(await annotations({ secrets: followed, strategy: { type: 'blueGreen' } }, 'Rollout/web')).toMatchObject({
    'secret.reloader.stakater.com/reload': 'web-secrets',
    'reloader.stakater.com/rollout-strategy': 'restart',
  });
});
