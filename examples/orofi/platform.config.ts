// Orofi: four gateways before four services on GKE, with managed MySQL and Redis, and MongoDB and Kafka in the cluster.
import {
  alertmanager,
  argoCd,
  certManager,
  cloudSecrets,
  cloudSql,
  definePlatform,
  external,
  externalDns,
  externalSecrets,
  fluentBit,
  fromInfra,
  gcp,
  grafana,
  istio,
  istioBase,
  istioCni,
  istiod,
  istioGateway,
  k6Operator,
  kafka,
  keda,
  kubecost,
  kubeStateMetrics,
  letsEncrypt,
  loki,
  opentelemetryCollector,
  prometheus,
  prometheusNodeExporter,
  psmdbDb,
  psmdbOperator,
} from 'slipway';

const registry = 'us-central1-docker.pkg.dev/orofi/services';
const location = 'us-central1';

type Core = 'communication' | 'identity' | 'monolith' | 'analytics';

/** A gateway service: one entry for one kind of client, in front of the services that it calls. */
const gateway = (client: string, at: { readonly host: string; readonly path: string }, calls: readonly Core[]) =>
  ({
    image: `${registry}/api-gateway-${client}:1.8.0`,
    port: 8080,
    calls: calls.map((name) => `microservice-${name}` as const),
    uses: { cache: {}, events: { publish: ['requests'] } },
    secrets: { DOWNSTREAM_API_KEY: `api-gateway-${client}-downstream-api-key` },
    expose: [{ gateway: 'oro-gateway', host: at.host, paths: [at.path] }],
    scale: { min: 2, max: 10, cpu: 70 },
    environments: { dev: { scale: { min: 1, max: 3 } } },
  }) as const;

/** What every core service has: a schema of its own in MySQL, the shared cache, and the event stream. */
const core = (events: { readonly publish: readonly string[]; readonly consume: readonly string[] }) =>
  ({ port: 8080, size: 'medium', uses: { sql: {}, cache: {}, events }, scale: { min: 2, max: 8, cpu: 70 } }) as const;

export default definePlatform({
  name: 'orofi',
  repository: { url: 'https://bitbucket.org/orofi/infrastructure-configuration.git', branch: 'main' },

  environments: {
    dev: { domain: 'dev.orofi.xyz' },
    stage: { domain: 'stage.orofi.xyz' },
    prod: { domain: 'orofi.xyz', protected: true },
  },

  clusters: {
    'gke-dev': {
      environment: 'dev',
      cloud: gcp({ project: 'orofi-dev', location, cluster: 'orofi-dev' }),
      kubernetes: '1.35',
      api: { server: 'https://gke-dev.k8s.orofi.xyz', cidrs: ['10.10.0.0/28'] },
    },
    'gke-stage': {
      environment: 'stage',
      cloud: gcp({ project: 'orofi-stage', location, cluster: 'orofi-stage' }),
      kubernetes: '1.35',
      api: { server: 'https://gke-stage.k8s.orofi.xyz', cidrs: ['10.20.0.0/28'] },
    },
    'gke-prod': {
      environment: 'prod',
      cloud: gcp({ project: 'orofi-prod', location, cluster: 'orofi-prod' }),
      kubernetes: '1.34',
      hub: true,
      api: { server: 'https://gke-prod.k8s.orofi.xyz', cidrs: ['10.30.0.0/28'] },
    },
  },

  teams: {
    core: {
      owners: ['@orofi/core'],
      quota: { 'requests.cpu': 8, 'requests.memory': '16Gi', 'limits.memory': '32Gi', pods: 60 },
    },
  },

  sizes: {
    small: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    medium: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  },

  infra: {
    'argo-cd': argoCd(),
    'external-secrets': externalSecrets(),
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'platform@orofi.xyz' }) }),
    'external-dns': externalDns(),
    keda: keda(),

    'istio-base': istioBase(),
    'istio-cni': istioCni(),
    istiod: istiod(),
    'ingress-gateway': istioGateway({
      namespace: 'istio-system',
      environments: { prod: { replicas: 3 } },
      // The static address that was reserved under this name.
      values: { service: { annotations: { 'networking.gke.io/load-balancer-ip-addresses': 'oro-gateway' } } },
    }),

    prometheus: prometheus({ environments: { prod: { retention: '30d', storage: '200Gi' } } }),
    alertmanager: alertmanager({ namespace: 'prometheus' }),
    grafana: grafana(),
    loki: loki(),
    'fluent-bit': fluentBit(),
    collector: opentelemetryCollector(),
    'kube-state-metrics': kubeStateMetrics(),
    'node-exporter': prometheusNodeExporter(),
    kubecost: kubecost(),
    'k6-operator': k6Operator(),

    kafka: kafka({
      topics: {
        requests: { partitions: 6, replicas: 3 },
        users: { partitions: 6, replicas: 3 },
        payments: { partitions: 12, replicas: 3 },
        notifications: { partitions: 6, replicas: 3 },
      },
      environments: { prod: { storage: '200Gi' } },
    }),
    'mongodb-operator': psmdbOperator({ namespace: 'mongo-db' }),
    mongodb: psmdbDb({ namespace: 'mongo-db', environments: { prod: { storage: '200Gi', memory: '4Gi' } } }),
  },

  stores: {
    sql: cloudSql({
      engine: 'mysql',
      version: '8.0',
      schemaPerService: true,
      environments: {
        dev: { host: 'mysql.dev.orofi.xyz', cidrs: ['10.10.8.0/28'], secret: 'mysql' },
        stage: { host: 'mysql.stage.orofi.xyz', cidrs: ['10.20.8.0/28'], secret: 'mysql' },
        prod: { host: 'mysql.orofi.xyz', cidrs: ['10.30.8.0/28'], secret: 'mysql' },
      },
    }),
    documents: fromInfra('mongodb'),
    // Memorystore: one instance that fails over, shared by all services.
    cache: external({
      engine: 'redis',
      environments: {
        dev: { host: 'redis.dev.orofi.xyz', cidrs: ['10.10.9.0/29'] },
        stage: { host: 'redis.stage.orofi.xyz', cidrs: ['10.20.9.0/29'] },
        prod: { host: 'redis.orofi.xyz', cidrs: ['10.30.9.0/29'] },
      },
    }),
    events: fromInfra('kafka'),
  },

  secretStores: { 'secret-manager': cloudSecrets() },
  gateways: { 'oro-gateway': istio({ workload: 'ingress-gateway', tls: 'istio-tls-cert' }) },
  mesh: { mtls: 'STRICT', outbound: 'REGISTRY_ONLY' },

  services: {
    // End users and account users share a host; operations and the dashboard have one each.
    'api-gateway-public': gateway('public', { host: 'api', path: '/public' }, [
      'identity',
      'monolith',
      'communication',
    ]),
    'api-gateway-account': gateway('account', { host: 'api', path: '/account' }, [
      'identity',
      'monolith',
      'communication',
      'analytics',
    ]),
    'api-gateway-oro': gateway('oro', { host: 'oro', path: '/' }, [
      'identity',
      'monolith',
      'communication',
      'analytics',
    ]),
    'api-gateway-admin-dashboard': gateway('admin-dashboard', { host: 'admin', path: '/' }, [
      'identity',
      'monolith',
      'analytics',
    ]),

    'microservice-communication': {
      image: `${registry}/microservice-communication:2.3.1`,
      ...core({ publish: ['notifications'], consume: ['users', 'payments'] }),
      secrets: { SMTP_PASSWORD: 'communication-smtp-password', SMS_API_KEY: 'communication-sms-api-key' },
      egress: ['smtp.mail.example:587', 'api.sms.example:443'],
      scale: { min: 2, max: 8, cpu: 70, kafka: { topic: 'notifications', lag: 50 } },
    },
    'microservice-identity': {
      image: `${registry}/microservice-identity:3.0.4`,
      ...core({ publish: ['users'], consume: ['payments'] }),
      uses: { sql: {}, cache: {}, documents: {}, events: { publish: ['users'], consume: ['payments'] } },
      secrets: {
        JWT_KEY: 'identity-jwt-key',
        ENCRYPTION_KEY: 'identity-encryption-key',
        GATEWAY_API_KEYS: 'identity-gateway-api-keys',
      },
    },
    'microservice-monolith': {
      image: `${registry}/microservice-monolith:12.1.0`,
      ...core({ publish: ['payments'], consume: ['users'] }),
      uses: { sql: {}, cache: {}, documents: {}, events: { publish: ['payments'], consume: ['users'] } },
      scale: { min: 2, max: 8, cpu: 70, mongodb: { collection: 'jobs', query: '{"state":"waiting"}', value: 20 } },
    },
    'microservice-analytics': {
      image: `${registry}/microservice-analytics:1.4.2`,
      ...core({ publish: ['notifications'], consume: ['requests', 'users', 'payments'] }),
      scale: { min: 2, max: 12, kafka: { topic: 'payments', lag: 200 } },
    },
  },

  ci: 'bitbucket',
  policy: {
    images: { registries: [`${registry}/`] },
    // CI writes the digest into image.yaml with its first build.
    rules: { 'IMG-002': 'warn' },
  },
});
