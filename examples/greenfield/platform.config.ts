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
  fluentBit,
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
  sealed,
  sealedSecrets,
} from 'slipway';

const registry = 'registry.greenfield.example';

/** Requests and limits: of collectors and sidecars, of applications and APIs, of databases and Kafka, of heavy workloads. */
const tiers = {
  small: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '500m', memory: '512Mi' } },
  medium: { requests: { cpu: '250m', memory: '512Mi' }, limits: { cpu: '1000m', memory: '1Gi' } },
  large: { requests: { cpu: '500m', memory: '1Gi' }, limits: { cpu: '2000m', memory: '4Gi' } },
  xlarge: { requests: { cpu: '1000m', memory: '2Gi' }, limits: { cpu: '4000m', memory: '8Gi' } },
} as const;
const large = { resources: tiers.large };

/** A service of the application layer, behind the gateway: it reads the cache first, then its database. */
const api = (host: string) =>
  ({
    port: 8080,
    size: 'medium',
    expose: [{ gateway: 'edge', host }],
    scale: { min: 2, max: 10, cpu: 70 },
    scratch: { '/tmp': '256Mi' },
  }) as const;

/** A service that reads one topic. */
const consumer = (topic: string) =>
  ({
    image: `${registry}/consumer:1.0.0`,
    size: 'medium',
    uses: { events: { consume: [topic] } },
    config: { EVENTS_TOPIC: topic },
  }) as const;

export default definePlatform({
  name: 'greenfield',
  repository: { url: 'https://git.greenfield.example/platform.git', branch: 'main' },

  environments: {
    staging: { domain: 'staging.greenfield.example', secretStore: 'cloud' },
    production: { domain: 'greenfield.example', protected: true, secretStore: 'cloud' },
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

  sizes: tiers,

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
    // The proxy beside each service is a sidecar, and small.
    istiod: istiod({ values: { global: { proxy: { resources: tiers.small } } } }),
    'edge-gateway': istioGateway({ environments: { production: { replicas: 3 } } }),

    'prometheus-crds': prometheusOperatorCrds(),
    monitoring: kubePrometheusStack({ environments: { production: { retention: '30d', storage: '100Gi' } } }),
    jaeger: jaeger(),
    collector: opentelemetryCollector({ replicas: { min: 2, max: 5 }, values: { resources: tiers.small } }),
    logs: fluentBit({ outputs: ['cloud'], values: { resources: tiers.small } }),

    cache: redis({ values: { master: large, replica: large } }),
    postgres: cloudnativePg(),
    'postgres-backup': pluginBarmanCloud(),
    relational: cnpgCluster({
      replicas: 3,
      bounds: { replicas: { min: 3, max: 7 } },
      values: {
        cluster: {
          ...large,
          affinity: { topologyKey: 'topology.kubernetes.io/zone', podAntiAffinityType: 'preferred' },
        },
      },
    }),
    mysql: mysql({ values: { primary: large, secondary: large } }),
    documents: mongodb({ values: large }),
    events: kafka({
      brokers: 3,
      bounds: { brokers: { min: 3, max: 9 } },
      values: { controller: large },
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

  secretStores: { cloud: cloudSecrets(), sealed: sealed() },
  gateways: { edge: istio({ workload: 'edge-gateway', waf: 'block' }) },
  mesh: { mtls: 'STRICT', outbound: 'REGISTRY_ONLY' },

  services: {
    'service-1': {
      image: `${registry}/service-1:1.0.0`,
      ...api('service-1'),
      secretStore: 'sealed',
      config: { EVENTS_TOPIC: 'orders' },
      calls: ['service-2'],
      uses: { cache: {}, relational: {}, events: { publish: ['orders'] } },
      jobs: { migrate: { command: ['./manage', 'migrate'], when: 'before-sync' } },
    },
    'service-2': {
      image: `${registry}/service-2:1.0.0`,
      ...api('service-2'),
      secretStore: 'sealed',
      config: { EVENTS_TOPIC: 'events' },
      calls: ['service-3'],
      uses: { mysql: {}, events: { publish: ['events'] } },
    },
    'service-3': {
      image: `${registry}/service-3:1.0.0`,
      ...api('service-3'),
      secretStore: 'sealed',
      config: { EVENTS_TOPIC: 'notifications' },
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
    'consumer-1': consumer('orders'),
    // Its topic has the most to do.
    'consumer-2': { ...consumer('events'), size: 'xlarge' },
    'consumer-3': consumer('notifications'),
  },

  policy: {
    images: { registries: [`${registry}/`] },
    // Their team seals them for each cluster, once the clusters have their keys.
    externals: [1, 2, 3].map((one) => `Secret/service-${one}/service-${one}-secrets`),
    // CI writes the digest into image.yaml with its first build.
    rules: { 'IMG-002': 'warn' },
  },
});
