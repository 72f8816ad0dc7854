// What a service gets beside its pods: storage of the cloud, tasks, and the restart when its Secret changes.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import * as slipway from '../../generator/index.ts';
import { base, planTestPlatform } from '../support/platforms.ts';

const image = 'registry.shop.example/web:1.0.0';
const read = (plan: ReturnType<typeof planTestPlatform>, path: string) => parse(plan.text(path));

test('a volume is said once, its size where it differs, and its class on each cluster', () => {
  const volumes = { data: { path: '/data/', size: '10Gi', kind: 'block' } } as const;
  const plan = planTestPlatform({
    services: { web: { image, volumes, environments: { prod: { volumes: { data: { size: '200Gi' } } } } } },
  });
  const values = read(plan, 'apps/web/values.yaml');
  expect(values.volumes).toEqual({ data: { path: '/data', size: '10Gi', kind: 'block' } });
  // Pods with disks are replaced in place: there is nothing to say about a surge.
  expect(values.strategy).toBeUndefined();
  expect(read(plan, 'environments/prod/apps/web/values.yaml').volumes).toEqual({ data: { size: '200Gi' } });
  expect(read(plan, 'clusters/prod/values/apps/web.yaml').volumes).toEqual({ data: { class: 'gp3' } });
});

test('an environment takes a volume and a job away, and a job has the size of its service until it names one', () => {
  const small = { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '128Mi' } };
  const large = { requests: { cpu: '1', memory: '1Gi' }, limits: { memory: '1Gi' } };
  const plan = planTestPlatform({
    sizes: { small, large },
    services: {
      web: {
        image,
        size: 'small',
        volumes: { data: { path: '/data', size: '10Gi', kind: 'block' } },
        jobs: {
          migrate: { command: ['./migrate'], when: 'before-sync', retries: 0 },
          report: { args: ['report'], schedule: '0 3 * * *', size: 'large', timeout: 60 },
        },
        environments: { dev: { volumes: { data: null }, jobs: { report: null } } },
      },
    },
  });
  expect(read(plan, 'apps/web/values.yaml').jobs).toEqual({
    migrate: { command: ['./migrate'], timeout: 3600, retries: 0 },
    report: {
      args: ['report'],
      schedule: '0 3 * * *',
      timeZone: 'Etc/UTC',
      resources: large,
      timeout: 60,
      retries: 2,
    },
  });
  expect(read(plan, 'environments/dev/apps/web/values.yaml')).toMatchObject({
    volumes: null,
    jobs: { report: null },
  });
});

test('pods follow their Secret on clusters with a reloader, and on no other', () => {
  const plan = planTestPlatform({
    infra: { ...base.infra, reloader: slipway.reloader({ on: { clusters: ['dev'] } }) },
    secretStores: { cloud: slipway.cloudSecrets() },
    services: { web: { image, secrets: { KEY: 'web/key' } }, worker: { image } },
  });
  expect(read(plan, 'environments/dev/apps/web/values.yaml').secrets).toMatchObject({ reload: true });
  expect(read(plan, 'environments/prod/apps/web/values.yaml').secrets).not.toHaveProperty('reload');
  expect(plan.text('environments/dev/apps/worker/values.yaml')).not.toContain('reload');
});
