// Components without a chart: all of them is companions and objects of our own, in one Application.
import { expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import { checkConfig } from '../../generator/config/check-config.ts';
import type { PlatformConfig } from '../../generator/config/types.ts';
import { isRecord, type KubernetesObject } from '../../generator/contract/resource.ts';
import * as slipway from '../../generator/index.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import { base, planTestPlatform } from '../support/platforms.ts';

function objectsOf(infra: PlatformConfig['infra']): readonly (readonly [string, KubernetesObject])[] {
  return planTestPlatform({ infra: { ...base.infra, ...infra } })
    .files()
    .flatMap(({ path, body }) => (body.type === 'objects' ? body.objects.map((one) => [path, one] as const) : []));
}

const find = (infra: PlatformConfig['infra'], path: string) => objectsOf(infra).find(([place]) => place === path)?.[1];

test('definitions from a git folder are one application without a chart or values', () => {
  const application = find({ 'gateway-api': slipway.gatewayApi() }, 'clusters/prod/infra/gateway-api.yaml');
  expect(application).toMatchObject({
    spec: {
      source: {
        repoURL: 'https://github.com/kubernetes-sigs/gateway-api',
        path: 'config/crd',
        targetRevision: 'v1.6.3',
      },
    },
  });
  const paths = objectsOf({ 'gateway-api': slipway.gatewayApi() }).map(([path]) => path);
  expect(paths.filter((path) => path.includes('gateway-api-config'))).toEqual([]);
  const kinds = JSON.stringify(
    find({ 'gateway-api': slipway.gatewayApi() }, 'clusters/prod/bootstrap/project-infra.yaml'),
  );
  expect(kinds).toContain('ValidatingAdmissionPolicyBinding');
  expect(kinds).toContain('https://github.com/kubernetes-sigs/gateway-api');
});

test('a tunnel leads the domain of its environment to the gateway of the platform', () => {
  const config = find({ edge: slipway.cloudflareTunnel() }, 'clusters/prod/manifests/infra/edge/config-map-edge.yaml');
  const data = isRecord(config?.data) ? config.data : {};
  expect(JSON.parse(String(data['config.yaml']))).toMatchObject({
    ingress: [
      { hostname: 'shop.example', service: 'https://gateway.istio-ingress.svc.cluster.local:443' },
      { hostname: '*.shop.example' },
      { service: 'http_status:404' },
    ],
  });
});

test.for([
  ['https://edge-gateway-proxy.kong.svc.cluster.local:443', slipway.kongIngress()],
  ['https://edge-controller.ingress-nginx.svc.cluster.local:443', slipway.ingressNginx()],
] as const)('a tunnel to an Ingress controller leads to %s', ([service, edge]) => {
  const plan = planTestPlatform({
    infra: { ...base.infra, edge, tunnel: slipway.cloudflareTunnel() },
    gateways: { public: slipway.ingress({ workload: 'edge' }) },
    mesh: undefined as never,
  });
  const config = plan.text('clusters/prod/manifests/infra/tunnel/config-map-tunnel.yaml');
  expect(config).toContain(`"service": "${service}"`);
});

test('the token of a tunnel and the key of a vpn come from the secret store, one wave before their pods', () => {
  const infra = {
    'external-secrets': slipway.externalSecrets(),
    edge: slipway.cloudflareTunnel({ secret: 'edge/tunnel' }),
    vpn: slipway.wireguard({
      peers: { berlin: { publicKey: 'B3c=', allowedIps: ['10.1.0.0/16'], endpoint: 'vpn.shop.example:51820' } },
    }),
  };
  const plan = planTestPlatform({
    infra: { ...base.infra, ...infra },
    secretStores: { main: slipway.cloudSecrets() },
  });
  const objects = plan.files().flatMap(({ body }) => (body.type === 'objects' ? body.objects : []));
  const secrets = objects.filter((one) => one.kind === 'ExternalSecret').map((one) => JSON.stringify(one.spec));
  expect(secrets).toContainEqual(expect.stringContaining('"remoteRef":{"key":"edge/tunnel","property":"token"}'));
  expect(secrets).toContainEqual(expect.stringContaining('Endpoint = vpn.shop.example:51820'));
  const waves = objects
    .filter((one) => one.kind === 'Application' && /prod-(edge|vpn)/.test(one.metadata.name ?? ''))
    .map((one) => `${one.metadata.name} ${one.metadata.annotations?.['argocd.argoproj.io/sync-wave']}`);
  expect(waves.toSorted()).toEqual(['prod-edge 40', 'prod-edge-needs 39', 'prod-vpn 40', 'prod-vpn-needs 39']);
});

test('packets of a vpn come through its namespace by udp', () => {
  const path = 'clusters/prod/manifests/namespaces/wireguard/network-policy-vpn.yaml';
  expect(find({ vpn: slipway.wireguard() }, path)).toMatchObject({
    spec: { ingress: [{ ports: [{ port: 51820, protocol: 'UDP' }] }] },
  });
});

test('values for a chart that is not there are refused', () => {
  const config = { ...base, infra: { ...base.infra, vpn: { component: 'wireguard', options: { values: {} } } } };
  const registries = { clouds: CLOUDS, components: COMPONENTS, serviceCharts: [] };
  const rules = checkConfig(config, registries, { hasImageFile: () => true }).map(
    (one) => `${one.rule} ${one.message}`,
  );
  expect(rules).toContainEqual(expect.stringMatching(/^unknown-key infra\.vpn.*values/));
});
