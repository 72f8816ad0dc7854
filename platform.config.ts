import {
  argoCd,
  argoRollouts,
  aws,
  awsEbsCsiDriver,
  awsLoadBalancerController,
  canary,
  certManager,
  cloudSecrets,
  cloudSql,
  definePlatform,
  externalDns,
  externalSecrets,
  fromInfra,
  gcp,
  istio,
  istioBase,
  istioCni,
  istiod,
  istioGateway,
  kafka,
  karpenter,
  keda,
  kubePrometheusStack,
  letsEncrypt,
  loki,
  metricsServer,
  prometheusOperatorCrds,
  sealedSecrets,
} from 'slipway';

const registry = 'registry.shop.example';

export default definePlatform({
  name: 'shop',
  repository: { url: 'https://git.shop.example/platform/gitops.git', branch: 'main' },

  environments: {
    dev: { domain: 'dev.shop.example' },
    stage: { domain: 'stage.shop.example' },
    prod: { domain: 'shop.example', protected: true },
  },

  clusters: {
    'dev-eu': {
      environment: 'dev',
      cloud: aws({ account: '111122223333', region: 'eu-west-1', cluster: 'shop-dev-eu' }),
      kubernetes: '1.35',
      api: { server: 'https://dev-eu.k8s.shop.example', cidrs: ['10.10.0.0/28'] },
    },
    'dev-us': {
      environment: 'dev',
      cloud: gcp({ project: 'shop-dev', location: 'us-central1', cluster: 'shop-dev-us' }),
      kubernetes: '1.35',
      api: { server: 'https://dev-us.k8s.shop.example', cidrs: ['10.11.0.0/28'] },
    },
    'stage-eu': {
      environment: 'stage',
      cloud: aws({ account: '111122224444', region: 'eu-west-1', cluster: 'shop-stage-eu' }),
      kubernetes: '1.34',
      api: { server: 'https://stage-eu.k8s.shop.example', cidrs: ['10.20.0.0/28'] },
    },
    'prod-eu': {
      environment: 'prod',
      cloud: aws({ account: '111122225555', region: 'eu-west-1', cluster: 'shop-prod-eu' }),
      kubernetes: '1.34',
      hub: true,
      api: { server: 'https://prod-eu.k8s.shop.example', cidrs: ['10.30.0.0/28'] },
    },
    'prod-us': {
      environment: 'prod',
      cloud: gcp({ project: 'shop-prod', location: 'us-central1', cluster: 'shop-prod-us' }),
      kubernetes: '1.34',
      api: { server: 'https://prod-us.k8s.shop.example', cidrs: ['10.31.0.0/28'] },
    },
  },

  teams: {
    storefront: {
      owners: ['@shop/storefront'],
      quota: { 'requests.cpu': 8, 'requests.memory': '16Gi', 'limits.memory': '24Gi', pods: 60 },
    },
    payments: {
      owners: ['@shop/payments'],
      quota: { 'requests.cpu': 6, 'requests.memory': '12Gi', 'limits.memory': '16Gi', pods: 40 },
    },
  },

  sizes: {
    small: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
    medium: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } },
  },

  infra: {
    'argo-cd': argoCd(),
    'prometheus-crds': prometheusOperatorCrds(),
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'platform@shop.example' }) }),
    'external-secrets': externalSecrets(),
    'sealed-secrets': sealedSecrets(),
    'external-dns': externalDns({ environments: { dev: { policy: 'sync' } } }),
    'load-balancer': awsLoadBalancerController(),
    'block-storage': awsEbsCsiDriver(),
    karpenter: karpenter({ environments: { dev: { cpuLimit: '64' } } }),
    'metrics-server': metricsServer({ on: { clouds: ['aws'] } }),
    keda: keda(),
    'argo-rollouts': argoRollouts(),
    monitoring: kubePrometheusStack({ environments: { prod: { retention: '30d', storage: '200Gi' } } }),
    loki: loki({ layer: 'platform' }),
    'istio-base': istioBase(),
    'istio-cni': istioCni(),
    istiod: istiod(),
    'public-gateway': istioGateway({ environments: { prod: { replicas: 3 } } }),
    events: kafka({
      topics: { orders: { partitions: 12, replicas: 3 }, payments: { partitions: 6, replicas: 3 } },
      environments: { prod: { storage: '200Gi' } },
    }),
  },

  stores: {
    events: fromInfra('events'),
    orders: cloudSql({
      engine: 'postgresql',
      version: '17',
      schemaPerService: true,
      environments: {
        dev: { host: 'orders.db.dev.shop.example', cidrs: ['10.10.8.0/28'], secret: 'orders-database' },
        stage: { host: 'orders.db.stage.shop.example', cidrs: ['10.20.8.0/28'], secret: 'orders-database' },
        prod: { host: 'orders.db.shop.example', cidrs: ['10.30.8.0/28'], secret: 'orders-database' },
      },
    }),
  },

  secretStores: { cloud: cloudSecrets() },
  gateways: { public: istio({ workload: 'public-gateway' }) },
  mesh: { mtls: 'STRICT', outbound: 'REGISTRY_ONLY' },

  services: {
    web: {
      team: 'storefront',
      image: `${registry}/storefront/web:3.8.1`,
      port: 8080,
      calls: ['catalog', 'cart', 'checkout'],
      expose: [{ gateway: 'public', host: 'www', failover: 'none' }],
      strategy: canary({ steps: [10, 50], pause: '10m' }),
      scale: { min: 2, max: 10, cpu: 70 },
      environments: { dev: { scale: { min: 1, max: 3 } } },
    },
    catalog: {
      team: 'storefront',
      image: `${registry}/storefront/catalog:2.4.0`,
      port: 8080,
      size: 'medium',
      scale: { min: 2, max: 8, cpu: 75 },
    },
    cart: {
      team: 'storefront',
      image: `${registry}/storefront/cart:1.12.3`,
      port: 8080,
      uses: { events: { publish: ['orders'] } },
    },
    checkout: {
      team: 'payments',
      image: `${registry}/payments/checkout:5.0.2`,
      port: 8080,
      size: 'medium',
      calls: ['payments'],
      uses: { orders: {}, events: { publish: ['orders'] } },
      expose: [{ gateway: 'public', host: 'www', paths: ['/checkout'], failover: 'none' }],
    },
    payments: {
      team: 'payments',
      image: `${registry}/payments/payments:4.1.0`,
      port: 9090,
      protocol: 'grpc',
      probes: { readiness: { path: '/ready', port: 8081 }, liveness: { path: '/healthz', port: 8081 } },
      uses: { orders: {}, events: { publish: ['payments'] } },
      secrets: { PSP_API_KEY: 'payments-psp-api-key' },
      egress: ['api.psp.example:443'],
    },
    mailer: {
      team: 'payments',
      image: `${registry}/payments/mailer:1.3.7`,
      uses: { events: { consume: ['orders', 'payments'] } },
      secrets: { SMTP_PASSWORD: 'mailer-smtp-password' },
      egress: ['smtp.mail.example:587'],
      scale: { min: 1, max: 6, kafka: { topic: 'orders', lag: 50 } },
      environments: { prod: { scale: { min: 2 } } },
    },
  },

  policy: {
    images: { registries: [`${registry}/`] },
    // CI writes the digest into image.yaml with its first build.
    rules: { 'IMG-002': 'warn' },
  },
});
