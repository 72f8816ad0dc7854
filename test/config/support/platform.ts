/** A small complete platform on two made-up clouds, and a way to change one thing of it. */

import { isRecord } from '../../../generator/contract/resource.ts';
import type { CapabilityAnswer, CloudDefinition } from '../../../generator/model/cloud.ts';
import { CAPABILITIES } from '../../../generator/model/cloud.ts';
import type { ComponentDefinition } from '../../../generator/model/component.ts';
import type { Registries } from '../../../generator/model/resolve.ts';

/** A component definition, stating only what a case is about. */
export function component(kind: string, about: Partial<ComponentDefinition> = {}): ComponentDefinition {
  return {
    kind,
    summary: kind,
    chart: { repository: 'https://charts.shop.example', name: kind, version: '1.0.0' },
    namespace: kind,
    wave: 10,
    placement: 'everywhere',
    after: [],
    requires: [],
    brings: { crds: {}, clusterKinds: [], namespaces: [] },
    podSecurity: 'restricted',
    stateful: false,
    serves: [],
    identities: [],
    options: {
      properties: { replicas: { type: 'integer', minimum: 1 }, topics: { type: 'object' }, nodes: { type: 'string' } },
      required: [],
    },
    defaults: {},
    values: { base: () => ({}) },
    ...about,
  };
}

function cloud(name: string, answers: Readonly<Record<string, CapabilityAnswer>>): CloudDefinition {
  const builtIn = Object.fromEntries(CAPABILITIES.map((one) => [one, { by: 'cloud' } as const]));
  return {
    name,
    summary: name,
    options: { properties: { region: { type: 'string', minLength: 1 } }, required: ['region'] },
    traits: {
      name,
      capabilities: { ...builtIn, ...answers } as CloudDefinition['traits']['capabilities'],
      externalDnsProvider: name,
      blockStorageClass: 'block',
      snapshotDriver: '',
      fileStorageClass: name === 'cirrus' ? { missing: 'it keeps no files' } : 'file',
      ingressClass: name,
      secretBackend: name === 'cirrus' ? { missing: 'it keeps no secrets' } : 'external-secrets',
      dns01Missing: null,
      registryHosts: name,
      istioPlatform: '',
      secretNames: name === 'cirrus' ? { pattern: '^[a-z-]+$', words: 'letters and `-`' } : null,
      sharedRecord: name === 'cirrus' ? { missing: 'its DNS has one answer' } : () => ({}),
      loadBalancerAnnotations: () => ({}),
      metadataCidrs: [],
    },
    create: () => {
      throw new Error('the check makes no cloud');
    },
  };
}

export const registries: Registries = {
  clouds: [
    cloud('cumulus', {
      'load-balancer': { by: 'component', component: 'cumulus-balancer' },
      'block-storage': { by: 'component', component: 'cumulus-disks' },
      'file-storage': { by: 'component', component: 'cumulus-files' },
      'resource-metrics': { by: 'component', component: 'metrics-server' },
    }),
    cloud('nimbus', {}),
    cloud('cirrus', {}),
    {
      ...cloud('nebula', {}),
      identities: 'ids',
      fileStorageOptions: ['share'],
      options: {
        properties: { region: { type: 'string' }, ids: { type: 'object' }, share: { type: 'string' } },
        required: ['region'],
      },
    },
    cloud('stratus', { 'block-storage': { by: 'none', reason: 'it has no disks' } }),
  ],
  components: [
    component('istio-base', { wave: 0, manifests: {} }),
    component('istio-cni', { requires: ['istio-base'] }),
    component('istiod', { wave: 20, after: ['istio-base'], requires: ['istio-base'] }),
    component('istio-gateway', { wave: 30, after: ['istiod'], gatewayPods: () => ({ istio: 'edge' }) }),
    component('kafka', {
      wave: 30,
      after: ['cumulus-disks'],
      stateful: true,
      store: () => ({ engine: 'kafka', host: 'events', port: 9092, pods: {} }),
    }),
    component('cert-manager', { identities: ['cert-manager'] }),
    component('external-secrets'),
    component('sealed-secrets'),
    component('keda', { defaults: { replicas: 2 } }),
    component('argo-rollouts'),
    component('metrics-server'),
    component('cumulus-balancer', { answers: 'load-balancer' }),
    component('cumulus-disks', { answers: 'block-storage' }),
    component('cumulus-files', {
      answers: 'file-storage',
      classOption: 'shares',
      options: { properties: { shares: { type: 'object' } }, required: [] },
    }),
    component('rates', { requiresOneOf: ['early', 'late'] }),
    component('early', { wave: 10, after: ['late'] }),
    component('late', { wave: 17 }),
    component('chicken', { after: ['egg'] }),
    component('egg', { after: ['chicken'] }),
  ],
  serviceCharts: ['1.0.0', '1.1.0'],
};

const instance = (kind: string, options: object = {}) => ({ component: kind, options });
const image = (name: string) => `registry.shop.example/${name}:1.0.0`;
const cluster = (name: string, environment: string, cloudName: string) => ({
  environment,
  cloud: { cloud: cloudName, options: { region: 'north' } },
  kubernetes: '1.35',
  api: { server: `https://${name}.shop.example` },
});

export const goodPlatform = {
  name: 'shop',
  repository: { url: 'https://git.shop.example/gitops.git' },
  environments: { dev: { domain: 'dev.shop.example' }, prod: { domain: 'shop.example', protected: true } },
  clusters: {
    'dev-eu': { ...cluster('dev-eu', 'dev', 'cumulus'), hub: true },
    'prod-eu': cluster('prod-eu', 'prod', 'nimbus'),
    'prod-us': { ...cluster('prod-us', 'prod', 'nimbus'), nodes: { fast: { labels: { disk: 'fast' } } } },
  },
  teams: { core: { owners: ['@shop/core'] }, pay: { owners: ['@shop/pay'], quota: { pods: 10 } } },
  sizes: { small: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } } },
  infra: {
    'istio-base': instance('istio-base'),
    'istio-cni': instance('istio-cni'),
    istiod: instance('istiod'),
    edge: instance('istio-gateway'),
    events: instance('kafka', { topics: { orders: {} } }),
    'cert-manager': instance('cert-manager'),
    'external-secrets': instance('external-secrets'),
    keda: instance('keda'),
    'argo-rollouts': instance('argo-rollouts'),
    'metrics-server': instance('metrics-server'),
    balancer: instance('cumulus-balancer'),
    disks: instance('cumulus-disks'),
  },
  stores: {
    events: { store: 'infra', options: { infra: 'events' } },
    ledger: {
      store: 'external',
      options: {
        engine: 'postgresql',
        environments: {
          dev: { host: 'ledger.dev.shop.example', cidrs: ['10.0.0.0/28'] },
          prod: { host: 'ledger.shop.example', cidrs: ['10.1.0.0/28'] },
        },
      },
    },
  },
  secretStores: { main: { secretStore: 'cloud', options: {} } },
  gateways: { public: { gateway: 'istio', options: { workload: 'edge' } } },
  mesh: { mtls: 'STRICT' },
  services: {
    web: {
      team: 'core',
      image: image('web'),
      port: 8080,
      size: 'small',
      calls: ['catalog'],
      expose: [{ gateway: 'public', host: 'www', failover: 'none' }],
      strategy: { type: 'canary', steps: [10, 50] },
      scale: { min: 1, max: 3, cpu: 70 },
      environments: { dev: { scale: { max: 2 } } },
    },
    catalog: { team: 'core', image: image('catalog'), port: 8080, config: { LOG_LEVEL: 'info' } },
    mailer: {
      team: 'pay',
      image: image('mailer'),
      uses: { events: { consume: ['orders'] }, ledger: {} },
      secrets: { SMTP_PASSWORD: 'mailer/smtp' },
      scale: { min: 0, max: 3, kafka: { topic: 'orders', lag: 10 } },
      egress: ['smtp.partner.example:587'],
    },
  },
  charts: {
    langfuse: {
      repository: 'https://charts.shop.example',
      name: 'langfuse',
      version: '1.2.3',
      namespace: 'langfuse',
      team: 'core',
    },
  },
} as const;

/** Changes by dotted path: `{ 'services.web.port': 0 }`; `undefined` removes the key. */
export type Changes = Readonly<Record<string, unknown>>;

/** The good platform with changes. */
export function platformWith(changes: Changes): unknown {
  const config: Record<string, unknown> = structuredClone(goodPlatform);
  for (const [path, value] of Object.entries(changes)) {
    const keys = path.split('.');
    const last = keys.pop() ?? '';
    const parent = keys.reduce<Record<string, unknown>>((node, key) => {
      const next = node[key];
      if (isRecord(next)) return next;
      const made: Record<string, unknown> = {};
      node[key] = made;
      return made;
    }, config);
    if (value === undefined) delete parent[last];
    else parent[last] = value;
  }
  return config;
}
