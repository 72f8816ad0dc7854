import { expect, test } from 'vitest';
import { CONFIG_RULES, checkConfig } from '../../generator/config/check-config.ts';
import { NAME_CASES } from './cases-names.ts';
import { NEED_CASES } from './cases-needs.ts';
import { REFERENCE_CASES } from './cases-references.ts';
import { SERVICE_CASES } from './cases-services.ts';
import { VOLUME_CASES } from './cases-volumes.ts';
import { covered, describeRules } from './support/expect-rules.ts';
import { platformWith, registries } from './support/platform.ts';

test('finds nothing wrong with a good platform', () => {
  expect(checkConfig(platformWith({}), registries)).toEqual([]);
});

describeRules('references and clusters', REFERENCE_CASES);
describeRules('names and teams', NAME_CASES);
describeRules('services, images, calls and exposure', SERVICE_CASES);
describeRules('volumes and jobs of services', VOLUME_CASES);
describeRules('stores, secrets, components, capabilities and policy', NEED_CASES);

test('every rule has a case', () => {
  const cases = covered([...REFERENCE_CASES, ...NAME_CASES, ...SERVICE_CASES, ...VOLUME_CASES, ...NEED_CASES]);
  expect(CONFIG_RULES.map((rule) => rule.name).filter((name) => !cases.includes(name))).toEqual([]);
});

test('rule names are unique and kebab-case', () => {
  const names = CONFIG_RULES.map((rule) => rule.name);
  expect(new Set(names).size).toBe(names.length);
  expect(names.filter((name) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
});

test('never prints a value that looks like a credential', () => {
  const secret = 'correct horse battery staple';
  const config = platformWith({
    'services.web.config': { DB_PASSWORD: secret, AUTH_TOKEN: [secret] },
    'services.mailer.secrets': { API_KEY: secret, SMTP_PASSWORD: { value: secret } },
    'stores.ledger.options.environments.dev.host': `postgres://app:${secret}@db`,
  });
  expect(JSON.stringify(checkConfig(config, registries))).not.toContain(secret);
});
