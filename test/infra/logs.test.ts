// Readers of container logs send them where the config says, and never nowhere.
import { expect, test } from 'vitest';
import type { PlatformConfig } from '../../generator/config/types.ts';
import * as slipway from '../../generator/index.ts';
import { base, cluster, planTestPlatform } from '../support/platforms.ts';

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
] as const)('%s refuses an output that is not there', ([, reader]) => {
  expect(() => planWith({ logs: reader() })).toThrow(
    'infra.logs: output "loki" on cluster "dev" leads nowhere: no Loki is there',
  );
});

test('logs for a cloud without a log service are refused with the reason', () => {
  const cloud = slipway.onPremises({
    location: 'berlin',
    cluster: 'shop',
    dns: { server: '10.0.0.53', zone: 'shop.example', tsigKey: 'external-dns' },
    objectStorage: { host: 'buckets.shop.example' },
  });
  expect(() =>
    planTestPlatform({
      environments: { prod: { domain: 'shop.example' } },
      clusters: { prod: { ...cluster('prod'), hub: true, cloud } },
      infra: { logs: slipway.fluentBit({ outputs: ['cloud'] }) },
      stores: {},
      gateways: {},
      services: {},
    }),
  ).toThrow(/output "cloud" on cluster "prod" leads nowhere: on-premises: its log service takes no identity/);
});
