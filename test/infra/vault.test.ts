// A Vault of the platform's own brings secrets to all but what it stands on.
import { expect, test } from 'vitest';
import { certManager, consul, externalSecrets, letsEncrypt, redis, vault, vaultServer } from '../../generator/index.ts';
import { base, planTestPlatform } from '../support/platforms.ts';

const planWith = (server: string) =>
  planTestPlatform({
    infra: {
      ...base.infra,
      'cert-manager': certManager({ issuer: letsEncrypt({ email: 'team@shop.example' }) }),
      'external-secrets': externalSecrets(),
      consul: consul(),
      vault: vaultServer({ backend: 'consul' }),
      cache: redis(),
    },
    secretStores: {
      main: vault({ server, path: 'shop', role: 'external-secrets', ca: { secret: 'vault-tls', namespace: 'vault' } }),
    },
  });

const externalSecretsOf = (plan: ReturnType<typeof planWith>) =>
  plan.files().flatMap(({ path, body }) => {
    const isOne = body.type === 'objects' && body.objects.some((one) => one.kind === 'ExternalSecret');
    return isOne && path.startsWith('clusters/prod/') ? [path] : [];
  });

test('the key of the Consul that a Vault stands on does not wait for that Vault', () => {
  const own = planWith('https://vault.vault.svc:8200');
  expect(externalSecretsOf(own).some((path) => path.includes('/consul/'))).toBe(false);
  expect(externalSecretsOf(own).some((path) => path.includes('/cache/'))).toBe(true);
  expect(own.text('clusters/prod/BOOTSTRAP.md')).toContain('`consul-gossip`');
  const elsewhere = planWith('https://vault.shop.example');
  expect(externalSecretsOf(elsewhere).some((path) => path.includes('/consul/'))).toBe(true);
});

test('External Secrets is told whose certificate it is, and comes before what takes its secrets', () => {
  const plan = planWith('https://vault.vault.svc:8200');
  const store = plan.files().find(({ path }) => path.includes('cluster-secret-store-main'));
  expect(plan.text(store?.path ?? '')).toContain('caProvider:\n        type: Secret\n        name: vault-tls');
  const wave = (name: string) =>
    Number(/sync-wave: "(-?\d+)"/.exec(plan.text(`clusters/prod/infra/${name}.yaml`))?.[1]);
  expect([wave('consul'), wave('vault-needs'), wave('vault'), wave('cache-needs')]).toEqual(
    [wave('consul'), wave('vault-needs'), wave('vault'), wave('cache-needs')].toSorted((a, b) => a - b),
  );
});
