// Who proves to an ACME server that a host is ours, where the cloud's DNS is no proof.
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { PlatformConfig } from '../../generator/config/types.ts';
import * as slipway from '../../generator/index.ts';
import { checkComponents } from '../../generator/model/check-components.ts';
import { sampleOf } from '../support/clouds.ts';
import { base, cluster, planTestPlatform, resolveTestPlatform } from '../support/platforms.ts';

const web = {
  image: 'registry.shop.example/web:1.0.0',
  port: 8080,
  expose: [{ gateway: 'public', host: 'www' }],
};

function shopOn(cloud: PlatformConfig['clusters'][string]['cloud'], changes: Partial<PlatformConfig> = {}) {
  return {
    environments: { prod: { domain: 'shop.example' } },
    clusters: { prod: { ...cluster('prod'), hub: true, cloud } },
    services: { web },
    ...changes,
  };
}

const controller = {
  infra: { ...base.infra, edge: slipway.ingressNginx({ ingressClass: 'edge' }) },
  gateways: { public: slipway.ingress({ workload: 'edge' }) },
  mesh: undefined as never,
};

const problemsOf = (changes: Partial<PlatformConfig>) =>
  checkComponents(resolveTestPlatform(changes)).map(({ message, severity }) => `${severity} ${message}`);

function solverOf(changes: Partial<PlatformConfig>): unknown {
  const text = planTestPlatform(changes).text(
    'clusters/prod/manifests/infra/cert-manager/cluster-issuer-letsencrypt.yaml',
  );
  return parse(text).spec.acme.solvers[0];
}

const huawei = sampleOf('huawei');
const aws = sampleOf('aws');
const named = { ...huawei, options: { ...huawei.options, ingressClass: 'mine' } };

test('hosts of a gateway of Istio that no challenge reaches are told, and no class is named that nobody serves', () => {
  expect(problemsOf(shopOn(huawei))).toEqual([
    expect.stringMatching(/^low infra\['cert-manager'\]: on "prod", nothing proves the hosts of gateway "public"/),
  ]);
  expect(solverOf(shopOn(huawei))).toEqual({ http01: { ingress: {} } });
});

test('DNS, a class that the author names, and the platform’s own Ingress controller are proof enough', () => {
  expect(problemsOf(shopOn(aws))).toEqual([]);
  expect(problemsOf(shopOn(named))).toEqual([]);
  expect(problemsOf(shopOn(huawei, controller))).toEqual([]);
  expect(solverOf(shopOn(huawei, controller))).toEqual({ http01: { ingress: { ingressClassName: 'edge' } } });
});

test('a class that the author names comes before that of the platform', () => {
  expect(solverOf(shopOn(named, controller))).toEqual({ http01: { ingress: { ingressClassName: 'mine' } } });
});

test('a gateway without hosts asks for no certificate', () => {
  expect(problemsOf(shopOn(huawei, { services: { web: { ...web, expose: [] } } }))).toEqual([]);
});
