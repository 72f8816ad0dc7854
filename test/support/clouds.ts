import type { CloudInstance } from '../../generator/config/component-types.ts';
import * as slipway from '../../generator/index.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';

const GUID = '00000000-0000-4000-8000-000000000000';

/** Identities of the components that have one, on the platform `shop`. */
const IDENTITIES = COMPONENTS.filter((one) => one.identities.length > 0).map(({ kind }) => `shop-${kind}`);

const SAMPLES: { readonly [name: string]: CloudInstance } = {
  aws: slipway.aws({ account: '111122223333', region: 'eu-west-1', cluster: 'shop' }),
  gcp: slipway.gcp({ project: 'shop', location: 'us-central1', cluster: 'shop' }),
  azure: slipway.azure({
    subscription: GUID,
    tenant: GUID,
    resourceGroup: 'shop-dns',
    location: 'westeurope',
    cluster: 'shop',
    keyVault: 'https://shop.vault.azure.net',
    storageAccount: 'shopbuckets',
    clientIds: Object.fromEntries([...IDENTITIES, 'shop-web'].map((name) => [name, GUID])),
  }),
  alibaba: slipway.alibaba({
    account: '1111222233334444',
    region: 'ap-southeast-5',
    cluster: 'shop',
    vswitch: 'vsw-a1',
    nas: 'files.nas.example:/shop',
  }),
  oci: slipway.oci({
    compartment: 'ocid1.compartment.oc1..shop',
    namespace: 'shoptenancy',
    region: 'eu-frankfurt-1',
    cluster: 'shop',
    vault: 'ocid1.vault.oc1.eu-frankfurt-1.shop',
    mountTarget: 'ocid1.mounttarget.oc1.eu_frankfurt_1.shop',
    availabilityDomain: 'shop:EU-FRANKFURT-1-AD-1',
  }),
  byteplus: slipway.byteplus({
    account: '2100000000',
    region: 'ap-southeast-1',
    cluster: 'shop',
    subnet: 'subnet-a1',
    objectStorageHost: 'buckets.tos.example',
    nas: { server: 'files.nas.example', id: 'files-a1' },
  }),
  huawei: slipway.huawei({
    account: 'shop',
    region: 'ap-southeast-3',
    cluster: 'shop',
    loadBalancers: { public: 'elb-public', internal: 'elb-internal' },
  }),
  'on-premises': slipway.onPremises({
    location: 'berlin',
    cluster: 'shop',
    dns: { server: '10.0.0.53', zone: 'shop.example', tsigKey: 'external-dns' },
    objectStorage: { host: 'buckets.shop.example' },
    loadBalancers: { internal: { 'balancer.shop.example/pool': 'inside' } },
  }),
};

/** A cluster of a cloud. A new cloud has its line above. */
export function sampleOf(name: string): CloudInstance {
  const sample = SAMPLES[name];
  if (sample === undefined) throw new Error(`test/support/clouds.ts has no sample of ${name}`);
  return sample;
}
