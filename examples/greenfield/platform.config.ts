// Greenfield: a mesh over three zones of one region, with caches, databases and a broker in the cluster.
import {
  argoCd,
  aws,
  awsEbsCsiDriver,
  awsLoadBalancerController,
  certManager,
  cloudnativePg,
  cloudSecrets,
  cnpgCluster,
  definePlatform,
  externalDns,
  externalSecrets,
  fromInfra,
  istio,
  istioBase,
  istioCni,
  istiod,
  istioGateway,
  jaeger,
  kafka,
  karpenter,
  kubePrometheusStack,
  letsEncrypt,
  metricsServer,
  mongodb,
  mysql,
  opentelemetryCollector,
  pluginBarmanCloud,
  prometheusOperatorCrds,
  redis,
  sealedSecrets,
} from 'slipway';

const registry = 'registry.greenfield.example';

/** A service of the application layer, behind the gateway: it reads the cache first, then its database. */
const api = (host: string) =>
  ({
    port: 8080,
    size: 'medium',
    expose: [{ gateway: 'edge', host }],
    scale: { min: 2, max: 10, cpu: 70 },
    scratch: { '/tmp': '256Mi' },
  }) as const;

export default definePlatform({
  name: 'greenfield',
  repository: { url: 'https://git.greenfield.example/platform.git', branch: 'main' },

  environments: {
    staging: { domain: 'staging.greenfield.example' },
    production: { domain: 'greenfield.example', protected: true },
  },

  clusters: {
    staging: {
      environment: 'staging',
      cloud: aws({ account: '111122223333', region: 'us-west-2', cluster: 'greenfield-staging' }),
      kubernetes: '1.35',
      api: { server: 'https://staging.k8s.greenfield.example', cidrs: ['10.10.0.0/28'] },
    },
    production: {
      environment: 'production',
      cloud: aws({ account: '111122224444', region: 'us-west-2', cluster: 'greenfield-production' }),
      kubernetes: '1.35',
      hub: true,
      api: { server: 'https://production.k8s.greenfield.example', cidrs: ['10.20.0.0/28'] },
    },
  },

  teams: {
    apps: {
      owners: ['@greenfield/apps'],
      quota: { 'requests.cpu': 16, 'requests.memory': '32Gi', 'limits.memory': '64Gi', pods: 100 },
    },
  },

  // Collectors and sidecars; applications and APIs; databases and Kafka; heavy workloads.
  sizes: {
    small: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
    medium: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1000m', memory: '1Gi' } },
    large: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2000m', memory: '4Gi' } },
    xlarge: { requests: { cpu: '1000m', memory: '2Gi' }, limits: { cpu: '4000m', memory: '8Gi' } },
  },

  infra: {
    'argo-cd': argoCd(),
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'platform@greenfield.example' }) }),
    'external-dns': externalDns(),
    'external-secrets': externalSecrets(),
    'sealed-secrets': sealedSecrets(),
    'load-balancer': awsLoadBalancerController(),
    'block-storage': awsEbsCsiDriver(),
    karpenter: karpenter(),
    'metrics-server': metricsServer(),

    'istio-base': istioBase(),
    'istio-cni': istioCni(),
    istiod: istiod(),
    'edge-gateway': istioGateway({ environments: { production: { replicas: 3 } } }),

    'prometheus-crds': prometheusOperatorCrds(),
    monitoring: kubePrometheusStack({ environments: { production: { retention: '30d', storage: '100Gi' } } }),
    jaeger: jaeger(),
    collector: opentelemetryCollector({ replicas: { min: 2, max: 5 } }),

    cache: redis({ memory: '4Gi' }),
    postgres: cloudnativePg(),
    'postgres-backup': pluginBarmanCloud(),
    relational: cnpgCluster({ memory: '4Gi', environments: { staging: { memory: '1Gi' } } }),
    mysql: mysql({ memory: '4Gi', environments: { staging: { memory: '1Gi' } } }),
    documents: mongodb({ memory: '4Gi', environments: { staging: { memory: '1Gi' } } }),
    events: kafka({
      brokers: 3,
      topics: {
        orders: { partitions: 12, replicas: 3 },
        events: { partitions: 12, replicas: 3 },
        notifications: { partitions: 6, replicas: 3 },
      },
    }),
  },

  stores: {
    cache: fromInfra('cache'),
    relational: fromInfra('relational'),
    mysql: fromInfra('mysql'),
    documents: fromInfra('documents'),
    events: fromInfra('events'),
  },

  secretStores: { cloud: cloudSecrets() },
  gateways: { edge: istio({ workload: 'edge-gateway', waf: 'block' }) },
  mesh: { mtls: 'STRICT', outbound: 'REGISTRY_ONLY' },

  services: {
    'service-1': {
      image: `${registry}/service-1:1.0.0`,
      ...api('service-1'),
      calls: ['service-2'],
      uses: { cache: {}, relational: {}, events: { publish: ['orders'] } },
    },
    'service-2': {
      image: `${registry}/service-2:1.0.0`,
      ...api('service-2'),
      calls: ['service-3'],
      uses: { mysql: {}, events: { publish: ['events'] } },
    },
    'service-3': {
      image: `${registry}/service-3:1.0.0`,
      ...api('service-3'),
      uses: { documents: {}, events: { publish: ['notifications'] } },
    },
    'fastapi-example': {
      image: `${registry}/fastapi-example:1.0.0`,
      ...api('fastapi'),
      uses: {
        cache: {},
        relational: {},
        mysql: {},
        documents: {},
        events: { publish: ['orders', 'events'], consume: ['notifications'] },
      },
    },

    // Each reads one topic; they have no port.
    'consumer-1': { image: `${registry}/consumer:1.0.0`, size: 'medium', uses: { events: { consume: ['orders'] } } },
    'consumer-2': { image: `${registry}/consumer:1.0.0`, size: 'medium', uses: { events: { consume: ['events'] } } },
    'consumer-3': {
      image: `${registry}/consumer:1.0.0`,
      size: 'medium',
      uses: { events: { consume: ['notifications'] } },
    },
  },

  policy: {
    images: { registries: [`${registry}/`] },
    // CI writes the digest into image.yaml with its first build.
    rules: { 'IMG-002': 'warn' },
  },
});
