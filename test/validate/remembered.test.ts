// Verdicts that are kept for single resources never change what is found.
import { expect, test } from 'vitest';
import { openRecordFile } from '../../generator/cache/record-file.ts';
import type { Violation } from '../../generator/contract/finding.ts';
import type { Rendered } from '../../generator/contract/rendered.ts';
import { NO_PARAMETERS } from '../../generator/validate/index/parameters.ts';
import { checkPolicies } from '../../generator/validate/policy/evaluate.ts';
import { rememberSchemas } from '../../generator/validate/remember-schemas.ts';
import { checkSchemas } from '../../generator/validate/schema/check-schemas.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

const ENVIRONMENTS = ['dev', 'prod'];

/** Deployments with something wrong in some of them, and Services of which some select nothing. */
function resourcesOf(count: number, edited = -1): Rendered[] {
  return Array.from({ length: count }, (_, index): Rendered[] => {
    const name = `web-${index}`;
    const environment = ENVIRONMENTS[index % 2] ?? '';
    const from = { cluster: environment, environment, kubernetes: '1.34', application: name, source: `${name}.yaml` };
    const container = {
      name: 'web',
      image: index === edited ? 'registry.example.com/web:latest' : `registry.example.com/web:1.${index % 3}`,
      ...(index % 4 === 0 ? { securityContext: { privileged: true } } : {}),
      ...(index % 5 === 0 ? { portz: [] } : {}),
    };
    const labels = { app: name };
    const template = { metadata: { labels }, spec: { containers: [container] } };
    const deployment = { selector: { matchLabels: labels }, template };
    const selector = { app: index % 7 === 0 ? 'nobody' : name };
    return [
      {
        ...from,
        resource: {
          apiVersion: 'apps/v1',
          kind: 'Deployment',
          metadata: { name, namespace: 'shop' },
          spec: deployment,
        },
      },
      {
        ...from,
        resource: {
          apiVersion: 'v1',
          kind: 'Service',
          metadata: { name, namespace: 'shop' },
          spec: { selector, ports: [{ port: 80 }] },
        },
      },
    ];
  }).flat();
}

const PARAMETERS = {
  ...NO_PARAMETERS,
  environments: { prod: { protected: true, podSecurity: 'restricted' as const } },
};
/** Violations in an order of their own, with the resource by its name: copies are as good. */
const told = (violations: readonly Violation[]) =>
  violations.map(({ subject, ...rest }) => JSON.stringify([rest, subject?.cluster, subject?.resource.metadata.name]));

test('policies find the same with what is kept, with some of it, and without', async () => {
  const folder = temporaryFolder();
  const kept = () => openRecordFile(`${folder}/policy.records`, 'test');
  for (const resources of [
    resourcesOf(40),
    resourcesOf(40),
    resourcesOf(40, 6),
    resourcesOf(38),
    resourcesOf(40).reverse(),
  ]) {
    const plain = await checkPolicies(resources, { parameters: PARAMETERS });
    const remembered = await checkPolicies(resources, { parameters: PARAMETERS, records: kept() });
    expect(plain.violations.length).toBeGreaterThan(40);
    expect(told(remembered.violations)).toEqual(told(plain.violations));
    const stricter = { ...PARAMETERS, images: { registries: ['other.example.com'] } };
    const other = await checkPolicies(resources, { parameters: stricter, records: kept() });
    expect(told(other.violations)).toEqual(told((await checkPolicies(resources, { parameters: stricter })).violations));
  }
});

test('schemas find the same with what is kept, with some of it, and without', () => {
  const folder = temporaryFolder();
  const older = resourcesOf(10).map((one) => ({ ...one, kubernetes: '1.20' }));
  for (const resources of [resourcesOf(40), resourcesOf(40), resourcesOf(40, 6), older, older, resourcesOf(20)]) {
    const plain = checkSchemas(resources, { crds: [] });
    const remembered = rememberSchemas(resources, [], openRecordFile(`${folder}/schema.records`, 'test'));
    expect(plain.violations.length).toBeGreaterThan(0);
    expect(told(remembered.violations)).toEqual(told(plain.violations));
    expect(remembered.notChecked).toEqual(plain.notChecked);
  }
});
