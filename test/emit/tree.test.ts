import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { canary } from '../../generator/index.ts';
import { base, cluster, planTestPlatform } from '../support/platforms.ts';

const object = (plan: ReturnType<typeof planTestPlatform>, path: string) => parse(plan.text(path));

test('each generated file says which config key it comes from', () => {
  const plan = planTestPlatform();
  for (const { path } of plan.files()) {
    if (!path.endsWith('.json')) expect(plan.text(path).slice(0, 300)).toMatch(/(Generated|Seeded) by slipway from /);
  }
});

test('the same config gives the same bytes', () => {
  const first = planTestPlatform();
  const second = planTestPlatform();
  expect(second.files().map(({ path }) => [path, second.text(path)])).toEqual(
    first.files().map(({ path }) => [path, first.text(path)]),
  );
});

test('a one-line change of one service touches only files of that service', () => {
  const before = planTestPlatform({
    services: {
      web: { image: 'registry.shop.example/web:1.0.0', port: 8080 },
      api: { image: 'registry.shop.example/api:1.0.0', port: 8080 },
    },
  });
  const after = planTestPlatform({
    services: {
      web: { image: 'registry.shop.example/web:1.0.0', port: 8080, replicas: 3 },
      api: { image: 'registry.shop.example/api:1.0.0', port: 8080 },
    },
  });
  const changed = after
    .files()
    .filter(({ path }) => before.get(path) === undefined || before.text(path) !== after.text(path));
  // Production's default of two replicas gives way, and the other environment gets a disruption budget.
  expect(changed.map(({ path }) => path)).toEqual([
    'apps/web/values.yaml',
    'environments/dev/apps/web/values.yaml',
    'environments/prod/apps/web/values.yaml',
  ]);
});

test('every path that an Application names exists in the plan', () => {
  const plan = planTestPlatform();
  for (const spec of plan.files()) {
    if (spec.body.type !== 'objects') continue;
    for (const item of spec.body.objects.filter((one) => one.kind === 'Application')) {
      const { 'argocd.argoproj.io/manifest-generate-paths': paths = '' } = item.metadata.annotations ?? {};
      for (const path of paths.split(';').filter((one) => one !== '')) {
        const relative = path.slice(1);
        const exists = plan.files().some((file) => file.path === relative || file.path.startsWith(`${relative}/`));
        expect([item.metadata.name, path, exists]).toEqual([item.metadata.name, path, true]);
      }
    }
  }
});

test('parents have no cascade, leaves have one, and protected environments ask before a delete', () => {
  const plan = planTestPlatform();
  const parent = object(plan, 'clusters/prod/bootstrap/apps.yaml');
  const leaf = object(plan, 'clusters/prod/apps/web.yaml');
  expect(parent.metadata.finalizers).toBeUndefined();
  expect(parent.spec.destination).toEqual({ server: 'https://kubernetes.default.svc', namespace: 'argocd' });
  expect(leaf.metadata.finalizers).toEqual(['resources-finalizer.argocd.argoproj.io']);
  expect(leaf.spec.destination).toEqual({ name: 'prod', namespace: 'web' });
  expect(leaf.metadata.annotations['argocd.argoproj.io/sync-options']).toBe('Prune=confirm,Delete=confirm');
  expect(
    object(plan, 'clusters/dev/apps/web.yaml').metadata.annotations['argocd.argoproj.io/sync-options'],
  ).toBeUndefined();
});

test('a call opens exactly one edge: network policy, authorization and sidecar agree', () => {
  const plan = planTestPlatform({
    services: {
      web: { image: 'registry.shop.example/web:1.0.0', port: 8080, calls: ['api'] },
      api: { image: 'registry.shop.example/api:1.0.0', port: 9000 },
    },
  });
  const policy = object(plan, 'clusters/prod/manifests/namespaces/api/network-policy-api.yaml');
  expect(policy.spec.ingress).toEqual([
    {
      from: [
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'web' } },
          podSelector: { matchLabels: { 'app.kubernetes.io/name': 'web' } },
        },
      ],
      ports: [{ protocol: 'TCP', port: 9000 }],
    },
  ]);
  const allow = object(plan, 'environments/prod/apps/api/mesh/authorization-policy-api-callers.yaml');
  expect(allow.spec.rules).toEqual([
    { from: [{ source: { principals: ['cluster.local/ns/web/sa/web'] } }], to: [{ operation: { ports: ['9000'] } }] },
  ]);
  const sidecar = object(plan, 'clusters/prod/manifests/apps/mesh-defaults/web-sidecar.yaml');
  expect(sidecar.spec.egress).toEqual([{ hosts: ['./*', 'api/*', 'istio-system/*'] }]);
  expect(plan.get('environments/prod/apps/web/mesh/authorization-policy-web-callers.yaml')).toBeUndefined();
});

test('one VirtualService per gateway and host, longest path first, with subsets for a canary', () => {
  const plan = planTestPlatform({
    services: {
      web: {
        image: 'registry.shop.example/web:1.0.0',
        port: 8080,
        expose: [{ gateway: 'public', host: 'www' }],
        strategy: canary({ steps: [20] }),
      },
      api: {
        image: 'registry.shop.example/api:1.0.0',
        port: 8080,
        expose: [{ gateway: 'public', host: 'www', paths: ['/api'] }],
      },
    },
  });
  const route = object(plan, 'environments/prod/mesh/public/www.shop.example.yaml');
  expect(route.spec.http.map((one: { name: string }) => one.name)).toEqual(['api-api', 'web']);
  expect(route.spec.http[1].route.map((one: { destination: { subset: string } }) => one.destination.subset)).toEqual([
    'stable',
    'canary',
  ]);
  const rule = object(plan, 'environments/prod/apps/web/mesh/destination-rule-web.yaml');
  expect(rule.spec.subsets.map((one: { name: string }) => one.name)).toEqual(['stable', 'canary']);
});

test('a Rollout names the VirtualService of its host, written as a label or in full', () => {
  const exposed = (host: string) => ({
    image: 'registry.shop.example/web:1.0.0',
    port: 8080,
    expose: [{ gateway: 'public', host }],
    strategy: canary({ steps: [20] }),
  });
  const plan = planTestPlatform({
    services: {
      web: { ...exposed('www'), environments: { dev: { expose: [] } } },
      docs: { ...exposed('docs.shop.example'), environments: { dev: { expose: [] } } },
    },
  });
  for (const [service, host] of Object.entries({ web: 'www.shop.example', docs: 'docs.shop.example' })) {
    const { metadata } = object(plan, `environments/prod/mesh/public/${host}.yaml`);
    const { canaryRoutes } = object(plan, `clusters/prod/values/apps/${service}.yaml`);
    expect(canaryRoutes.map(({ name }: { name: string }) => name)).toEqual([`${metadata.name}.${metadata.namespace}`]);
  }
});

test('a platform without a mesh is complete too', () => {
  const { mesh: _, ...rest } = { mesh: undefined };
  const plan = planTestPlatform({ ...rest, gateways: {}, infra: {}, stores: {}, mesh: undefined as never });
  expect(plan.files().filter(({ path }) => /istio|mesh/.test(path))).toEqual([]);
  expect(plan.get('clusters/prod/apps/web.yaml')).toBeDefined();
});

test('a host whose service runs on one cluster only is routed there only', () => {
  const clusters = { ...base.clusters, 'prod-b': { ...cluster('prod') } };
  const plan = planTestPlatform({
    clusters,
    services: {
      web: { image: 'registry.shop.example/web:1.0.0', port: 8080, expose: [{ gateway: 'public', host: 'www' }] },
      api: {
        image: 'registry.shop.example/api:1.0.0',
        port: 8080,
        on: { clusters: ['prod'] },
        expose: [{ gateway: 'public', host: 'api' }],
      },
    },
  });
  expect(plan.get('environments/prod/mesh/public/www.shop.example.yaml')).toBeDefined();
  expect(plan.get('environments/prod/mesh/public/api.shop.example.yaml')).toBeUndefined();
  expect(plan.get('clusters/prod/manifests/apps/routes/public/api.shop.example.yaml')).toBeDefined();
  expect(plan.get('clusters/prod-b/manifests/apps/routes/public/api.shop.example.yaml')).toBeUndefined();
});

test('clusters that share a host each write a part of its DNS record, the first of them the primary one', () => {
  const shared = (failover: 'active-active' | 'primary' | 'none') => {
    const plan = planTestPlatform({
      clusters: {
        dev: cluster('dev'),
        prod: { ...cluster('prod'), hub: true },
        'prod-b': { ...cluster('prod-b'), environment: 'prod' },
      },
      services: {
        web: {
          image: 'registry.shop.example/web:1.0.0',
          port: 8080,
          expose: [{ gateway: 'public', host: 'www', failover }],
        },
      },
    });
    return ['prod', 'prod-b'].map((name) => {
      const path = `clusters/${name}/manifests/apps/routes/public/www.shop.example.yaml`;
      return plan.get(path) === undefined ? undefined : object(plan, path).metadata.annotations;
    });
  };
  const key = (name: string) => `external-dns.alpha.kubernetes.io/${name}`;
  expect(shared('none')).toEqual([undefined, undefined]);
  expect(shared('active-active')).toMatchObject([
    { [key('set-identifier')]: 'prod', [key('aws-weight')]: '100' },
    { [key('set-identifier')]: 'prod-b', [key('aws-weight')]: '100' },
  ]);
  expect(shared('primary')).toMatchObject([
    { [key('set-identifier')]: 'prod', [key('aws-failover')]: 'PRIMARY' },
    { [key('set-identifier')]: 'prod-b', [key('aws-failover')]: 'SECONDARY' },
  ]);
});
