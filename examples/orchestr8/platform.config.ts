// Orchestr8: modules in namespaces of their own, on clusters in two regions that both serve.
import {
  argoCd,
  argoRollouts,
  aws,
  awsEbsCsiDriver,
  awsLoadBalancerController,
  canary,
  certManager,
  cloudnativePg,
  cloudSecrets,
  cnpgCluster,
  definePlatform,
  externalDns,
  externalSecrets,
  fluentd,
  fromInfra,
  istio,
  istioBase,
  istioCni,
  istiod,
  istioGateway,
  jaeger,
  kafka,
  karpenter,
  keda,
  kubePrometheusStack,
  kyverno,
  langfuse,
  letsEncrypt,
  loki,
  metricsServer,
  nack,
  nats,
  opentelemetryCollector,
  pluginBarmanCloud,
  prometheusOperatorCrds,
  redis,
  sealed,
  sealedSecrets,
  velero,
} from 'slipway';

const registry = 'registry.orchestr8.example';

/** A production cluster; the two differ in their region only. */
const production = (region: string, addresses: string) =>
  ({
    environment: 'prod',
    cloud: aws({ account: '111122223333', region, cluster: `o8-${region}` }),
    kubernetes: '1.35',
    api: { server: `https://${region}.k8s.orchestr8.example`, cidrs: [addresses] },
  }) as const;

export default definePlatform({
  name: 'o8',
  repository: { url: 'https://git.orchestr8.example/platform/o8.git', branch: 'main' },

  environments: { prod: { domain: 'orchestr8.example', protected: true, secretStore: 'cloud' } },

  clusters: {
    'prod-us': { ...production('us-east-1', '10.10.0.0/28'), hub: true },
    'prod-eu': production('eu-west-1', '10.20.0.0/28'),
  },

  teams: {
    voice: {
      owners: ['@orchestr8/voice'],
      quota: { 'requests.cpu': 16, 'requests.memory': '32Gi', 'limits.memory': '64Gi', pods: 100 },
    },
    product: {
      owners: ['@orchestr8/product'],
      quota: { 'requests.cpu': 8, 'requests.memory': '16Gi', 'limits.memory': '32Gi', pods: 60 },
    },
  },

  sizes: {
    small: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    medium: { requests: { cpu: '500m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  },

  infra: {
    // The engine, and what clusters need.
    'argo-cd': argoCd(),
    'argo-rollouts': argoRollouts(),
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'platform@orchestr8.example' }) }),
    'external-dns': externalDns(),
    'load-balancer': awsLoadBalancerController(),
    'block-storage': awsEbsCsiDriver(),
    karpenter: karpenter(),
    'metrics-server': metricsServer(),
    keda: keda(),

    // Secrets: of the cloud, and sealed ones beside them.
    'external-secrets': externalSecrets(),
    'sealed-secrets': sealedSecrets(),

    // The mesh.
    'istio-base': istioBase(),
    'istio-cni': istioCni(),
    istiod: istiod(),
    'public-gateway': istioGateway({ replicas: 3 }),

    // Policies in the cluster, for what comes past Git.
    kyverno: kyverno(),

    // Metrics, logs and traces.
    'prometheus-crds': prometheusOperatorCrds(),
    monitoring: kubePrometheusStack({ retention: '30d', storage: '200Gi' }),
    loki: loki(),
    fluentd: fluentd(),
    jaeger: jaeger({ storage: '100Gi' }),
    collector: opentelemetryCollector(),

    // Events that wait and events at once, and shared data.
    events: kafka({ topics: { calls: { partitions: 12, replicas: 3 }, transcripts: { partitions: 6, replicas: 3 } } }),
    bus: nats({ storage: '20Gi' }),
    streams: nack({ streams: { presence: { subjects: ['presence.>'], maxAge: '24h' } } }),
    postgres: cloudnativePg(),
    'postgres-backup': pluginBarmanCloud(),
    data: cnpgCluster({
      storage: '100Gi',
      cpu: '1',
      memory: '4Gi',
      retention: '30d',
      // Each module has a login, a database and a schema of its own.
      schemaPerService: true,
      tenants: ['langfuse'],
    }),
    cache: redis(),

    // A module of others, on the platform's own stores.
    langfuse: langfuse({ clickhouse: 'clickhouse.orchestr8.example' }),

    // Backups of every resource and volume.
    velero: velero({ schedules: { daily: { schedule: '0 2 * * *', keep: '720h' } } }),
  },

  stores: { events: fromInfra('events'), bus: fromInfra('bus'), data: fromInfra('data') },
  secretStores: { cloud: cloudSecrets(), sealed: sealed() },
  gateways: { public: istio({ workload: 'public-gateway' }) },
  mesh: { mtls: 'STRICT', outbound: 'REGISTRY_ONLY' },

  services: {
    voicefuse: {
      team: 'voice',
      image: `${registry}/voice/voicefuse:4.2.0`,
      port: 8080,
      size: 'medium',
      secrets: { PROVIDER_API_KEY: 'voicefuse-provider-api-key' },
      calls: ['your-app'],
      uses: { data: {}, events: { publish: ['calls'], consume: ['transcripts'] }, bus: {} },
      expose: [{ gateway: 'public', host: 'voice', failover: 'active-active' }],
      strategy: canary({ steps: [10, 50], pause: '10m' }),
      scale: { min: 3, max: 20, cpu: 70 },
    },
    'your-app': {
      team: 'product',
      image: `${registry}/product/your-app:1.0.0`,
      port: 8080,
      size: 'small',
      secretStore: 'sealed',
      uses: { data: {}, events: { consume: ['calls'] }, bus: {} },
      expose: [{ gateway: 'public', host: 'app', failover: 'active-active' }],
      scale: { min: 2, max: 10, cpu: 70, kafka: { topic: 'calls', lag: 100 } },
    },
  },

  charts: {
    // Reports on what runs in the cluster, whoever applied it; the labels of the namespaces are what refuses.
    'pod-policies': {
      repository: 'https://kyverno.github.io/kyverno',
      name: 'kyverno-policies',
      version: '3.9.0',
      namespace: 'kyverno',
      layer: 'platform',
      podSecurity: 'restricted',
      values: { policyType: 'ClusterPolicy', podSecurityStandard: 'restricted', validationFailureAction: 'Audit' },
      clusterKinds: ['kyverno.io/ClusterPolicy'],
    },
  },

  ci: 'gitlab',
  policy: {
    images: { registries: [`${registry}/`] },
    // Its team seals it for each cluster, once the clusters have their keys.
    externals: ['Secret/your-app/your-app-secrets'],
    // CI writes the digest into image.yaml with its first build.
    rules: { 'IMG-002': 'warn' },
  },
});
