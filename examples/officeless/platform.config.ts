// Officeless: the same platform on seven clouds and on machines of one's own, a cluster each.
import {
  alertmanager,
  alibaba,
  argoCd,
  aws,
  awsEbsCsiDriver,
  awsEfsCsiDriver,
  awsLoadBalancerController,
  azure,
  bucket,
  byteplus,
  certManager,
  cloudSecrets,
  clusterAutoscaler,
  definePlatform,
  externalDns,
  externalSecrets,
  fluentBit,
  fromInfra,
  gcp,
  gitlabRunner,
  huawei,
  ingress,
  ingressNginx,
  karpenter,
  letsEncrypt,
  loki,
  metricsServer,
  mimirDistributed,
  oci,
  onPremises,
  opentelemetryCollector,
  prometheus,
  prometheusOperatorCrds,
  rookCeph,
  rookCephCluster,
  sealedSecrets,
  secretsStoreCsiDriver,
  secretsStoreProviderAws,
  secretsStoreProviderAzure,
  tempo,
  valkey,
  vault,
  velero,
  wireguard,
} from 'slipway';

const registry = 'registry.officeless.example';
const guid = '00000000-0000-4000-8000-000000000000';

/** A cluster with a private endpoint. @param network third number of its control plane's addresses */
const privateCluster = (name: string, network: number) => ({
  kubernetes: '1.35',
  api: { server: `https://${name}.k8s.officeless.example`, cidrs: [`10.${network}.0.0/28`] },
});

/** An environment of a cloud, with its own zone. */
const site = (name: string, secretStore: 'cloud' | 'vault') =>
  ({ domain: `${name}.officeless.example`, protected: true, secretStore }) as const;

const clusters = [
  'in-aws',
  'in-gcp',
  'in-azure',
  'in-alibaba',
  'in-oci',
  'in-byteplus',
  'in-huawei',
  'on-premises',
] as const;

/** A bucket on each cluster: most clouds want names that nobody else has. */
const buckets = (purpose: string) =>
  Object.fromEntries(clusters.map((cluster) => [cluster, `officeless-${cluster}-${purpose}`]));

/** A disk of its own for each replica of a service, and a file system that all of them share. */
const disk = { data: { path: '/data', size: '20Gi', kind: 'block' } } as const;
const files = { files: { path: '/files', size: '100Gi', kind: 'file' } } as const;

/** Components with an identity on Azure, where only the site knows their client ids. */
const identities = Object.fromEntries(
  [
    'cert-manager',
    'external-dns',
    'external-secrets',
    'fluent-bit',
    'mimir',
    'loki',
    'tempo',
    'backup',
    'app-1',
    'app-2',
    'app-n',
  ].map((name) => [`officeless-${name}`, guid]),
);

export default definePlatform({
  name: 'officeless',
  repository: { url: 'https://git.officeless.example/platform.git', branch: 'main' },

  environments: {
    aws: site('aws', 'cloud'),
    gcp: site('gcp', 'cloud'),
    azure: site('azure', 'cloud'),
    alibaba: site('alibaba', 'vault'),
    oci: site('oci', 'cloud'),
    byteplus: site('byteplus', 'cloud'),
    huawei: site('huawei', 'vault'),
    'on-premises': site('on-premises', 'vault'),
  },

  clusters: {
    'in-aws': {
      environment: 'aws',
      cloud: aws({ account: '111122223333', region: 'ap-southeast-3', cluster: 'officeless' }),
      hub: true,
      ...privateCluster('aws', 10),
    },
    'in-gcp': {
      environment: 'gcp',
      cloud: gcp({ project: 'officeless', location: 'asia-southeast2', cluster: 'officeless' }),
      ...privateCluster('gcp', 11),
    },
    'in-azure': {
      environment: 'azure',
      cloud: azure({
        subscription: guid,
        tenant: guid,
        resourceGroup: 'officeless-dns',
        location: 'indonesiacentral',
        cluster: 'officeless',
        keyVault: 'https://officeless.vault.azure.net',
        storageAccount: 'officelessbuckets',
        clientIds: identities,
      }),
      ...privateCluster('azure', 12),
    },
    'in-alibaba': {
      environment: 'alibaba',
      cloud: alibaba({
        account: '1111222233334444',
        region: 'ap-southeast-5',
        cluster: 'officeless',
        vswitch: 'vsw-a1',
        nas: 'files.nas.example:/officeless',
      }),
      ...privateCluster('alibaba', 13),
    },
    'in-oci': {
      environment: 'oci',
      cloud: oci({
        compartment: 'ocid1.compartment.oc1..officeless',
        namespace: 'officeless',
        region: 'ap-singapore-1',
        cluster: 'officeless',
        vault: 'ocid1.vault.oc1.ap-singapore-1.officeless',
        mountTarget: 'ocid1.mounttarget.oc1.ap_singapore_1.officeless',
        availabilityDomain: 'officeless:AP-SINGAPORE-1-AD-1',
      }),
      ...privateCluster('oci', 14),
    },
    'in-byteplus': {
      environment: 'byteplus',
      cloud: byteplus({
        account: '2100000000',
        region: 'ap-southeast-1',
        cluster: 'officeless',
        subnet: 'subnet-a1',
        objectStorageHost: 'buckets.tos.example',
        nas: { server: 'files.nas.example', id: 'files-a1' },
      }),
      ...privateCluster('byteplus', 15),
    },
    'in-huawei': {
      environment: 'huawei',
      cloud: huawei({
        account: 'officeless',
        region: 'ap-southeast-4',
        cluster: 'officeless',
        loadBalancers: { public: 'elb-public', internal: 'elb-internal' },
      }),
      ...privateCluster('huawei', 16),
    },
    'on-premises': {
      environment: 'on-premises',
      cloud: onPremises({
        location: 'jakarta',
        cluster: 'officeless',
        dns: { server: '10.17.0.53', zone: 'on-premises.officeless.example', tsigKey: 'external-dns' },
        objectStorage: { host: 'buckets.on-premises.officeless.example' },
        loadBalancers: { internal: { 'balancer.officeless.example/pool': 'inside' } },
      }),
      ...privateCluster('on-premises', 17),
    },
  },

  // A tenant is a team: namespaces, quotas, network policies and rights of its own.
  teams: {
    'tenant-a': {
      owners: ['@officeless/tenant-a'],
      quota: { 'requests.cpu': 16, 'requests.memory': '32Gi', 'limits.memory': '64Gi', pods: 100 },
    },
    'tenant-b': {
      owners: ['@officeless/tenant-b'],
      quota: { 'requests.cpu': 8, 'requests.memory': '16Gi', 'limits.memory': '32Gi', pods: 50 },
    },
  },

  sizes: { medium: { requests: { cpu: '250m', memory: '512Mi' }, limits: { memory: '1Gi' } } },

  infra: {
    'argo-cd': argoCd(),
    'prometheus-crds': prometheusOperatorCrds(),
    'cert-manager': certManager({ issuer: letsEncrypt({ email: 'platform@officeless.example' }) }),

    // Load balancing and ingress, nodes, metrics for autoscaling.
    'load-balancer': awsLoadBalancerController(),
    ingress: ingressNginx(),
    'external-dns': externalDns(),
    'cluster-autoscaler': clusterAutoscaler({
      pools: {
        general: { id: 'ocid1.nodepool.oc1.ap-singapore-1.officeless-general', min: 3, max: 12 },
        memory: { id: 'ocid1.nodepool.oc1.ap-singapore-1.officeless-memory', min: 0, max: 6 },
      },
    }),
    karpenter: karpenter({
      categories: ['c', 'm', 'r'],
      cpuLimit: '200',
      capacity: ['on-demand', 'spot'],
      disk: '200Gi',
    }),
    'metrics-server': metricsServer({ on: { clouds: ['aws', 'oci', 'huawei', 'byteplus', 'on-premises'] } }),

    // Block and file storage: drivers that the cloud does not bring itself.
    'block-storage': awsEbsCsiDriver(),
    'file-storage': awsEfsCsiDriver({ fileSystems: { 'in-aws': 'fs-0123456789abcdef0' } }),
    rook: rookCeph({ on: { clouds: ['on-premises'] } }),
    ceph: rookCephCluster({ on: { clouds: ['on-premises'] } }),

    // Secrets: of the cloud as Secrets or as files; of a Vault where the cloud has no manager that is read; and sealed ones.
    'external-secrets': externalSecrets(),
    'secrets-store': secretsStoreCsiDriver({ on: { clouds: ['aws', 'azure'] } }),
    'secrets-store-aws': secretsStoreProviderAws(),
    'secrets-store-azure': secretsStoreProviderAzure(),
    'sealed-secrets': sealedSecrets(),

    // Metrics, logs, traces and alerts, in the object storage of each cloud.
    prometheus: prometheus(),
    mimir: mimirDistributed({ buckets: buckets('mimir') }),
    loki: loki({ buckets: buckets('loki-chunks'), ruleBuckets: buckets('loki-ruler'), retention: '720h' }),
    tempo: tempo({ buckets: buckets('tempo-traces') }),
    alertmanager: alertmanager(),
    collector: opentelemetryCollector(),
    'fluent-bit': fluentBit({
      environments: { aws: { outputs: ['loki', 'cloud'] }, gcp: { outputs: ['loki', 'cloud'] } },
    }),
    backup: velero({ buckets: buckets('backup'), schedules: { daily: { schedule: '0 2 * * *', keep: '720h' } } }),

    cache: valkey(),
    vpn: wireguard({
      scheme: 'public',
      peers: {
        headquarters: {
          publicKey: 'public/key/of/the/headquarters/000000000000=',
          allowedIps: ['10.90.0.0/16'],
          endpoint: 'vpn.officeless.example:51820',
        },
      },
    }),
    'ci-runner': gitlabRunner({ gitlab: 'https://gitlab.officeless.example' }),
  },

  stores: {
    cache: fromInfra('cache'),
    documents: bucket({ names: buckets('documents'), cidrs: { 'on-premises': ['10.17.8.0/28'] } }),
  },
  secretStores: {
    cloud: cloudSecrets(),
    vault: vault({ server: 'https://vault.officeless.example', path: 'officeless', role: 'external-secrets' }),
  },
  gateways: { public: ingress({ workload: 'ingress' }) },

  services: {
    'app-1': {
      team: 'tenant-a',
      image: `${registry}/app-1:1.0.0`,
      port: 8080,
      size: 'medium',
      calls: ['app-2'],
      uses: { cache: {}, documents: {} },
      expose: [{ gateway: 'public', host: 'app-1' }],
      secrets: { API_KEY: 'app-1-api-key' },
      volumes: { ...disk, ...files },
      scale: { min: 3, max: 10, cpu: 70 },
    },
    'app-2': {
      team: 'tenant-a',
      image: `${registry}/app-2:1.0.0`,
      port: 8080,
      size: 'medium',
      uses: { cache: {}, documents: {} },
      expose: [{ gateway: 'public', host: 'app-2' }],
      secrets: { API_KEY: 'app-2-api-key' },
      volumes: { ...disk, ...files },
      scale: { min: 3, max: 10, cpu: 70 },
    },
    'app-n': {
      team: 'tenant-b',
      image: `${registry}/app-n:1.0.0`,
      port: 8080,
      size: 'medium',
      expose: [{ gateway: 'public', host: 'app-n' }],
      volumes: disk,
      scale: { min: 3, max: 10, cpu: 70 },
    },
  },

  ci: 'gitlab',
  policy: {
    images: { registries: [`${registry}/`] },
    // CI writes the digest into image.yaml with its first build.
    rules: { 'IMG-002': 'warn' },
    externals: ['Secret/external-dns/tsig-key'],
  },
});
