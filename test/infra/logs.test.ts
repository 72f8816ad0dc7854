// Readers of container logs send them where the config says, and never nowhere.
import { expect, test } from 'vitest';
import type { PlatformConfig } from '../../generator/config/types.ts';
import * as slipway from '../../generator/index.ts';
import { checkComponents } from '../../generator/model/check-components.ts';
import { base, cluster, planTestPlatform, resolveTestPlatform } from '../support/platforms.ts';

const problemsOf = (changes: Partial<PlatformConfig>) =>
  checkComponents(resolveTestPlatform(changes)).map(({ message }) => message);

const planWith = (infra: PlatformConfig['infra']) => planTestPlatform({ infra: { ...base.infra, ...infra } });

function valuesOf(infra: PlatformConfig['infra'], path: string): string {
  const body = planWith(infra).get(path)?.body;
  return JSON.stringify(body?.type === 'values' ? body.values : {});
}

const both = { outputs: ['loki', 'cloud'] } as const;

test('fluent bit writes to loki and to the log group of its cluster', () => {
  const values = valuesOf(
    { loki: slipway.loki(), logs: slipway.fluentBit(both) },
    'clusters/prod/values/infra/logs.yaml',
  );
  expect(values).toContain('Host loki.loki.svc.cluster.local');
  expect(values).toContain('log_group_name /shop/shop-prod');
  expect(values).toContain('region eu-west-1');
});

test('fluentd takes the image with the plugin of the cloud, and adds the one for loki', () => {
  const values = valuesOf(
    { loki: slipway.loki(), logs: slipway.fluentd(both) },
    'clusters/prod/values/infra/logs.yaml',
  );
  expect(values).toContain('"variant":"cloudwatch"');
  expect(values).toContain('fluent-plugin-grafana-loki');
  expect(values).toContain('@type cloudwatch_logs');
});

test.for([
  ['fluentBit', slipway.fluentBit],
  ['fluentd', slipway.fluentd],
] as const)('%s refuses an output that is not there, at the line that asks for it', ([, reader]) => {
  const told = (logs: ReturnType<typeof reader>) => problemsOf({ infra: { ...base.infra, logs } });
  expect(told(reader())).toEqual([
    'infra.logs.outputs: on "dev", "prod", output "loki" leads nowhere: no Loki is there',
  ]);
  expect(told(reader({ outputs: ['cloud'], clusters: { prod: { outputs: ['loki', 'cloud'] } } }))).toEqual([
    'infra.logs.clusters.prod.outputs: on "prod", output "loki" leads nowhere: no Loki is there',
  ]);
  expect(told(reader({ outputs: ['cloud'] }))).toEqual([]);
});

test('logs for a cloud without a log service are refused with the reason', () => {
  const cloud = slipway.onPremises({
    location: 'berlin',
    cluster: 'shop',
    dns: { server: '10.0.0.53', zone: 'shop.example', tsigKey: 'external-dns' },
    objectStorage: { host: 'buckets.shop.example' },
  });
  const problems = problemsOf({
    environments: { prod: { domain: 'shop.example' } },
    clusters: { prod: { ...cluster('prod'), hub: true, cloud } },
    infra: { logs: slipway.fluentBit({ outputs: ['cloud'] }) },
    stores: {},
    gateways: {},
    services: {},
  });
  expect(problems).toEqual([
    expect.stringContaining('on "prod", output "cloud" leads nowhere: on-premises: its log service takes no identity'),
  ]);
});
