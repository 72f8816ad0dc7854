import { expect, test } from 'vitest';
import { checkConfig } from '../../generator/config/check-config.ts';
import { problemsToFindings } from '../../generator/config/problems-to-findings.ts';
import { platformWith, registries } from './support/platform.ts';

test('problems become findings of layer config, with their place; what is low only warns', () => {
  const problems = checkConfig(
    platformWith({ 'services.web.calls': ['catlog'], 'environments.stage': { domain: 'stage.shop.example' } }),
    registries,
  );
  const findings = problemsToFindings(problems, (path) => ({
    file: 'platform.config.ts',
    line: path.length,
    column: 1,
  }));
  expect(findings.map(({ layer, rule, level, origin }) => ({ layer, rule, level, line: origin?.line }))).toEqual([
    { layer: 'config', rule: 'unknown-service', level: 'error', line: 4 },
    { layer: 'config', rule: 'unused-environment', level: 'warn', line: 2 },
  ]);
  expect(findings[0]).toMatchObject({ title: 'unknown service', severity: 'high', occurrences: [] });
});
