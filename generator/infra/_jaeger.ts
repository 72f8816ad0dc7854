/** Jaeger's own configuration, which is that of an OpenTelemetry collector. */
import type { HelmValues } from '../config/component-types.ts';

/** In: where and how long traces are kept. Out: the file that Jaeger reads, with one store for them. */
export function jaegerConfig(options: { readonly retention: string; readonly elasticsearch: string }): HelmValues {
  const store = 'traces';
  return {
    service: {
      extensions: ['healthcheckv2', 'jaeger_storage', 'jaeger_query'],
      pipelines: { traces: { receivers: ['otlp'], processors: ['batch'], exporters: ['jaeger_storage_exporter'] } },
      telemetry: {
        metrics: { readers: [{ pull: { exporter: { prometheus: { host: '0.0.0.0', port: 8888 } } } }] },
      },
    },
    extensions: {
      healthcheckv2: { use_v2: true, http: { endpoint: '0.0.0.0:13133', status: { enabled: true, path: '/status' } } },
      jaeger_storage: { backends: { [store]: backend(options) } },
      jaeger_query: { storage: { traces: store } },
    },
    receivers: { otlp: { protocols: { grpc: { endpoint: '0.0.0.0:4317' }, http: { endpoint: '0.0.0.0:4318' } } } },
    processors: { batch: {} },
    exporters: { jaeger_storage_exporter: { trace_storage: store } },
  };
}

function backend({ retention, elasticsearch }: Parameters<typeof jaegerConfig>[0]): HelmValues {
  if (elasticsearch === '') {
    return {
      badger: {
        directories: { keys: '/traces/keys', values: '/traces/values' },
        ephemeral: false,
        ttl: { spans: retention },
      },
    };
  }
  const variable = (name: string) => `$\{env:ELASTICSEARCH_${name}}`;
  return {
    elasticsearch: {
      server_urls: [elasticsearch],
      auth: { basic: { username: variable('USER'), password: variable('PASSWORD') } },
    },
  };
}
