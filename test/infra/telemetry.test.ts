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

test('services learn where traces go, and may send them there', () => {
  const infra = { ...base.infra, traces: slipway.tempo(), collector: slipway.opentelemetryCollector() };
  const services = {
    web: { image: 'registry.shop.example/web:1.0.0', port: 8080 },
    api: {
      image: 'registry.shop.example/api:1.0.0',
      port: 8080,
      config: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://traces.shop.example:4317' },
    },
  };
  const plan = planTestPlatform({ infra, services });
  const config = (path: string) => plan.get(path)?.body;
  expect(config('apps/web/values.yaml')).toMatchObject({
    values: {
      config: {
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector.opentelemetry.svc.cluster.local:4317',
        OTEL_SERVICE_NAME: 'web',
      },
    },
  });
  expect(config('apps/api/values.yaml')).toMatchObject({
    values: { config: { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://traces.shop.example:4317' } },
  });
  const policy = config('clusters/prod/manifests/namespaces/web/network-policy-web.yaml');
  expect(JSON.stringify(policy)).toContain('"kubernetes.io/metadata.name":"opentelemetry"');
  expect(JSON.stringify(config('clusters/prod/values/apps/web.yaml'))).not.toContain('OTEL');
});

test('a collector sends each signal to what keeps it, and an agent to the collector', () => {
  const infra = { ...watching, collector: slipway.opentelemetryCollector(), agent: slipway.opentelemetryAgent() };
  expect(valuesOf(infra, 'infra/collector/values.yaml')).toMatchObject({
    config: {
      exporters: {
        'otlphttp/loki': { endpoint: 'http://loki.loki.svc.cluster.local:3100/otlp' },
        'otlphttp/metrics': { endpoint: 'http://metrics-server.prometheus.svc.cluster.local:80/api/v1/otlp' },
      },
      service: { pipelines: { traces: { exporters: ['debug'] }, logs: { exporters: ['otlphttp/loki'] } } },
    },
  });
  expect(valuesOf(infra, 'infra/agent/values.yaml')).toMatchObject({
    config: {
      service: { pipelines: { logs: { exporters: ['otlp/collector'] }, traces: { exporters: ['otlp/collector'] } } },
    },
  });
});

test('tempo by parts gets its traces from the kafka of the platform, and reaches it', () => {
  const infra = { traces: slipway.tempoDistributed() };
  expect(valuesOf(infra, 'infra/traces/values.yaml')).toMatchObject({
    ingest: { kafka: { address: expect.stringMatching(/^events.*\.kafka\.svc\.cluster\.local:9092$/) } },
  });
  const plan = planTestPlatform({ infra: { ...base.infra, ...infra } });
  const policies = plan.files().filter(({ path }) => path.startsWith('clusters/prod/manifests/namespaces/kafka/'));
  expect(JSON.stringify(policies)).toContain('"kubernetes.io/metadata.name":"tempo-distributed"');
});

test('a prometheus without its operator has a job for each component and service with metrics', () => {
  const infra = {
    ...watching,
    'prometheus-crds': slipway.prometheusOperatorCrds(),
    state: slipway.kubeStateMetrics({ on: { environments: ['prod'] } }),
  };
  const plan = planTestPlatform({
    infra: { ...base.infra, ...infra },
    services: {
      web: { image: 'registry.shop.example/web:1.0.0', port: 8080, metrics: { port: 9100, path: '/metrics' } },
    },
  });
  const jobs = (path: string) => {
    const body = plan.get(path)?.body;
    return JSON.stringify(body?.type === 'values' ? body.values.scrapeConfigs : {});
  };
  expect(jobs('infra/metrics/values.yaml')).toContain('"alerts":{"honor_labels":true,"metrics_path":"/metrics"');
  expect(jobs('infra/metrics/values.yaml')).toContain('"web":{"honor_labels":true,"metrics_path":"/stats/prometheus"');
  expect(jobs('infra/metrics/values.yaml')).toContain('"kubernetes-pods":{"enabled":false}');
  expect(jobs('infra/metrics/values.yaml')).not.toContain('"state":');
  expect(jobs('clusters/prod/values/infra/metrics.yaml')).toContain('"replacement":"$1:8080"');
});

test('rules of loki have a bucket of their own where one is named', () => {
  const bucketNames = (loki: ReturnType<typeof slipway.loki>) =>
    valuesOf({ loki }, 'clusters/prod/values/infra/loki.yaml');
  expect(bucketNames(slipway.loki({ buckets: { prod: 'logs' } }))).toMatchObject({
    loki: { storage: { bucketNames: { chunks: 'logs', ruler: 'logs' } } },
  });
  expect(bucketNames(slipway.loki({ buckets: { prod: 'logs' }, ruleBuckets: { prod: 'rules' } }))).toMatchObject({
    loki: { storage: { bucketNames: { chunks: 'logs', ruler: 'rules' } } },
  });
});

test('several alertmanagers have a disruption budget, and a volume each where one is asked for', () => {
  const infra = { monitoring: slipway.kubePrometheusStack({ alertmanagers: 3, alertStorage: '5Gi' }) };
  expect(valuesOf(infra, 'infra/monitoring/values.yaml')).toMatchObject({
    alertmanager: {
      podDisruptionBudget: { enabled: true },
      alertmanagerSpec: {
        replicas: 3,
        storage: { volumeClaimTemplate: { spec: { resources: { requests: { storage: '5Gi' } } } } },
      },
    },
  });
  expect(valuesOf(infra, 'infra/monitoring/values-aws.yaml')).toMatchObject({
    alertmanager: {
      alertmanagerSpec: { storage: { volumeClaimTemplate: { spec: { storageClassName: 'gp3' } } } },
    },
  });
});
