import { loadServiceCharts } from '../../generator/charts/service-charts.ts';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import type { PlatformConfig } from '../../generator/config/types.ts';
import { EMITTERS } from '../../generator/emit/registry.gen.ts';
import * as slipway from '../../generator/index.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import type { Platform } from '../../generator/model/platform.ts';
import { resolvePlatform } from '../../generator/model/resolve.ts';
import { buildPlan } from '../../generator/plan/build-plan.ts';
import type { FilePlan } from '../../generator/plan/file-plan.ts';

const serviceCharts = loadServiceCharts();

/** A small complete platform: one AWS cluster per environment, a mesh, a gateway, a broker. */
export const base: PlatformConfig = {
  name: 'shop',
  repository: { url: 'https://git.shop.example/platform.git' },
  environments: { dev: { domain: 'dev.shop.example' }, prod: { domain: 'shop.example', protected: true } },
  clusters: {
    dev: cluster('dev'),
    prod: { ...cluster('prod'), hub: true },
  },
  teams: { core: { owners: ['@shop/core'] } },
  infra: {
    'istio-base': slipway.istioBase(),
    'istio-cni': slipway.istioCni(),
    istiod: slipway.istiod(),
    gateway: slipway.istioGateway(),
    'cert-manager': slipway.certManager({ issuer: slipway.letsEncrypt({ email: 'team@shop.example' }) }),
    'load-balancer': slipway.awsLoadBalancerController(),
    'block-storage': slipway.awsEbsCsiDriver(),
    events: slipway.kafka(),
  },
  stores: { events: slipway.fromInfra('events') },
  gateways: { public: slipway.istio({ workload: 'gateway' }) },
  mesh: {},
  services: { web: { image: 'registry.shop.example/web:1.0.0', port: 8080 } },
};

/** A cluster of the small platform. */
export function cluster(environment: string) {
  return {
    environment,
    kubernetes: '1.34',
    cloud: slipway.aws({ account: '111122223333', region: 'eu-west-1', cluster: `shop-${environment}` }),
    api: { server: `https://${environment}.k8s.shop.example` },
  };
}

/** The resolved platform of a config: the small one with what the case changes. */
export function resolveTestPlatform(changes: Partial<PlatformConfig> = {}): Platform {
  return resolvePlatform(
    { ...base, ...changes },
    { clouds: CLOUDS, components: COMPONENTS, serviceCharts: serviceCharts.map((chart) => chart.version) },
  );
}

/** The plan of a config: the small one with what the case changes. */
export function planTestPlatform(changes: Partial<PlatformConfig> = {}): FilePlan {
  return buildPlan(resolveTestPlatform(changes), EMITTERS, { serviceCharts });
}
