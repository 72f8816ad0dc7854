// One production cluster on machines of our own: Kong in front, Ceph below, Vault for secrets, Cloudflare as the way in.
import {
  argoCd,
  certManager,
  cloudflareTunnel,
  consul,
  definePlatform,
  externalDns,
  externalSecrets,
  fromInfra,
  ingress,
  kongIngress,
  kubePrometheusStack,
  letsEncrypt,
  metricsServer,
  onPremises,
  postgresql,
  prometheusOperatorCrds,
  reloader,
  rookCeph,
  rookCephCluster,
  snapshotController,
  vault,
  vaultServer,
} from 'slipway';

const registry = 'registry.platform.example';

export default definePlatform({
  name: 'platform',
  repository: { url: 'https://git.platform.example/gitops.git', branch: 'main' },

  environments: { production: { domain: 'platform.example', protected: true } },

  clusters: {
    production: {
      environment: 'production',
      cloud: onPremises({
        location: 'dc1',
        cluster: 'production',
        dns: { server: '10.0.0.53', zone: 'platform.example', tsigKey: 'external-dns' },
        objectStorage: { host: 'buckets.platform.example' },
        loadBalancers: { internal: { 'balancer.platform.example/pool': 'inside' } },
      }),
      kubernetes: '1.35',
      hub: true,
      api: { server: 'https://production.k8s.platform.example', cidrs: ['10.0.0.0/28'] },
      nodes: {
        kong: {
          labels: { 'node.kong.gateway': 'true' },
          taints: [{ key: 'node.kong.gateway', value: 'true', effect: 'NoSchedule' }],
        },
        // Monitors, managers and disks of Ceph stand here, and nowhere else.
        ceph: {
          labels: { 'node.ceph.storage': 'true' },
          taints: [{ key: 'node.ceph.storage', value: 'true', effect: 'NoSchedule' }],
        },
        workers: { labels: { 'node.role': 'worker' } },
      },
    },
  },

  teams: {
    commerce: {
      owners: ['@platform/commerce'],
      quota: { 'requests.cpu': 8, 'requests.memory': '16Gi', 'limits.memory': '32Gi', pods: 60 },
    },
  },

  sizes: { medium: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } } },

  infra: {
    'argo-cd': argoCd({ values: { configs: { cm: { 'timeout.reconciliation': '120s' } } } }),
    'prometheus-crds': prometheusOperatorCrds(),
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'platform@platform.example' }) }),
    'external-secrets': externalSecrets(),

    snapshots: snapshotController(),
    rook: rookCeph(),
    ceph: rookCephCluster({ copies: 3, nodes: 'ceph', snapshots: true }),

    consul: consul(),
    vault: vaultServer({ replicas: 3, backend: 'consul' }),

    kong: kongIngress({ replicas: 3, nodes: 'kong' }),
    tunnel: cloudflareTunnel({ replicas: 2, to: 'https://kong-gateway-proxy.kong.svc.cluster.local:443' }),

    monitoring: kubePrometheusStack({
      retention: '30d',
      storage: '100Gi',
      alertmanagers: 2,
      alertStorage: '10Gi',
      values: {
        defaultRules: { create: true },
        grafana: { defaultDashboardsEnabled: true },
      },
    }),

    // Platform applications: what business applications share.
    database: postgresql({ layer: 'platform' }),
    'external-dns': externalDns({ layer: 'platform' }),
    'metrics-server': metricsServer({ layer: 'platform' }),
    reloader: reloader({ layer: 'platform' }),
  },

  stores: { database: fromInfra('database') },
  secretStores: {
    vault: vault({
      server: 'https://vault.vault.svc:8200',
      path: 'platform',
      role: 'external-secrets',
      ca: { secret: 'vault-tls', namespace: 'vault' },
    }),
  },
  gateways: { public: ingress({ workload: 'kong' }) },

  services: {
    'store-api': {
      image: `${registry}/store-api:1.0.0`,
      port: 8080,
      size: 'medium',
      nodes: 'workers',
      calls: ['payment'],
      uses: { database: {} },
      expose: [{ gateway: 'public', host: 'store' }],
      scale: { min: 2, max: 10, cpu: 70 },
    },
    payment: {
      image: `${registry}/payment:1.0.0`,
      port: 8080,
      size: 'medium',
      nodes: 'workers',
      uses: { database: {} },
      secrets: { PSP_API_KEY: 'payment/psp-api-key' },
      egress: ['api.psp.example:443'],
      scale: { min: 2, max: 6, cpu: 70 },
    },
  },

  policy: {
    images: { registries: [`${registry}/`] },
    // CI writes the digest into image.yaml with its first build.
    rules: { 'IMG-002': 'warn' },
    // The key of DNS updates is put there by hand.
    externals: ['Secret/external-dns/tsig-key'],
  },
});
