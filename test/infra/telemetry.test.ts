// Dashboards, scrapers and senders find each other by what the platform has, and the network opens for exactly that.
import { expect, test } from 'vitest';
import type { PlatformConfig } from '../../generator/config/types.ts';
import * as slipway from '../../generator/index.ts';
import { base, planTestPlatform } from '../support/platforms.ts';

function valuesOf(changes: Partial<PlatformConfig>['infra'], path: string): object {
  const plan = planTestPlatform({ infra: { ...base.infra, ...changes } });
  const body = plan.get(path)?.body;
  return body?.type === 'values' ? body.values : {};
}

/** Names and URLs in a values file of Grafana. */
function sources(values: object): readonly string[] {
  const text = JSON.stringify(values);
  return [...text.matchAll(/"name":"([a-z-]+)","uid":"\1","type":"[a-z]+","access":"proxy","url":"([^"]+)"/g)].map(
    ([, name, url]) => `${name} ${url}`,
  );
}

const watching = {
  grafana: slipway.grafana(),
  metrics: slipway.prometheus(),
  alerts: slipway.alertmanager(),
  loki: slipway.loki(),
};

test('grafana has a data source for each component that answers queries', () => {
  expect(sources(valuesOf(watching, 'infra/grafana/values.yaml'))).toEqual([
    'metrics-prometheus http://metrics-server.prometheus.svc.cluster.local:80',
    'loki http://loki.loki.svc.cluster.local:3100',
    'alerts-alertmanager http://alerts.alertmanager.svc.cluster.local:9093',
  ]);
});

test('a cluster that lacks a component has no data source for it, and says so in its own file', () => {
  const infra = { ...watching, loki: slipway.loki({ on: { environments: ['prod'] } }) };
  expect(sources(valuesOf(infra, 'infra/grafana/values.yaml'))).not.toContainEqual(expect.stringContaining('loki'));
  expect(sources(valuesOf(infra, 'clusters/prod/values/infra/grafana.yaml'))).toContainEqual(
    expect.stringContaining('loki http://loki.loki.svc'),
  );
  expect(sources(valuesOf(infra, 'clusters/dev/values/infra/grafana.yaml'))).toEqual([]);
});

test('prometheus alerts the alertmanagers that stand beside it', () => {
  expect(valuesOf(watching, 'infra/metrics/values.yaml')).toMatchObject({
    server: { alertmanagers: [{ static_configs: [{ targets: ['alerts.alertmanager.svc.cluster.local:9093'] }] }] },
  });
  expect(valuesOf({ metrics: slipway.prometheus() }, 'infra/metrics/values.yaml')).toMatchObject({
    server: { alertmanagers: [], remoteWrite: [] },
  });
});

test('the network opens from who asks to who answers, and to nobody else', () => {
  const plan = planTestPlatform({ infra: { ...base.infra, ...watching } });
  const body = plan.get('clusters/prod/manifests/namespaces/loki/network-policy-loki.yaml')?.body;
  const [policy] = body?.type === 'objects' ? body.objects : [];
  expect(policy).toMatchObject({
    spec: {
      ingress: [
        {
          from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'grafana' } } }],
          ports: [{ port: 3100 }],
        },
      ],
    },
  });
});

test('a scraper reaches the metrics of every component', () => {
  const plan = planTestPlatform({ infra: { ...base.infra, ...watching } });
  const body = plan.get('clusters/prod/manifests/namespaces/cert-manager/network-policy-cert-manager.yaml')?.body;
  expect(JSON.stringify(body)).toContain('"kubernetes.io/metadata.name":"prometheus"');
});
