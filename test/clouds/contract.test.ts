// What every cloud must answer, so that a new one is tested by being there and by one sample in test/support/clouds.ts.
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CLOUDS } from '../../generator/clouds/registry.gen.ts';
import type { Finding } from '../../generator/contract/finding.ts';
import { certManager, letsEncrypt } from '../../generator/index.ts';
import { COMPONENTS } from '../../generator/infra/registry.gen.ts';
import { CAPABILITIES, type CloudDefinition, isMissing } from '../../generator/model/cloud.ts';
import { planOf, type RunOptions, runPipeline } from '../../generator/pipeline.ts';
import { sampleOf } from '../support/clouds.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const cloudOf = (definition: CloudDefinition) => definition.create(sampleOf(definition.name).options);

const secretStores = {
  own: { secretStore: 'cloud', options: {} },
  vault: { secretStore: 'vault', options: { server: 'https://vault.shop.example', path: 'shop', role: 'shop' } },
};

/** A cluster and an environment for each of these clouds, with all of the catalogue that needs no options of its own. */
function platformOn(...clouds: readonly CloudDefinition[]): object {
  const infra = COMPONENTS.filter(({ kind, answers, options }) => {
    if (options.required.length > 0) return false;
    const given = clouds.map(({ traits }) => (answers === undefined ? undefined : traits.capabilities[answers]));
    return given.some((answer) => answer === undefined || (answer.by === 'component' && answer.component === kind));
  });
  return {
    name: 'shop',
    repository: { url: 'https://git.shop.example/platform.git' },
    environments: Object.fromEntries(
      clouds.map(({ name, traits }) => [
        name,
        { domain: `${name}.shop.example`, secretStore: isMissing(traits.secretBackend) ? 'vault' : 'own' },
      ]),
    ),
    clusters: Object.fromEntries(
      clouds.map(({ name }, index) => [
        `in-${name}`,
        {
          environment: name,
          kubernetes: '1.34',
          hub: index === 0,
          cloud: sampleOf(name),
          api: { server: `https://${name}.k8s.shop.example`, cidrs: ['10.0.0.0/28'] },
        },
      ]),
    ),
    teams: { core: { owners: ['@shop/core'] } },
    infra: {
      ...Object.fromEntries(infra.map(({ kind }) => [kind, { component: kind, options: {} }])),
      'cert-manager': certManager({ issuer: letsEncrypt({ email: 'team@shop.example' }) }),
    },
    secretStores,
    gateways: { public: { gateway: 'istio', options: { workload: 'istio-gateway' } } },
    mesh: {},
    services: {
      web: {
        team: 'core',
        image: { repository: 'registry.shop.example/web', tag: '1.0.0' },
        port: 8080,
        secrets: { API_KEY: 'web-api' },
        expose: [{ gateway: 'public', host: 'www' }],
      },
    },
  };
}

/** A run's folder, with the config alone. */
function runOf(config: object): RunOptions {
  const root = temporaryFolder({ 'platform.config.ts': `export default ${JSON.stringify(config)};\n` });
  return { root, date: '2026-01-01', cache: false, chartsFolders: [] };
}

const told = (findings: readonly Finding[]) => findings.map((one) => `${one.rule}: ${one.message}`);

describe.for(CLOUDS.map((cloud) => [cloud.name, cloud] as const))('%s', ([, definition]) => {
  const { traits } = definition;

  test('makes a plan of its own, with a store of secrets', async () => {
    const { plan, findings } = await planOf(runOf(platformOn(definition)));
    // The gateway is Istio's: where DNS is no proof, its hosts have none.
    const unproven = expect.stringMatching(/^unanswered-option: infra\['cert-manager'\]: .* get no certificate/);
    expect(told(findings)).toEqual(traits.dns01Missing === null ? [] : [unproven]);
    const objects = plan?.files().flatMap(({ body }) => (body.type === 'objects' ? body.objects : [])) ?? [];
    const stores = objects.filter((one) => one.kind === 'ClusterSecretStore').map((one) => one.metadata.name);
    expect(stores).toEqual(isMissing(traits.secretBackend) ? ['vault'] : ['own', 'vault']);
  });

  test('answers every question, or says why not', () => {
    for (const capability of CAPABILITIES) {
      const answer = traits.capabilities[capability];
      if (answer.by === 'none') expect(answer.reason).toMatch(/\w{3}/);
    }
    for (const answer of [
      traits.fileStorageClass,
      traits.ingressClass,
      traits.registryHosts,
      traits.sharedRecord,
      cloudOf(definition).secretStoreProvider(),
      cloudOf(definition).argocdClusterConfig(null),
    ]) {
      if (isMissing(answer)) expect(answer.missing).toMatch(/\w{3}/);
      else expect(answer).not.toEqual('');
    }
    const cloud = cloudOf(definition);
    expect(isMissing(cloud.secretStoreProvider())).toBe(isMissing(traits.secretBackend));
    expect('http01' in cloud.acmeSolver()).toBe(traits.dns01Missing !== null);
    expect(traits.externalDnsProvider === '').toBe(traits.capabilities.dns.by !== 'component');
    expect(traits.istioPlatform).toMatch(/^[a-z]*$/);
    if (!isMissing(traits.registryHosts)) expect(() => new RegExp(String(traits.registryHosts))).not.toThrow();
  });

  test('says of each load balancer whether it is public', () => {
    const cloud = cloudOf(definition);
    const annotations = (scheme: 'public' | 'internal') => ({
      ...traits.loadBalancerAnnotations(scheme),
      ...cloud.loadBalancerAnnotations(scheme),
    });
    expect(annotations('public')).not.toEqual(annotations('internal'));
  });

  test('brings at most one default class, which waits, grows and has the name that components ask for', () => {
    const classes = cloudOf(definition).storageClasses();
    const defaults = classes.filter(
      (one) => one.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true',
    );
    expect(defaults.map((one) => one.metadata.name)).toEqual(classes.length === 0 ? [] : [traits.blockStorageClass]);
    for (const one of defaults) expect(one).toMatchObject({ volumeBindingMode: 'WaitForFirstConsumer' });
    for (const one of classes) expect(one).toMatchObject({ allowVolumeExpansion: true });
  });

  test('says which Secrets of it are made by hand: all that its answers refer to', () => {
    const cloud = cloudOf(definition);
    const answers = {
      'cert-manager': cloud.acmeSolver(),
      'external-dns': cloud.externalDnsValues(),
      'external-secrets': cloud.secretStoreProvider(),
    };
    for (const [kind, answer] of Object.entries(answers)) {
      const named = new Map<string, string[]>();
      for (const [, name = '', key = ''] of JSON.stringify(answer).matchAll(
        /{"name":"([^"]+)",[^{}]*"key":"([^"]+)"}/g,
      )) {
        named.set(name, [...(named.get(name) ?? []), key]);
      }
      expect(cloud.keysOf(kind).map(({ name, keys }) => [name, keys])).toEqual([...named]);
    }
  });

  test('names a bucket, its host without a scheme, and no credential', () => {
    const store = cloudOf(definition).objectStore('shop-logs');
    expect(store.bucket).toBe('shop-logs');
    if (store.type === 's3' || store.type === 'oss') expect(store.endpoint).not.toContain('://');
  });
});

test('every cloud carries the whole catalogue, and the API server would take it', { timeout: 60_000 }, async () => {
  // One platform for all: engines start once, and what clusters have in common is judged once.
  const { findings, outcome } = await runPipeline(runOf(platformOn(...CLOUDS)));
  const errors = findings.filter((one) => one.level === 'error');
  expect(told(errors)).toEqual([]);
  const clusters = outcome?.platform.clusters.map((one) => one.name);
  expect(clusters?.toSorted()).toEqual(CLOUDS.map(({ name }) => `in-${name}`).toSorted());
});

test('a component that a cloud has no use for is refused with the reason', async () => {
  const huawei = CLOUDS.filter((one) => one.name === 'huawei');
  const { findings } = await planOf(
    runOf({
      ...platformOn(...huawei),
      infra: { 'external-dns': { component: 'external-dns', options: {} } },
      environments: { huawei: { domain: 'shop.example', secretStore: 'own' } },
      gateways: {},
      mesh: undefined,
      services: { web: { team: 'core', image: 'registry.shop.example/web:1.0.0', secrets: { API_KEY: 'web-api' } } },
    }),
  );
  expect(told(findings)).toEqual(
    expect.arrayContaining([
      expect.stringContaining('dns on huawei: external-dns reaches its DNS by a community webhook only'),
      expect.stringContaining('cloud huawei has none: External Secrets has no provider for Huawei'),
    ]),
  );
});

test('docs/clouds.md has a column for every cloud', () => {
  const page = readFileSync(new URL('../../docs/clouds.md', import.meta.url), 'utf8');
  const header = page.split('\n').find((line) => line.startsWith('| Question |')) ?? '';
  const columns = [...header.matchAll(/`([a-z-]+)`/g)].map(([, name]) => name);
  expect(columns.toSorted()).toEqual(CLOUDS.map(({ name }) => name).toSorted());
});
